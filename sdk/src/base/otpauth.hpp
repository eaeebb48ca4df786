// Reads the address that sets up an authenticator app (the "key URI format"). Keeps no secret and depends on nothing else.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {

/// What an otpauth URI says, but for its secret.
struct Otpauth {
  std::string label;  ///< "Issuer:account", decoded and fit to be shown; may be empty.
  int digits = 6;     ///< 6 to 8.
  std::chrono::seconds period{30};  ///< 1 s to 1 h.
};

/// Reads "otpauth://totp/label?secret=…". Empty for anything that no authenticator app could use as a time-based key:
/// another scheme or type, no secret in base32, an unknown algorithm, digits or a period out of range, a parameter that
/// is there twice, blanks or control characters.
[[nodiscard]] std::optional<Otpauth> read_otpauth(std::string_view uri);

}  // namespace v0
}  // namespace hellojohn
