// What an authenticator app does (RFC 6238: SHA-1, 6 digits, 30 s): the journey plays the person's phone.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace samples {

/// The code for a base32 secret at a time; empty where the secret is not base32.
[[nodiscard]] std::string totp(std::string_view base32_secret,
                               std::chrono::system_clock::time_point at);

}  // namespace samples
