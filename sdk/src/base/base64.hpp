// The one table of base64 (RFC 4648), in both alphabets.
#pragma once

#include <hellojohn/secret.hpp>

#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace base64 {

/// 0-63 for a character of one of the two alphabets, or -1.
[[nodiscard]] constexpr int value(char c) noexcept {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

/// Decodes base64url without padding, as in a token, and appends it to `out`. False if a character is of another alphabet.
/// **Exceptions** as Secret::append.
[[nodiscard]] inline bool decode_url(std::string_view text, Secret& out) {
  unsigned bits = 0;
  int have = 0;
  out.reserve(out.size() + text.size());
  for (const char c : text) {
    const int six = c == '+' || c == '/' ? -1 : value(c);
    if (six < 0) return false;
    bits = (bits << 6) | static_cast<unsigned>(six);
    have += 6;
    if (have < 8) continue;
    have -= 8;
    const char byte = static_cast<char>((bits >> have) & 0xff);
    out.append({&byte, 1});
  }
  return true;
}

}  // namespace base64
}  // namespace v0
}  // namespace hellojohn
