// Where trust comes from: certificates given by options, or the system's, read once per process.
// Uses only OpenSSL; what is done with the certificates is decided in tls_context.
#pragma once

#include "base/process.hpp"
#include "net/tls/freed_by.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace net {

using CertificatePtr = std::unique_ptr<X509, FreedBy<&X509_free>>;

/// Held while a TLS context is made or certificates are read, by every function here but memory_ran_out(). fork() waits for
/// it, some milliseconds at most: no lock of OpenSSL's is then held for such work, and the child can do the same.
using TlsSetup = ProcessMutex<struct TlsSetupTag>;

/// An OpenSSL library context of our own: no openssl.cnf, no engine and no provider of the host
/// reaches it. One per process, made when first asked for and never freed, so that no destructor
/// runs at exit, when OpenSSL may be gone. Null without memory. A child of fork() gets another one: a thread that was not
/// copied may hold a lock in the parent's.
[[nodiscard]] OSSL_LIB_CTX* private_library() noexcept;

/// Empties this thread's queue of OpenSSL's errors. True if one of them, or `first`, is an allocation that failed or a
/// file that there was no descriptor for: what OpenSSL then says of a certificate or of a peer is not to be believed.
[[nodiscard]] bool memory_ran_out(unsigned long first = 0) noexcept;
/// Throws std::bad_alloc if memory_ran_out(), so that half of something is not taken for all of it.
void throw_where_memory_ran_out();
/// Throws std::bad_alloc and empties the queue, or the next look would find the same.
[[noreturn]] void throw_out_of_memory();

/// Null if `der` holds none. **Exceptions** std::bad_alloc.
[[nodiscard]] CertificatePtr read_certificate(const std::string& der);

/// Every certificate in PEM text, up to one that is none. **Exceptions** std::bad_alloc.
[[nodiscard]] std::vector<CertificatePtr> read_pem_text(const std::string& pem);

/// The certificates in a PEM file, as DER; empty if there is none. **Exceptions** std::bad_alloc.
[[nodiscard]] std::vector<std::string> read_pem_file(const char* path);

/// The roots that the system trusts for servers, as DER; empty if it has none. **Exceptions** std::bad_alloc.
[[nodiscard]] std::vector<std::string> read_system_roots();

/// Whether somebody is trusted. no_memory: some may be missing, or there was no descriptor to read them; to be tried again.
/// unreadable: what the options give holds no certificate.
enum class Anchors : unsigned char { ready, none, no_memory, unreadable };

/// Makes the store trust the system's roots. Reading the list takes milliseconds the first time, so it belongs on the I/O
/// thread; afterwards all stores share it, and each gets a root when a chain leads to it.
/// `environment`: SSL_CERT_FILE and SSL_CERT_DIR, where set, replace them.
[[nodiscard]] Anchors add_system_roots(X509_STORE*, bool environment) noexcept;

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
