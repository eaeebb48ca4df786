// Certificates are read with OpenSSL; where the system keeps its roots is in system_roots_*.cpp.
#include "net/tls/trust_store.hpp"

#include "net/tls/root_list.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <new>
#include <string_view>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

using BioPtr = std::unique_ptr<BIO, int (*)(BIO*)>;
using Certificates = std::vector<CertificatePtr>;
using Ders = std::vector<std::string>;

struct OpensslFree {
  void operator()(char* text) const noexcept { OPENSSL_free(text); }
};
using OpensslText = std::unique_ptr<char, OpensslFree>;

/// Key and extensions are decoded, and a root is known as one, since it signed itself.
bool is_whole(X509* certificate) noexcept {
  const std::uint32_t flags = X509_get_extension_flags(certificate);
  const bool own = (flags & EXFLAG_SI) == 0 || (flags & EXFLAG_SS) != 0;
  return own && (flags & EXFLAG_INVALID) == 0 && X509_get0_pubkey(certificate) != nullptr;
}

/// OpenSSL keeps a certificate of which it had no memory to decode a part, and trusts nobody by it. Another look tells that
/// from what it does not know.
void look_again_where_not_whole(CertificatePtr& certificate) {
  if (is_whole(certificate.get())) return;
  CertificatePtr again(X509_dup(certificate.get()));
  if (!again) throw_out_of_memory();
  certificate = std::move(again);
}

bool is_certificate(std::string_view kind) noexcept {
  return kind == PEM_STRING_X509 || kind == PEM_STRING_X509_OLD || kind == PEM_STRING_X509_TRUSTED;
}

Ders read_pem(BIO* input) {
  Ders out;
  for (;;) {
    char* kind = nullptr;
    char* header = nullptr;
    unsigned char* der = nullptr;
    long size = 0;
    if (PEM_read_bio(input, &kind, &header, &der, &size) != 1) break;
    const OpensslText owners[] = {OpensslText(kind), OpensslText(header),
                                  OpensslText(reinterpret_cast<char*>(der))};
    if (is_certificate(kind))
      out.emplace_back(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  }
  throw_where_memory_ran_out();
  return out;
}

/// What one process shares, guarded by TlsSetup. Never destroyed: a detached thread may outlive the statics of the program.
struct Shared {
  OwnProcess process{};
  OSSL_LIB_CTX* library = nullptr;
  RootList* roots = nullptr;
  Shared* of_parent = nullptr;  ///< Left as it is.
};

/// Null without memory.
Shared* shared() noexcept {
  static Shared* current = nullptr;
  if (current != nullptr && !current->process.was_forked()) return current;
  auto* const made = new (std::nothrow) Shared;
  if (made == nullptr) return nullptr;
  made->of_parent = current;
  return current = made;
}

/// Null while no root could be read: the next transport tries again.
RootList* system_roots() {
  Shared* const own = shared();
  if (own == nullptr) throw std::bad_alloc();
  if (own->roots != nullptr) return own->roots;
  RootList found(read_system_roots());
  if (!found.empty()) own->roots = new RootList(std::move(found));
  return own->roots;
}

/// Before OpenSSL looks into the store for that name. False without memory.
bool bring_in(const X509_NAME* name, X509_STORE_CTX* look) noexcept {
  TlsSetup setup;
  const std::lock_guard lock(setup);
  try {
    if (RootList* const roots = system_roots())
      roots->add_named(name, X509_STORE_CTX_get0_store(look));
    return true;
  } catch (...) {
    X509_STORE_CTX_set_error(look, X509_V_ERR_OUT_OF_MEM);
    return false;
  }
}

int find_issuer(X509** issuer, X509_STORE_CTX* look, X509* certificate) noexcept {
  if (!bring_in(X509_get_issuer_name(certificate), look)) return -1;
  return X509_STORE_CTX_get1_issuer(issuer, look, certificate);
}

STACK_OF(X509) * find_named(X509_STORE_CTX* look, const X509_NAME* name) noexcept {
  return bring_in(name, look) ? X509_STORE_CTX_get1_certs(look, name) : nullptr;
}

/// True if the environment names a place, whatever is found there.
bool add_from_environment(X509_STORE* store, bool& added) noexcept {
  const char* file = std::getenv(X509_get_default_cert_file_env());
  const char* folder = std::getenv(X509_get_default_cert_dir_env());
  if (file == nullptr && folder == nullptr) return false;
  OSSL_LIB_CTX* library = private_library();
  if (file != nullptr && X509_STORE_load_file_ex(store, file, library, nullptr) == 1) added = true;
  if (folder != nullptr && X509_STORE_load_path(store, folder) == 1) added = true;
  return true;
}

}  // namespace

OSSL_LIB_CTX* private_library() noexcept {
  Shared* const own = shared();
  if (own == nullptr) return nullptr;
  if (own->library == nullptr) own->library = OSSL_LIB_CTX_new();
  return own->library;
}

bool memory_ran_out(unsigned long first) noexcept {
  // The system's own errors, say of opening a file, carry errno.
  const auto is_memory = [](unsigned long error) {
    const int reason = ERR_GET_REASON(error);
    if (!ERR_SYSTEM_ERROR(error)) return reason == ERR_R_MALLOC_FAILURE;
    return reason == ENOMEM || reason == EMFILE || reason == ENFILE;
  };
  bool ran_out = is_memory(first);
  while (const unsigned long error = ERR_get_error())
    if (is_memory(error)) ran_out = true;
  return ran_out;
}

void throw_where_memory_ran_out() {
  if (memory_ran_out()) throw std::bad_alloc();
}

void throw_out_of_memory() {
  ERR_clear_error();
  throw std::bad_alloc();
}

CertificatePtr read_certificate(const std::string& der) {
  X509* target = X509_new_ex(private_library(), nullptr);
  if (target == nullptr) throw_out_of_memory();
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  // On failure it may free the object, and sets it to null then.
  const bool read = d2i_X509_AUX(&target, &at, static_cast<long>(der.size())) != nullptr;
  CertificatePtr out(target);
  if (read)
    look_again_where_not_whole(out);
  else
    out.reset();
  throw_where_memory_ran_out();
  return out;
}

Certificates read_pem_text(const std::string& pem) {
  const BioPtr input(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
  if (!input) throw_out_of_memory();
  Certificates out;
  for (const std::string& der : read_pem(input.get())) {
    out.push_back(read_certificate(der));
    if (out.back()) continue;
    out.pop_back();
    break;
  }
  return out;
}

Ders read_pem_file(const char* path) {
  const BioPtr input(BIO_new_file(path, "r"), &BIO_free);
  if (input) return read_pem(input.get());
  throw_where_memory_ran_out();
  return {};
}

Anchors add_system_roots(X509_STORE* store, bool environment) noexcept {
  bool added = false;
  ERR_clear_error();
  try {
    if (!environment || !add_from_environment(store, added)) {
      if (system_roots() == nullptr) return Anchors::none;
      X509_STORE_set_get_issuer(store, &find_issuer);
      X509_STORE_set_lookup_certs(store, &find_named);
      added = true;
    }
    throw_where_memory_ran_out();
  } catch (...) {
    return Anchors::no_memory;
  }
  return added ? Anchors::ready : Anchors::none;
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
