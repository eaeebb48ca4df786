// Hashes, one-time passwords, encodings, seeded randomness and the signing key of the mock service.
// Knows nothing of HTTP, users or sessions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

[[nodiscard]] std::string sha256(std::string_view data);
[[nodiscard]] std::string hmac_sha1(std::string_view key, std::string_view data);
[[nodiscard]] std::string base32(std::string_view bytes);
[[nodiscard]] std::optional<std::string> base32_decode(std::string_view text);
[[nodiscard]] std::string base64url(std::string_view bytes);
[[nodiscard]] std::optional<std::string> base64url_decode(std::string_view text);

/// RFC 6238 with SHA1. `step` is unix time divided by 30 s.
[[nodiscard]] std::string totp_code(std::string_view secret, std::int64_t step, int digits = 6);

/// Hex of a hash over salt and value; what is kept instead of codes and tokens.
[[nodiscard]] std::string salted_hash(std::string_view salt, std::string_view value);

/// Slower than salted_hash, for passwords.
[[nodiscard]] std::string password_hash(std::string_view salt, std::string_view password);

/// Deterministic random bytes: SHA-256 in counter mode. For tests only, never for real secrets.
class Drbg {
 public:
  Drbg(std::uint64_t seed, std::string_view stream);
  [[nodiscard]] std::string bytes(std::size_t count);
  /// `count` characters, each drawn evenly from `alphabet`.
  [[nodiscard]] std::string pick(std::string_view alphabet, std::size_t count);
  /// How many bytes were drawn.
  [[nodiscard]] std::uint64_t position() const noexcept;
  /// Goes on as if so many bytes had been drawn.
  void seek(std::uint64_t position);

 private:
  std::uint8_t next();
  std::string key_;
  std::uint64_t counter_ = 0;
  std::string block_;
  std::size_t used_ = 0;
};

/// An Ed25519 key pair that follows from a 32 byte seed.
class SigningKey {
 public:
  explicit SigningKey(std::string_view seed32);
  [[nodiscard]] std::string sign(std::string_view message) const;
  [[nodiscard]] bool verify(std::string_view message, std::string_view signature) const;
  [[nodiscard]] std::string public_bytes() const;
  [[nodiscard]] std::string id() const;

 private:
  std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
