// A second look at a server whose root this process does not know: some systems fetch a root only when they are asked.
// Knows nothing of how a system finds it.
#pragma once

#include "net/tls/trust_store.hpp"

#include <string>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace net {

/// Finds the root that the system trusts for a server, or null. `chain` is what the peer sent, its own certificate first,
/// as DER. May wait for the system for some seconds. **Exceptions** std::bad_alloc.
using FindRoot = CertificatePtr (*)(const std::vector<std::string>& chain);

/// The system's own, with the lifetime of the process; null on systems whose list of roots is whole.
[[nodiscard]] const FindRoot* system_root_finder() noexcept;

/// If a server's issuer is missing, asks `find`, adds the root to the context's store and verifies once more. Every rule of
/// the context holds for the second look too. `find` outlives the context.
void ask_for_missing_roots(SSL_CTX*, const FindRoot* find) noexcept;

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
