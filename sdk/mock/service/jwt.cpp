// Implementation of jwt.hpp.
// Knows nothing of what the claims mean, nor of time.
#include "jwt.hpp"

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

std::optional<json::object> read_part(std::string_view text) {
  const std::optional<std::string> bytes = base64url_decode(text);
  if (!bytes) return std::nullopt;
  json::error_code failed;
  json::value value = json::parse(*bytes, failed);
  if (failed || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

bool is_eddsa(const json::object& header) {
  const json::value* alg = header.if_contains("alg");
  return alg != nullptr && alg->is_string() && alg->as_string() == "EdDSA";
}

}  // namespace

std::string make_jwt(const SigningKey& key, const json::object& claims) {
  const json::object header{{"alg", "EdDSA"}, {"kid", key.id()}, {"typ", "JWT"}};
  std::string text = base64url(json::serialize(header)) + "." + base64url(json::serialize(claims));
  return text + "." + base64url(key.sign(text));
}

std::optional<json::object> read_jwt(const SigningKey& key, std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t last = token.rfind('.');
  if (first == std::string_view::npos || first == last) return std::nullopt;
  const std::optional<std::string> signature = base64url_decode(token.substr(last + 1));
  const std::optional<json::object> header = read_part(token.substr(0, first));
  if (!signature || !header || !is_eddsa(*header)) return std::nullopt;
  if (!key.verify(token.substr(0, last), *signature)) return std::nullopt;
  return read_part(token.substr(first + 1, last - first - 1));
}

json::object make_jwks(const SigningKey& key) {
  const json::object entry{{"kty", "OKP"},    {"crv", "Ed25519"},
                           {"kid", key.id()}, {"alg", "EdDSA"},
                           {"use", "sig"},    {"x", base64url(key.public_bytes())}};
  return json::object{{"keys", json::array{entry}}};
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
