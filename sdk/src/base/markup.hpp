// Characters that a text holds in an encoded form: HTML entities and backslash escapes.
#pragma once

#include "base/utf8.hpp"

#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace markup {

/// Reads the HTML entity at the front of `text`: "&amp;", "&#45;", "&#x2D;". Not valid if there is none, or if its name is
/// not one that mail programs write.
[[nodiscard]] utf8::Character entity(std::string_view text) noexcept;

/// Reads the backslash escape at the front of `text`, as JSON or Markdown write it: "\n", "\u2011", "\_". Not valid if
/// there is none.
[[nodiscard]] utf8::Character escape(std::string_view text) noexcept;

/// Reads the end of a line, or a character that is not ASCII, at the front of `text`, as quoted-printable writes it:
/// "=0D=0A", "=C3=A9". Not valid if there is none.
[[nodiscard]] utf8::Character quoted_printable(std::string_view text) noexcept;

/// Bytes of the HTML tag or comment at the front of `text`, 0 if there is none.
[[nodiscard]] std::size_t tag(std::string_view text) noexcept;

/// True if the tag formats the text around it, so that a word may go on behind it: "<b>", "</span>".
[[nodiscard]] bool is_inline(std::string_view tag) noexcept;

}  // namespace markup
}  // namespace v0
}  // namespace hellojohn
