// The endpoints, and what they share: opening sessions, writing the audit log, checking codes.
// Knows nothing of how a route is found or a credential is read.
#pragma once

#include "http.hpp"

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

// auth.cpp
Reply sign_in(World& world, Call& call);
Reply sign_up(World& world, Call& call);
Reply me(World& world, Call& call);
Reply key_set(World& world, Call& call);

// session.cpp
Reply refresh(World& world, Call& call);
Reply sign_out(World& world, Call& call);
Reply verify_session(World& world, Call& call);
Reply delete_session(World& world, Call& call);

// verify.cpp
Reply verify_mfa(World& world, Call& call);

// mfa.cpp
Reply generate_codes(World& world, Call& call);
Reply list_factors(World& world, Call& call);
Reply remove_factor(World& world, Call& call);

// enroll.cpp
Reply enroll_factor(World& world, Call& call);
Reply confirm_factor(World& world, Call& call);

// recovery.cpp
Reply request_recovery(World& world, Call& call);
Reply verify_recovery(World& world, Call& call);
Reply landing_page(World& world, Call& call);

// admin.cpp
Reply impersonate(World& world, Call& call);
Reply patch_config(World& world, Call& call);

// audit.cpp
Reply list_audit(World& world, Call& call);

struct AuditEvent {
  std::string type;
  std::string resource_type, resource_id;
  bool success = true;
  json::object metadata{};
};

/// Writes an entry whose actor is the user.
void audit_user(World& world, const Call& call, const User& user, AuditEvent event);
/// Writes an entry whose actor is the caller: the key of the tenant, or the session's user.
void audit_caller(World& world, const Call& call, AuditEvent event);

[[nodiscard]] json::object user_json(const User& user);
[[nodiscard]] json::object factor_json(const User& user, const Factor& factor);
[[nodiscard]] std::string make_access_token(World& world, const Session& session, Time expires);
Session& open_session(World& world, const User& user, SessionKind kind);

/// Opens a normal session and answers it in the nested user/session shape.
[[nodiscard]] json::object signed_in(World& world, const User& user, Call& call, bool mfa_verified);

/// The time step that the code belongs to, if it may still be used.
[[nodiscard]] std::optional<std::int64_t> match_totp(const Factor& factor, std::string_view code,
                                                     Time now);
/// Sends a six digit code to the factor's destination and returns its hash.
[[nodiscard]] std::string mail_otp(World& world, const Factor& factor);

/// The user that the route names, else 404.
[[nodiscard]] User& user_of_route(World& world, const Call& call);

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
