// See totp.hpp.
#include "apps/common/totp.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace samples {

namespace {

bool decode_base32(std::string_view text, std::string& out) {
  std::uint32_t bits = 0;
  int have = 0;
  for (const char c : text) {
    if (c == '=') break;
    const int value = c >= 'A' && c <= 'Z' ? c - 'A' : c >= '2' && c <= '7' ? c - '2' + 26 : -1;
    if (value < 0) return false;
    bits = (bits << 5) | static_cast<std::uint32_t>(value);
    have += 5;
    if (have < 8) continue;
    have -= 8;
    out.push_back(static_cast<char>((bits >> have) & 0xff));
  }
  return !out.empty();
}

}  // namespace

std::string totp(std::string_view base32_secret, std::chrono::system_clock::time_point at) {
  std::string key;
  if (!decode_base32(base32_secret, key)) return {};
  auto step = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count() / 30);
  unsigned char message[8];
  for (int i = 7; i >= 0; --i, step >>= 8) message[i] = static_cast<unsigned char>(step & 0xff);
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), message, sizeof message, mac,
           &size) == nullptr)
    return {};
  const std::size_t offset = mac[size - 1] & 0x0f;
  const std::uint32_t number = (static_cast<std::uint32_t>(mac[offset] & 0x7f) << 24) |
                               (static_cast<std::uint32_t>(mac[offset + 1]) << 16) |
                               (static_cast<std::uint32_t>(mac[offset + 2]) << 8) | mac[offset + 3];
  char digits[8];
  std::snprintf(digits, sizeof digits, "%06u", number % 1000000U);
  return digits;
}

}  // namespace samples
