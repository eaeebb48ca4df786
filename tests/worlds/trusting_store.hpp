// OpenSSL's store of trusted certificates, and its verdict on one.
#pragma once

#include "net/tls/freed_by.hpp"

#include <openssl/x509_vfy.h>

#include <memory>

namespace hellojohn::tests {

using StorePtr = std::unique_ptr<X509_STORE, net::FreedBy<&X509_STORE_free>>;

/// Whether a server would be trusted that shows this certificate, whatever the time is.
inline bool trusts(X509_STORE* store, X509* certificate) {
  const std::unique_ptr<X509_STORE_CTX, net::FreedBy<&X509_STORE_CTX_free>> look(
      X509_STORE_CTX_new());
  if (X509_STORE_CTX_init(look.get(), store, certificate, nullptr) != 1) return false;
  X509_VERIFY_PARAM_set_flags(X509_STORE_CTX_get0_param(look.get()), X509_V_FLAG_NO_CHECK_TIME);
  return X509_verify_cert(look.get()) == 1;
}

}  // namespace hellojohn::tests
