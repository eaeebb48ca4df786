// What a character is to a reader: blank, invisible, a digit, a dash. Every field and reader of typed text asks here.
#pragma once

#include "base/utf8.hpp"

#include <cstddef>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace text {

/// Bytes of a pasted text that is read. A longer one is refused whole.
inline constexpr std::size_t longest_pasted = 64 * 1024;

/// Unicode's White_Space: spaces of every width, tabs and line ends.
[[nodiscard]] constexpr bool is_blank(char32_t c) noexcept {
  return c == ' ' || (c >= 0x09 && c <= 0x0d) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
         c == 0x3000;
}

/// The blanks that end a line: LF, VT, FF, CR, NEL, U+2028 and U+2029.
[[nodiscard]] constexpr bool is_line_end(char32_t c) noexcept {
  return (c >= 0x0a && c <= 0x0d) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/// A C0 or C1 control character that is not blank, or DEL.
[[nodiscard]] constexpr bool is_control(char32_t c) noexcept {
  return (c < 0x20 || (c >= 0x7f && c < 0xa0)) && !is_blank(c);
}

/// Characters that show nothing: zero-width, joiners, soft hyphen, byte order mark, bidirectional marks and isolates,
/// variation selectors, fillers and tags. Control characters are not among them.
[[nodiscard]] bool is_invisible(char32_t c) noexcept;

/// Marks that change the direction of the text around them: U+061C, U+200E-200F, U+202A-202E, U+2066-2069.
[[nodiscard]] constexpr bool is_bidirectional(char32_t c) noexcept {
  return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

/// Marks that belong to the character before them: accents, vowel signs, skin tones of emoji.
[[nodiscard]] bool is_combining(char32_t c) noexcept;

/// Hyphens, dashes, minus signs and what people type for them: box drawing, katakana's long mark.
[[nodiscard]] bool is_dash(char32_t c) noexcept;

/// Commas, full stops, question marks and brackets of the scripts from Greek to Khmer: "،", "؛", "।".
[[nodiscard]] bool is_punctuation(char32_t c) noexcept;

/// 0-9 for a decimal digit of any script (Unicode's class of decimal digits), -1 for anything else.
[[nodiscard]] int decimal_value(char32_t c) noexcept;

/// The ASCII character of a compatibility form: full-width forms, the ideographic space, superscript and
/// subscript digits, mathematical letters. Anything else is returned unchanged.
[[nodiscard]] char32_t fold_width(char32_t c) noexcept;

/// fold_width(), then every decimal digit to ASCII and every dash to U+002D.
[[nodiscard]] char32_t fold(char32_t c) noexcept;

/// True for what trimmed() drops: blanks, invisible and control characters.
[[nodiscard]] inline bool is_nothing(char32_t c) noexcept {
  return is_blank(c) || is_invisible(c) || is_control(c);
}

/// `text` without blank, invisible and control characters at either end.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

/// The address in what a person typed or pasted: trimmed, without "mailto:" and its query, without a display name and
/// angle brackets around it, without a separator after it. Changes nothing inside the address.
[[nodiscard]] std::string_view address(std::string_view text) noexcept;

}  // namespace text
}  // namespace v0
}  // namespace hellojohn
