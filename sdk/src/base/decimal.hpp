// The whole part of a decimal number in text, exact and without a locale. libc++ has no std::from_chars for double.
// Depends on nothing.
#pragma once

#include "base/ascii.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hellojohn {
inline namespace v0 {

struct Decimal {
  bool negative = false;
  std::int64_t whole = 0;     ///< Without the sign.
  bool has_fraction = false;  ///< The part that `whole` leaves out is not 0.
  bool too_large = false;     ///< The whole part exceeds 9e15, and `whole` is of no use.
};

namespace detail {

/// Takes an exponent of at most four digits; false if there is something else.
[[nodiscard]] constexpr bool read_exponent(std::string_view text, int& out) noexcept {
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  if (text.empty()) return false;
  constexpr int most = 9999;  // Far beyond what any bound lets through.
  out = 0;
  for (const char c : text) {
    if (!ascii::is_digit(c)) return false;
    out = out * 10 + (c - '0');
    if (out > most) out = most;
  }
  if (negative) out = -out;
  return true;
}

}  // namespace detail

/// Reads "600", "-1.5", "6e2" and "0.6E+3". Empty if the text is anything else.
[[nodiscard]] constexpr std::optional<Decimal> read_decimal(std::string_view text) noexcept {
  Decimal out;
  if (!text.empty() && text.front() == '-') {
    out.negative = true;
    text.remove_prefix(1);
  }
  int exponent = 0;
  const std::size_t mark = text.find_first_of("eE");
  if (mark != std::string_view::npos) {
    if (!detail::read_exponent(text.substr(mark + 1), exponent)) return {};
    text = text.substr(0, mark);
  }
  const std::size_t dot = text.find('.');
  const std::string_view before = text.substr(0, dot);
  const std::string_view after =
      dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
  if (before.empty() || (dot != std::string_view::npos && after.empty())) return {};
  constexpr std::int64_t most = 9'000'000'000'000'000;
  const auto digits = static_cast<std::int64_t>(before.size() + after.size());
  const std::int64_t places = static_cast<std::int64_t>(before.size()) + exponent;
  for (std::int64_t i = 0; i < digits || i < places; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const char c = i >= digits ? '0' : at < before.size() ? before[at] : after[at - before.size()];
    if (!ascii::is_digit(c)) return {};
    if (i >= places) {
      out.has_fraction = out.has_fraction || c != '0';
    } else if (!out.too_large) {
      out.whole = out.whole * 10 + (c - '0');
      out.too_large = out.whole > most;
    }
  }
  return out;
}

}  // namespace v0
}  // namespace hellojohn
