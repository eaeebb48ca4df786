// The second face of the mock: the self-hosted server's /v2 routes on the same people, factors, codes and sessions.
// Knows nothing of the v1 routes and of faults.
#pragma once

#include "handlers.hpp"

namespace hellojohn {
inline namespace v0 {
namespace testing::mock::self_hosted {

/// Answers a request and fills `call`; refusals become flat error bodies.
[[nodiscard]] Reply process(World& world, const HttpRequest& request, Call& call);

/// The error body of that server: no nesting, no status, no request id.
[[nodiscard]] Reply error_reply(const Refusal& refusal);

// self_hosted_auth.cpp
Reply login(World& world, Call& call);
Reply refresh(World& world, Call& call);
Reply logout(World& world, Call& call);
Reply challenge_totp(World& world, Call& call);
Reply challenge_email(World& world, Call& call);
Reply send_email(World& world, Call& call);
Reply userinfo(World& world, Call& call);
Reply me(World& world, Call& call);
Reply config(World& world, Call& call);

// self_hosted_mfa.cpp
Reply list_factors(World& world, Call& call);
Reply prefer_factor(World& world, Call& call);
Reply enroll(World& world, Call& call);
Reply confirm(World& world, Call& call);
Reply disable(World& world, Call& call);
Reply rotate(World& world, Call& call);
Reply list_audit(World& world, Call& call);

/// A member of the body, or empty.
[[nodiscard]] std::string text_of(const Call& call, std::string_view name);
/// The same, else 400 MISSING_FIELDS.
[[nodiscard]] std::string needed(const Call& call, std::string_view name);
[[nodiscard]] bool password_is(const User& user, std::string_view password);
[[nodiscard]] Factor* totp_of(User& user);
/// The names of what can answer a challenge. Backup codes are never among them.
[[nodiscard]] json::array available_factors(User& user);
/// The one to ask for first; empty if there is none.
[[nodiscard]] std::string preferred_factor(User& user);
/// Takes a TOTP code. A step at or before the clock's step of the last success is refused, so a code of the next step
/// stays good until its step has passed.
[[nodiscard]] bool take_totp(World& world, Call& call, User& user, std::string_view code);
/// Takes a backup code, exactly as it was issued.
[[nodiscard]] bool take_backup_code(Call& call, User& user, std::string_view code);

}  // namespace testing::mock::self_hosted
}  // namespace v0
}  // namespace hellojohn
