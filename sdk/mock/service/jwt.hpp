// Signed tokens (JWT, EdDSA) and the key set that proves them.
// Knows nothing of what the claims mean, nor of time.
#pragma once

#include "crypto.hpp"

#include <boost/json.hpp>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

namespace json = boost::json;

[[nodiscard]] std::string make_jwt(const SigningKey& key, const json::object& claims);

/// The claims of a token with a good signature; expiry is the caller's to judge.
[[nodiscard]] std::optional<json::object> read_jwt(const SigningKey& key, std::string_view token);

[[nodiscard]] json::object make_jwks(const SigningKey& key);

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
