// Where trust comes from: certificates given by options, or the system's, read once per process.
// OpenSSL alone; what is done with the certificates is decided in tls_context.
#pragma once

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <vector>

namespace hellojohn::net {

struct CertificateFree {
  void operator()(X509* certificate) const noexcept { X509_free(certificate); }
};
using CertificatePtr = std::unique_ptr<X509, CertificateFree>;

/// An OpenSSL library context of our own: no openssl.cnf, no engine and no provider of the host
/// reaches it. One per process, made when first asked for and never freed, so that no destructor
/// runs at exit, when OpenSSL may be gone. Null without memory.
[[nodiscard]] OSSL_LIB_CTX* private_library() noexcept;

/// Every certificate in PEM text or in a PEM file; empty where there is none.
[[nodiscard]] std::vector<CertificatePtr> read_pem_text(const std::string& pem);
[[nodiscard]] std::vector<CertificatePtr> read_pem_file(const char* path);

/// Adds the system's trust anchors. False where the system has none. Reading them takes tens of
/// milliseconds the first time, so it belongs on the I/O thread; afterwards all stores share them.
/// `environment`: SSL_CERT_FILE and SSL_CERT_DIR, where set, replace them.
[[nodiscard]] bool add_system_roots(X509_STORE*, bool environment) noexcept;

}  // namespace hellojohn::net
