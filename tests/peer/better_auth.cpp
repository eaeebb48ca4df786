// How the peer (better-auth, two-factor plugin) calls things: a third table for the seam, for these tests only.
// It stands in for the open-source server's table: the linker takes this function before it looks into the library.
#include "rules/dialect.hpp"

namespace hellojohn {
inline namespace v0 {

namespace better_auth_calls {

using A = Ask;

constexpr Member sign_in[] = {{"email", &A::email}, {"password", &A::password}};
// PeerTransport makes a cookie of the challenge.
constexpr Member verify_challenge[] = {{"challenge", &A::challenge}, {"code", &A::code}};
constexpr Member password[] = {{"password", &A::password}};
// This server wants the password for an enrolment, which the client does not ask for: the tests give it as the name.
constexpr Member enroll[] = {{"password", &A::name}};
constexpr Member confirm[] = {{"code", &A::code}};

constexpr Verdict verdicts[] = {
    {Operation::verify_challenge, 401, "INVALID_TWO_FACTOR_COOKIE", Errc::challenge_expired},
    // What this server says to a wrong code of somebody who is signed in.
    {Operation::confirm, 401, "INVALID_TWO_FACTOR_COOKIE", Errc::invalid_code},
    {Operation::confirm, 400, "TOTP_NOT_ENABLED", Errc::conflict},
    {Operation::generate, 400, "TWO_FACTOR_NOT_ENABLED", Errc::conflict},
    {Operation::generate, 400, "INVALID_PASSWORD", Errc::invalid_credentials},
    {Operation::enroll, 400, "INVALID_PASSWORD", Errc::invalid_credentials},
    {Operation::remove_factor, 400, "INVALID_PASSWORD", Errc::invalid_credentials},
    {std::nullopt, 403, "INVALID_ORIGIN", Errc::usage}};

constexpr BackupCodeFormat code_format{BackupCodeFormat::Alphabet::mixed_alnum, 2, 5, '-'};

constexpr Dialect table{
    // method, path template, repeat_after_unknown, wait_out_refusal, sensitive, expects_body; members
    {Route{{"POST", "/api/auth/sign-in/email", false, false, false, true}, sign_in},
     Route{{"POST", "/api/auth/sign-out", false, false, false, false}},
     Route{{"POST", "/api/auth/two-factor/:factor_id", false, false, true, true}, verify_challenge},
     {},  // refresh: its sessions are opaque and live for a week.
     Route{{"POST", "/api/auth/two-factor/generate-backup-codes", false, false, true, true},
           password},
     Route{{"GET", "/api/auth/get-session", true, true, false, true}},
     Route{{"POST", "/api/auth/two-factor/enable", false, false, false, true}, enroll},
     Route{{"POST", "/api/auth/two-factor/verify-totp", false, false, true, false}, confirm},
     Route{{"POST", "/api/auth/two-factor/disable", false, false, true, false}, password}},
    verdicts,
    Facts{.needs_proof = true,
          .type_is_id = true,
          .enrol_replaces = true,
          .lists_codes = false,
          .codes_at_confirm = true,
          .code_format = &code_format}};

}  // namespace better_auth_calls

const Dialect& self_hosted_dialect() noexcept { return better_auth_calls::table; }

}  // namespace v0
}  // namespace hellojohn
