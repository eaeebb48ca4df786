// Certificates are read with OpenSSL; where the system keeps its roots is in system_roots_*.cpp.
#include "net/tls/trust_store.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <cerrno>
#include <cstdlib>
#include <new>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

using BioPtr = std::unique_ptr<BIO, int (*)(BIO*)>;
using Certificates = std::vector<CertificatePtr>;

/// Else half a list would count as all the roots there are.
void throw_where_memory_ran_out() {
  if (memory_ran_out()) throw std::bad_alloc();
}

/// OpenSSL keeps a certificate whose key it had no memory to decode, and trusts nobody by it. Another look tells that
/// from a key of a kind that it does not know.
void look_again_for_key(CertificatePtr& certificate) {
  if (X509_get0_pubkey(certificate.get()) != nullptr) return;
  CertificatePtr again(X509_dup(certificate.get()));
  if (!again) throw std::bad_alloc();
  certificate = std::move(again);
}

Certificates read_certificates(BIO* input) {
  Certificates out;
  for (;;) {
    X509* target = X509_new_ex(private_library(), nullptr);
    if (target == nullptr) break;
    const bool read = PEM_read_bio_X509_AUX(input, &target, nullptr, nullptr) != nullptr;
    CertificatePtr certificate(target);
    if (!read) break;
    look_again_for_key(certificate);
    out.push_back(std::move(certificate));
  }
  throw_where_memory_ran_out();
  return out;
}

/// What one process shares, guarded by TlsSetup. Never destroyed: a detached thread may outlive the statics of the program.
struct Shared {
  OwnProcess process{};
  OSSL_LIB_CTX* library = nullptr;
  const Certificates* roots = nullptr;
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
const Certificates* system_roots() {
  Shared* const own = shared();
  if (own == nullptr) throw std::bad_alloc();
  if (own->roots != nullptr) return own->roots;
  Certificates found = read_system_roots();
  if (!found.empty()) own->roots = new Certificates(std::move(found));
  return own->roots;
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

Certificates read_pem_text(const std::string& pem) {
  const BioPtr input(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
  if (input) return read_certificates(input.get());
  throw_where_memory_ran_out();
  return {};
}

Certificates read_pem_file(const char* path) {
  const BioPtr input(BIO_new_file(path, "r"), &BIO_free);
  if (input) return read_certificates(input.get());
  throw_where_memory_ran_out();
  return {};
}

Anchors add_system_roots(X509_STORE* store, bool environment) noexcept {
  bool added = false;
  ERR_clear_error();
  try {
    if (!environment || !add_from_environment(store, added)) {
      const Certificates* roots = system_roots();
      if (roots == nullptr) return Anchors::none;
      for (const CertificatePtr& root : *roots)
        if (X509_STORE_add_cert(store, root.get()) == 1) added = true;
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
