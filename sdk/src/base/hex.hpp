// The one reader and writer of hexadecimal digits, and of the percent-encoding made of them (RFC 3986 2.1).
#pragma once

#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace hex {

inline constexpr std::string_view digits = "0123456789abcdef";

/// 0-15, or -1 if `c` is not a hexadecimal digit.
[[nodiscard]] constexpr int value(char c) noexcept {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

/// The byte that the two digits at `at` say, 0-255, or -1.
[[nodiscard]] constexpr int byte(std::string_view text, std::size_t at) noexcept {
  if (at > text.size() || text.size() - at < 2) return -1;
  const int high = value(text[at]);
  const int low = value(text[at + 1]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/// Two lower-case digits for each byte.
[[nodiscard]] inline std::string text_of(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    out += digits[static_cast<unsigned char>(c) >> 4U];
    out += digits[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}

/// Decodes each "%41" whose byte is not below `least`. Malformed encoding stays unchanged.
[[nodiscard]] inline std::string percent_decoded(std::string_view text, int least = 0) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int decoded = text[i] == '%' ? byte(text, i + 1) : -1;
    const bool taken = decoded >= 0 && decoded >= least;
    out += taken ? static_cast<char>(decoded) : text[i];
    if (taken) i += 2;
  }
  return out;
}

}  // namespace hex
}  // namespace v0
}  // namespace hellojohn
