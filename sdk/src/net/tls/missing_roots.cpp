// OpenSSL verifies a chain once per X509_STORE_CTX, so the second look needs another.
#include "net/tls/missing_roots.hpp"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <memory>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

bool is_issuer_missing(int error) noexcept {
  return error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
         error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT ||
         error == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE ||
         error == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN;
}

std::string der_of(X509* certificate) {
  const int size = i2d_X509(certificate, nullptr);
  std::string out(static_cast<std::size_t>(size < 0 ? 0 : size), '\0');
  auto* to = reinterpret_cast<unsigned char*>(out.data());
  if (!out.empty()) (void)i2d_X509(certificate, &to);
  return out;
}

std::vector<std::string> chain_of(X509_STORE_CTX* look) {
  std::vector<std::string> out;
  out.push_back(der_of(X509_STORE_CTX_get0_cert(look)));
  STACK_OF(X509)* sent = X509_STORE_CTX_get0_untrusted(look);
  for (int i = 0; i < sk_X509_num(sent); ++i) {
    X509* certificate = sk_X509_value(sent, i);
    if (certificate != X509_STORE_CTX_get0_cert(look)) out.push_back(der_of(certificate));
  }
  return out;
}

/// As the first look was set up; its result is the first one's then.
int look_again(X509_STORE_CTX* first) noexcept {
  const std::unique_ptr<X509_STORE_CTX, void (*)(X509_STORE_CTX*)> second(
      X509_STORE_CTX_new_ex(private_library(), nullptr), &X509_STORE_CTX_free);
  if (!second ||
      X509_STORE_CTX_init(second.get(), X509_STORE_CTX_get0_store(first),
                          X509_STORE_CTX_get0_cert(first),
                          X509_STORE_CTX_get0_untrusted(first)) != 1 ||
      X509_VERIFY_PARAM_set1(X509_STORE_CTX_get0_param(second.get()),
                             X509_STORE_CTX_get0_param(first)) != 1)
    return 0;
  const int ssl = SSL_get_ex_data_X509_STORE_CTX_idx();
  X509_STORE_CTX_set_ex_data(second.get(), ssl, X509_STORE_CTX_get_ex_data(first, ssl));
  const int verified = X509_verify_cert(second.get());
  X509_STORE_CTX_set_error(first, X509_STORE_CTX_get_error(second.get()));
  X509_STORE_CTX_set_error_depth(first, X509_STORE_CTX_get_error_depth(second.get()));
  if (STACK_OF(X509)* chain = X509_STORE_CTX_get1_chain(second.get()))
    X509_STORE_CTX_set0_verified_chain(first, chain);
  return verified;
}

int verify(X509_STORE_CTX* look, void* given) noexcept {
  const int verified = X509_verify_cert(look);
  if (verified == 1 || !is_issuer_missing(X509_STORE_CTX_get_error(look))) return verified;
  const FindRoot find = *static_cast<const FindRoot*>(given);
  try {
    const CertificatePtr root = find(chain_of(look));
    if (!root || X509_STORE_add_cert(X509_STORE_CTX_get0_store(look), root.get()) != 1)
      return verified;
  } catch (...) {
    X509_STORE_CTX_set_error(look, X509_V_ERR_OUT_OF_MEM);
    return 0;
  }
  ERR_clear_error();
  return look_again(look);
}

}  // namespace

void ask_for_missing_roots(SSL_CTX* context, const FindRoot* find) noexcept {
  // OpenSSL hands the pointer back without const.
  SSL_CTX_set_cert_verify_callback(context, &verify, const_cast<FindRoot*>(find));
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
