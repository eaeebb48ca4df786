// ASCII rules of header names, hosts and codes, free of the locale.
#pragma once

#include <cstddef>
#include <string_view>

namespace hellojohn::inline v0::ascii {

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

}  // namespace hellojohn::inline v0::ascii
