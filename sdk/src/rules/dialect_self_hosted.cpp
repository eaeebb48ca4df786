// The open-source server's own routes, version 2, on one page: docs/26-your-own-server.md
#include "rules/dialect.hpp"

namespace hellojohn {
inline namespace v0 {

namespace self_hosted_calls {

using A = Ask;
using When = Member::When;

constexpr Member sign_in[] = {{"tenant_id", &A::tenant},
                              {"client_id", &A::client},
                              {"email", &A::email},
                              {"password", &A::password},
                              {"turnstile_token", &A::captcha, When::given}};
constexpr Member verify_challenge[] = {{"mfa_token", &A::challenge},
                                       {"recovery", &A::code, When::backup_code},
                                       {"code", &A::code, When::other_code}};
/// A sign-out without the refresh token is answered with 204 and revokes nothing.
constexpr Member tokens[] = {
    {"tenant_id", &A::tenant}, {"client_id", &A::client}, {"refresh_token", &A::refresh}};
constexpr Member proof[] = {{"password", &A::password},
                            {"recovery", &A::code, When::backup_code},
                            {"code", &A::code, When::other_code}};
constexpr Member confirm[] = {{"code", &A::code}};
constexpr Member send_code[] = {{"mfa_token", &A::challenge}};
constexpr Member audit_list[] = {
    {"limit", &A::limit, When::given},    {"event_type", &A::kind, When::given},
    {"actor_id", &A::actor, When::given}, {"target_id", &A::resource, When::given},
    {"result", &A::result, When::given},  {"from", &A::from, When::given},
    {"to", &A::to, When::given},          {"offset", &A::position, When::given}};

constexpr Verdict verdicts[] = {
    // Our configuration, whatever was asked.
    {std::nullopt, 404, "TENANT_NOT_FOUND", Errc::usage},
    {Operation::verify_challenge, 401, "invalid_client", Errc::usage},
    {Operation::verify_challenge, 400, "mfa_email_not_available", Errc::unsupported},
    {Operation::send_code, 400, "mfa_email_not_available", Errc::unsupported},
    {Operation::generate, 400, "mfa_not_initialized", Errc::conflict},
    {Operation::confirm, 400, "mfa_not_initialized", Errc::conflict},
    {Operation::remove_factor, 400, "mfa_not_initialized", Errc::not_found}};

constexpr BackupCodeFormat code_format{BackupCodeFormat::Alphabet::upper_alnum, 1, 10, '\0'};

constexpr Dialect table{
    // method, path template, repeat_after_unknown, wait_out_refusal, sensitive, expects_body; members; for_desk
    {Route{{"POST", "/v2/auth/login", false, false, false, true}, sign_in},
     Route{{"POST", "/v2/auth/logout", false, false, false, false}, tokens},
     Route{{"POST", "/v2/mfa/:way/challenge", false, false, true, true}, verify_challenge},
     Route{{"POST", "/v2/auth/refresh", false, false, false, true}, tokens},
     Route{{"POST", "/v2/mfa/recovery/rotate", false, false, true, true}, proof},
     Route{{"GET", "/v2/mfa/factors", true, true, false, true}},
     Route{{"POST", "/v2/mfa/totp/enroll", false, false, false, true}},
     Route{{"POST", "/v2/mfa/totp/verify", false, false, true, false}, confirm},
     Route{{"POST", "/v2/mfa/totp/disable", false, false, true, false}, proof},
     {},  // account
     {},  // recovery_request
     {},  // recovery_verify
     Route{{"GET", "/v2/admin/tenants/:tenant_id/audit-logs", true, true, false, true},
           audit_list,
           true},
     {},  // impersonate
     {},  // verify_session
     Route{{"POST", "/v2/mfa/:way/send", false, false, false, false}, send_code}},
    verdicts,
    Facts{.needs_proof = true,
          .type_is_id = true,
          .enrol_replaces = true,
          .lists_codes = false,
          .codes_at_confirm = true,
          .locks_codes = true,
          .code_format = &code_format,
          .never_in_codes = "01IO"}};

}  // namespace self_hosted_calls

const Dialect& self_hosted_dialect() noexcept { return self_hosted_calls::table; }

}  // namespace v0
}  // namespace hellojohn
