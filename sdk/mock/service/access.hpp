// Who may call a route: credential, tenant, and the narrow rights of a recovery session.
// Knows nothing of what a route does.
#pragma once

#include "http.hpp"

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

enum class Access : std::uint8_t {
  nothing,            ///< Neither credential nor tenant.
  open,               ///< No credential; a tenant.
  publishable,        ///< pk_
  maybe_publishable,  ///< pk_ or none
  secret,             ///< sk_
  secret_or_self,     ///< sk_, or the session of the user that the route names
  session,            ///< Any session.
};
enum class Recovery : std::uint8_t { refused, allowed };
enum class TenantHeader : std::uint8_t { required, optional };

struct RouteRule {
  Access access = Access::open;
  Recovery recovery = Recovery::refused;
  TenantHeader tenant = TenantHeader::required;
};

/// Fills caller, session and tenant of the call, or refuses.
void check_access(World& world, const HttpRequest& request, Call& call, RouteRule rule);

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
