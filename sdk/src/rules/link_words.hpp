// Whether a line behind a recovery token is a word or more of the token.
#pragma once

#include "base/ascii.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace hellojohn {
inline namespace v0 {

inline bool is_letter(char c) noexcept { return ascii::is_lower(c) || ascii::is_upper(c); }

inline bool all_letters(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_letter);
}

/// A year, a time, a quantity.
inline bool is_short_number(std::string_view text) noexcept {
  return text.size() <= 4 && std::all_of(text.begin(), text.end(), ascii::is_digit);
}

/// False for "qQ", "BQTHV" and "9Qq": no word is written so.
inline bool could_be_word(std::string_view text) noexcept {
  if (is_short_number(text)) return true;
  for (std::size_t i = 1; i < text.size(); ++i)
    if (ascii::is_lower(text[i - 1]) && ascii::is_upper(text[i])) return false;
  return all_letters(text) && text.find_first_of("aeiouyAEIOUY") != std::string_view::npos;
}

/// The characters behind the longest beginning of which all are `is`.
template <typename Is>
std::string_view behind(std::string_view text, const Is& is) noexcept {
  const auto* end = std::find_if_not(text.begin(), text.end(), is);
  return text.substr(static_cast<std::size_t>(end - text.begin()));
}

/// Letters, then digits: "PS5"; or digits, then small letters: "24h".
inline bool is_name(std::string_view text) noexcept {
  return !text.empty() && (behind(behind(text, is_letter), ascii::is_digit).empty() ||
                           behind(behind(text, ascii::is_digit), ascii::is_lower).empty());
}

/// A name, a time, a date, a line of dashes: "PS5", "24h", "Sky-Game", "v1.2", "ABCD-1234".
inline bool looks_like_text(std::string_view text) noexcept {
  constexpr std::string_view marks = "._-";
  const std::size_t first = text.find_first_not_of(marks);
  if (first == std::string_view::npos) return true;
  text = text.substr(first, text.find_last_not_of(marks) + 1 - first);
  while (true) {
    const std::size_t mark = text.find_first_of(marks);
    if (!is_name(text.substr(0, mark))) return false;
    if (mark == std::string_view::npos) return true;
    text.remove_prefix(mark + 1);
  }
}

}  // namespace v0
}  // namespace hellojohn
