// What an authenticator app shows now for an otpauth URI.
#pragma once

#include <hellojohn/testing/authenticator.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace hellojohn::tests {

inline std::string code_of_app(std::string_view uri) {
  const std::size_t begin = uri.find("secret=") + 7;
  return testing::authenticator_code(uri.substr(begin, uri.find('&', begin) - begin),
                                     std::chrono::system_clock::now());
}

}  // namespace hellojohn::tests
