// The documented service, version 1, on one page: docs/contract/endpoints.md
#include "rules/dialect.hpp"

namespace hellojohn {
inline namespace v0 {

namespace v1_calls {

using A = Ask;
using When = Member::When;

constexpr Member sign_in[] = {
    {"email", &A::email}, {"password", &A::password}, {"captcha_token", &A::captcha, When::given}};
constexpr Member verify_challenge[] = {
    {"challenge_id", &A::challenge}, {"factor_id", &A::factor}, {"code", &A::code}};
constexpr Member refresh[] = {{"refresh_token", &A::refresh}};
constexpr Member enroll[] = {
    {"type", &A::type}, {"name", &A::name, When::given}, {"phone_number", &A::phone, When::given}};
constexpr Member confirm[] = {{"code", &A::code}};
constexpr Member recovery_request[] = {{"email", &A::email}};
constexpr Member recovery_verify[] = {{"token", &A::token}};
constexpr Member audit_list[] = {
    {"limit", &A::limit, When::given},    {"type", &A::kind, When::given},
    {"actor_id", &A::actor, When::given}, {"resource_id", &A::resource, When::given},
    {"result", &A::result, When::given},  {"from", &A::from, When::given},
    {"to", &A::to, When::given},          {"cursor", &A::position, When::given}};
constexpr Member impersonate[] = {
    {"user_id", &A::user}, {"reason", &A::reason}, {"expires_in", &A::lifetime}};
constexpr Member verify_session[] = {{"token", &A::token}};

constexpr Dialect table{
    // method, path template, repeat_after_unknown, wait_out_refusal, sensitive, expects_body; members; for_desk
    {Route{{"POST", "/v1/auth/sign-in", false, false, false, true}, sign_in},
     Route{{"POST", "/v1/auth/sign-out", false, false, false, false}},
     Route{{"POST", "/v1/auth/mfa/verify", false, false, true, true}, verify_challenge},
     Route{{"POST", "/v1/auth/token/refresh", false, false, false, true}, refresh},
     Route{{"POST", "/v1/users/:user_id/mfa/backup-codes/generate", false, false, false, true},
           {},
           true},
     Route{{"GET", "/v1/users/:user_id/mfa/factors", true, true, false, true}, {}, true},
     Route{{"POST", "/v1/users/:user_id/mfa/factors", false, false, false, true}, enroll},
     Route{{"POST", "/v1/users/:user_id/mfa/factors/:factor_id/confirm", false, false, true, false},
           confirm},
     Route{{"DELETE", "/v1/users/:user_id/mfa/factors/:factor_id", false, false, false, false},
           {},
           true},
     Route{{"GET", "/v1/auth/me", true, true, false, true}},
     Route{{"POST", "/v1/auth/mfa/recovery", false, false, false, false}, recovery_request},
     Route{{"POST", "/v1/auth/mfa/recovery/verify", false, false, true, true}, recovery_verify},
     Route{{"GET", "/v1/audit-logs", true, true, false, true}, audit_list, true},
     Route{{"POST", "/v1/admin/users/impersonate", false, false, false, true}, impersonate, true},
     Route{{"POST", "/v1/sessions/verify", true, true, false, true}, verify_session, true}}};

}  // namespace v1_calls

const Dialect& v1_dialect() noexcept { return v1_calls::table; }

}  // namespace v0
}  // namespace hellojohn
