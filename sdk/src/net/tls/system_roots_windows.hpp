// The two looks at Windows' certificates, with the stores as arguments: tests have their own stores.
#pragma once

// First: wincrypt gives names to macros that OpenSSL's headers take back.
#define CERT_CHAIN_PARA_HAS_EXTRA_FIELDS
#include <windows.h>

#include <wincrypt.h>
#undef X509_NAME
#undef X509_EXTENSIONS
#undef PKCS7_SIGNER_INFO
#undef OCSP_REQUEST
#undef OCSP_RESPONSE

#include "net/tls/trust_store.hpp"

#include <string>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace net {

/// The certificates of `roots` that are meant for servers, less those that are also in `disallowed` (may be null), as DER.
/// **Exceptions** std::bad_alloc.
[[nodiscard]] std::vector<std::string> read_windows_roots(HCERTSTORE roots, HCERTSTORE disallowed);

/// See FindRoot. `engine` says which roots there are; null: the system's, those that it fetches included.
[[nodiscard]] CertificatePtr find_windows_root(const std::vector<std::string>& chain,
                                               HCERTCHAINENGINE engine);

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
