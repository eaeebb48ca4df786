// Implementation of crypto.hpp on OpenSSL's libcrypto.
// Knows nothing of HTTP, users or sessions.
#include "crypto.hpp"
#include "base/hex.hpp"

#include <array>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

constexpr std::string_view base32_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* octets(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void require(bool ok, const char* what) {
  if (!ok) throw std::runtime_error(what);
}

std::string encode(std::string_view bytes, std::string_view alphabet, unsigned bits) {
  std::string out;
  std::uint32_t buffer = 0;
  unsigned held = 0;
  const std::uint32_t mask = (1U << bits) - 1U;
  for (const char c : bytes) {
    buffer = ((buffer << 8U) | static_cast<unsigned char>(c)) & 0xFFFFFFU;
    for (held += 8; held >= bits; held -= bits) {
      out += alphabet[(buffer >> (held - bits)) & mask];
    }
  }
  if (held > 0) out += alphabet[(buffer << (bits - held)) & mask];
  return out;
}

std::optional<std::string> decode(std::string_view text, std::string_view alphabet, unsigned bits) {
  std::string out;
  std::uint32_t buffer = 0;
  unsigned held = 0;
  for (const char c : text) {
    const std::size_t digit = alphabet.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    buffer = ((buffer << bits) | static_cast<std::uint32_t>(digit)) & 0xFFFFFFU;
    held += bits;
    if (held >= 8) {
      held -= 8;
      out += static_cast<char>((buffer >> held) & 0xFFU);
    }
  }
  // Left-over bits that are not zero would make two texts for the same bytes.
  if (held >= bits || (buffer & ((1U << held) - 1U)) != 0) return std::nullopt;
  return out;
}

}  // namespace

std::string sha256(std::string_view data) {
  std::string out(32, '\0');
  unsigned size = 0;
  require(EVP_Digest(data.data(), data.size(), octets(out), &size, EVP_sha256(), nullptr) == 1,
          "sha256");
  return out;
}

std::string hmac_sha1(std::string_view key, std::string_view data) {
  std::string out(20, '\0');
  unsigned size = 0;
  require(HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), octets(data), data.size(),
               octets(out), &size) != nullptr,
          "hmac");
  return out;
}

std::string base32(std::string_view bytes) { return encode(bytes, base32_digits, 5); }

std::optional<std::string> base32_decode(std::string_view text) {
  return decode(text, base32_digits, 5);
}

std::string base64url(std::string_view bytes) { return encode(bytes, base64_digits, 6); }

std::optional<std::string> base64url_decode(std::string_view text) {
  return decode(text, base64_digits, 6);
}

std::string totp_code(std::string_view secret, std::int64_t step, int digits) {
  std::string message(8, '\0');
  auto counter = static_cast<std::uint64_t>(step);
  for (std::size_t i = 8; i-- > 0; counter >>= 8U) message[i] = static_cast<char>(counter & 0xFFU);
  const std::string mac = hmac_sha1(secret, message);
  const auto at = [&mac](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(mac[i]));
  };
  const std::size_t offset = at(19) & 15U;
  std::uint32_t value = ((at(offset) & 0x7FU) << 24U) | (at(offset + 1) << 16U) |
                        (at(offset + 2) << 8U) | at(offset + 3);
  std::string out(static_cast<std::size_t>(digits), '0');
  for (std::size_t i = out.size(); i-- > 0; value /= 10U) {
    out[i] = static_cast<char>('0' + static_cast<char>(value % 10U));
  }
  return out;
}

std::string salted_hash(std::string_view salt, std::string_view value) {
  std::string text = std::to_string(salt.size());
  text += ':';
  text += salt;
  text += value;
  return hex::text_of(sha256(text));
}

std::string password_hash(std::string_view salt, std::string_view password) {
  // Few rounds: the people of a mock are public, and a test suite signs in thousands of times.
  constexpr int rounds = 200;
  std::string out(32, '\0');
  require(
      PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), octets(salt),
                        static_cast<int>(salt.size()), rounds, EVP_sha256(), 32, octets(out)) == 1,
      "pbkdf2");
  return hex::text_of(out);
}

// Bytes of one SHA-256.
static constexpr std::uint64_t block_size = 32;

Drbg::Drbg(std::uint64_t seed, std::string_view stream)
    : key_(sha256(std::to_string(seed) + "/" + std::string(stream))) {}

std::uint8_t Drbg::next() {
  if (used_ == block_.size()) {
    block_ = sha256(key_ + std::to_string(counter_++));
    used_ = 0;
  }
  return static_cast<std::uint8_t>(block_[used_++]);
}

std::string Drbg::bytes(std::size_t count) {
  std::string out(count, '\0');
  for (char& c : out) c = static_cast<char>(next());
  return out;
}

std::string Drbg::pick(std::string_view alphabet, std::size_t count) {
  const std::size_t fair = 256 - 256 % alphabet.size();
  std::string out;
  while (out.size() < count) {
    const std::size_t draw = next();
    if (draw < fair) out += alphabet[draw % alphabet.size()];
  }
  return out;
}

std::uint64_t Drbg::position() const noexcept {
  return counter_ * block_size - (block_.size() - used_);
}

void Drbg::seek(std::uint64_t position) {
  counter_ = position / block_size;
  block_.clear();
  used_ = 0;
  for (std::uint64_t left = position % block_size; left > 0; --left) (void)next();
}

SigningKey::SigningKey(std::string_view seed32)
    : key_(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, octets(seed32), seed32.size()),
           EVP_PKEY_free) {
  require(key_ != nullptr, "ed25519 key");
}

std::string SigningKey::sign(std::string_view message) const {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> ctx(EVP_MD_CTX_new(),
                                                                    &EVP_MD_CTX_free);
  std::string out(64, '\0');
  std::size_t size = out.size();
  require(EVP_DigestSignInit(ctx.get(), nullptr, nullptr, nullptr, key_.get()) == 1, "sign init");
  require(EVP_DigestSign(ctx.get(), octets(out), &size, octets(message), message.size()) == 1,
          "sign");
  return out;
}

bool SigningKey::verify(std::string_view message, std::string_view signature) const {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> ctx(EVP_MD_CTX_new(),
                                                                    &EVP_MD_CTX_free);
  require(EVP_DigestVerifyInit(ctx.get(), nullptr, nullptr, nullptr, key_.get()) == 1,
          "verify init");
  return EVP_DigestVerify(ctx.get(), octets(signature), signature.size(), octets(message),
                          message.size()) == 1;
}

std::string SigningKey::public_bytes() const {
  std::string out(32, '\0');
  std::size_t size = out.size();
  require(EVP_PKEY_get_raw_public_key(key_.get(), octets(out), &size) == 1, "public key");
  return out;
}

std::string SigningKey::id() const {
  return "key_" + hex::text_of(sha256(public_bytes())).substr(0, 16);
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
