// What the service's error codes are about. A table of names; knows no status and no operation.
#pragma once

#include <cstdint>
#include <string_view>

namespace hellojohn {
inline namespace v0 {

/// The subject of an error code, as far as the client acts on it.
enum class CodeIs : std::uint8_t {
  other,           ///< A code without a special meaning here.
  wrong_code,      ///< A one-time code was refused.
  wrong_password,  ///< E-mail or password was refused.
  token,           ///< The bearer token is missing, expired or not valid.
  session_ended,   ///< The session behind the token is revoked: a renewal cannot help.
  refresh_ended,   ///< The refresh token is expired, reused or not valid.
  recovery_used,   ///< The recovery token is used or expired.
  challenge_gone,  ///< The MFA challenge is unknown or expired.
  grant,           ///< `invalid_grant`: its subject depends on the operation.
  key,             ///< The publishable or secret key was refused.
  reauthenticate,  ///< A fresh sign-in is needed first.
  restricted,      ///< A recovery session may not do this.
  too_often,       ///< A rate limit.
  not_enrolled,    ///< The account has no second factor.
};

[[nodiscard]] CodeIs meaning_of(std::string_view code) noexcept;

}  // namespace v0
}  // namespace hellojohn
