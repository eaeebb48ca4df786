// ASCII rules of header names, hosts and codes, free of the locale.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace hellojohn {
inline namespace v0 {

/// No place in a text.
inline constexpr auto npos = std::string_view::npos;

namespace ascii {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
constexpr bool is_alnum(char c) noexcept { return is_digit(c) || is_lower(c) || is_upper(c); }
constexpr bool is_printable(char c) noexcept { return c >= 0x20 && c <= 0x7e; }
constexpr char lower(char c) noexcept { return is_upper(c) ? static_cast<char>(c + 32) : c; }
constexpr char upper(char c) noexcept { return is_lower(c) ? static_cast<char>(c - 32) : c; }

constexpr bool equal_ignore_case(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

/// Whether every character is printable and none a space: what our header lines may hold. Eight at a time,
/// because tokens are long: a byte outside leaves its highest bit in `outside`, or not in `inside`. The last ones
/// singly: put together in memory they would stay in a frame that nobody wipes.
inline bool is_visible(std::string_view text) noexcept {
  constexpr std::uint64_t each = 0x0101010101010101U;
  constexpr std::uint64_t highest = 0x80 * each;
  std::uint64_t outside = 0;
  std::uint64_t inside = highest;
  for (; text.size() >= sizeof each; text.remove_prefix(sizeof each)) {
    std::uint64_t eight;
    std::memcpy(&eight, text.data(), sizeof eight);
    outside |= eight | (eight + each);       // 0x80 and above; 0x7f.
    inside &= eight + (0x80 - 0x21) * each;  // 0x21 and above, where none is above 0x7f.
  }
  for (const char c : text)
    if (!is_printable(c) || c == ' ') return false;
  return (outside & highest) == 0 && (inside & highest) == highest;
}

}  // namespace ascii
}  // namespace v0
}  // namespace hellojohn
