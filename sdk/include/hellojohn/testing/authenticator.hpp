// The person's authenticator app, for tests and demonstrations.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace testing {

/// The code that an authenticator shows (RFC 6238 with SHA-1, 6 digits, 30 s).
///
/// `base32_secret` is the secret as an enrolment gives it (`Enrolment::totp_secret`): A-Z and 2-7, with or without `=`
/// behind it; `at` is the time on the phone's clock.
/// **Errors**: none; an empty text if the secret is not base32. **Exceptions**: `std::bad_alloc`.
/// **Thread safety**: any thread. The code is not wiped, so use this only in tests.
[[nodiscard]] std::string authenticator_code(std::string_view base32_secret,
                                             std::chrono::system_clock::time_point at);

}  // namespace testing
}  // namespace v0
}  // namespace hellojohn
