// Implementation of authenticator.hpp.
#include <hellojohn/testing/authenticator.hpp>

#include "mock/service/crypto.hpp"

#include <chrono>

namespace hellojohn {
inline namespace v0 {
namespace testing {

std::string authenticator_code(std::string_view base32_secret,
                               std::chrono::system_clock::time_point at) {
  const auto key = mock::base32_decode(base32_secret.substr(0, base32_secret.find('=')));
  if (!key || key->empty()) return {};
  return mock::totp_code(
      *key, std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count() / 30);
}

}  // namespace testing
}  // namespace v0
}  // namespace hellojohn
