// What an authenticator app shows now for an otpauth URI.
#pragma once

#include "mock/service/crypto.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace hellojohn::tests {

inline std::string code_of_app(std::string_view uri) {
  const std::size_t begin = uri.find("secret=") + 7;
  const auto key = testing::mock::base32_decode(uri.substr(begin, uri.find('&', begin) - begin));
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return testing::mock::totp_code(*key, now / std::chrono::seconds(30));
}

}  // namespace hellojohn::tests
