// The names behind server_code.hpp. Compared without case, because servers write them both ways.
#include "rules/server_code.hpp"

#include "base/ascii.hpp"

namespace hellojohn {
inline namespace v0 {

namespace {

struct Name {
  // Not a pointer: each takes a record of 24 bytes, with which the program's start would fill it in.
  char code[27];
  CodeIs is;
};

constexpr Name names[] = {
    {"invalid_mfa_code", CodeIs::wrong_code},
    {"invalid_code", CodeIs::wrong_code},
    {"code_invalid", CodeIs::wrong_code},
    {"mfa_code_invalid", CodeIs::wrong_code},
    {"mfa_invalid_code", CodeIs::wrong_code},
    {"wrong_code", CodeIs::wrong_code},
    {"incorrect_code", CodeIs::wrong_code},
    {"invalid_otp", CodeIs::wrong_code},
    {"otp_invalid", CodeIs::wrong_code},
    {"invalid_totp", CodeIs::wrong_code},
    {"invalid_totp_code", CodeIs::wrong_code},
    {"totp_invalid", CodeIs::wrong_code},
    {"invalid_one_time_code", CodeIs::wrong_code},
    {"invalid_verification_code", CodeIs::wrong_code},
    {"verification_code_invalid", CodeIs::wrong_code},
    {"invalid_backup_code", CodeIs::wrong_code},
    {"backup_code_invalid", CodeIs::wrong_code},
    {"invalid_recovery_code", CodeIs::wrong_code},
    {"backup_code_used", CodeIs::wrong_code},
    {"code_already_used", CodeIs::wrong_code},
    {"code_used", CodeIs::wrong_code},
    {"code_expired", CodeIs::wrong_code},
    {"code_mismatch", CodeIs::wrong_code},
    {"invalid_credentials", CodeIs::wrong_password},
    {"bad_credentials", CodeIs::wrong_password},
    {"invalid_password", CodeIs::wrong_password},
    {"wrong_password", CodeIs::wrong_password},
    {"incorrect_password", CodeIs::wrong_password},
    {"invalid_email_or_password", CodeIs::wrong_password},
    {"token_expired", CodeIs::token},
    {"expired_token", CodeIs::token},
    {"access_token_expired", CodeIs::token},
    {"access_token_invalid", CodeIs::token},
    {"invalid_access_token", CodeIs::token},
    {"invalid_token", CodeIs::token},
    {"token_invalid", CodeIs::token},
    {"missing_token", CodeIs::token},
    {"token_missing", CodeIs::token},
    {"token_required", CodeIs::token},
    {"unauthorized", CodeIs::token},
    {"unauthenticated", CodeIs::token},
    {"not_authenticated", CodeIs::token},
    {"authentication_required", CodeIs::token},
    {"session_expired", CodeIs::token},
    {"session_revoked", CodeIs::session_ended},
    {"token_revoked", CodeIs::session_ended},
    {"session_not_found", CodeIs::session_ended},
    {"session_ended", CodeIs::session_ended},
    {"refresh_token_invalid", CodeIs::refresh_ended},
    {"invalid_refresh_token", CodeIs::refresh_ended},
    {"refresh_token_expired", CodeIs::refresh_ended},
    {"expired_refresh_token", CodeIs::refresh_ended},
    {"refresh_token_reuse", CodeIs::refresh_ended},
    {"refresh_token_reused", CodeIs::refresh_ended},
    {"refresh_token_revoked", CodeIs::refresh_ended},
    {"refresh_token_used", CodeIs::refresh_ended},
    {"refresh_token_not_found", CodeIs::refresh_ended},
    {"token_used", CodeIs::recovery_used},
    {"token_already_used", CodeIs::recovery_used},
    {"token_used_or_expired", CodeIs::recovery_used},
    {"invalid_recovery_token", CodeIs::recovery_used},
    {"recovery_token_invalid", CodeIs::recovery_used},
    {"recovery_token_expired", CodeIs::recovery_used},
    {"recovery_token_used", CodeIs::recovery_used},
    {"invalid_challenge", CodeIs::challenge_gone},
    {"challenge_expired", CodeIs::challenge_gone},
    {"challenge_not_found", CodeIs::challenge_gone},
    {"expired_challenge", CodeIs::challenge_gone},
    {"invalid_grant", CodeIs::grant},
    {"invalid_publishable_key", CodeIs::key},
    {"invalid_api_key", CodeIs::key},
    {"reauthentication_required", CodeIs::reauthenticate},
    {"session_restricted", CodeIs::restricted},
    {"rate_limit_exceeded", CodeIs::too_often},
    {"rate_limited", CodeIs::too_often},
    {"too_many_requests", CodeIs::too_often},
    {"too_many_attempts", CodeIs::too_often},
    {"mfa_not_enrolled", CodeIs::not_enrolled},
};

}  // namespace

CodeIs meaning_of(std::string_view code) noexcept {
  for (const Name& name : names)
    if (ascii::equal_ignore_case(code, std::string_view(name.code))) return name.is;
  return CodeIs::other;
}

}  // namespace v0
}  // namespace hellojohn
