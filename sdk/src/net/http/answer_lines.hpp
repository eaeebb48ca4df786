// Two lines that servers write with a blank too few or too many, rewritten before the strict parser sees them.
// Depends on nothing. Changes blanks only: never where an answer, a line or a chunk ends.
#pragma once

#include "base/ascii.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace net {

/// "HTTP/1.1 200\r\n".
inline constexpr std::size_t shortest_status_line = 14;

/// True if `text` begins with a status line that ends behind its number, as in "HTTP/1.1 200\r\n".
[[nodiscard]] inline bool lacks_blank(std::string_view text) noexcept {
  return text.size() >= shortest_status_line && text.substr(0, 7) == "HTTP/1." &&
         ascii::is_digit(text[7]) && text[8] == ' ' && ascii::is_digit(text[9]) &&
         ascii::is_digit(text[10]) && ascii::is_digit(text[11]) && text.substr(12, 2) == "\r\n";
}

/// Writes the blank that lacks_blank() misses. `buffer` must have room for one more. Returns how much is in it now.
[[nodiscard]] inline std::size_t with_blank(char* buffer, std::size_t filled) noexcept {
  if (!lacks_blank({buffer, filled})) return filled;
  constexpr std::size_t number_end = 12;
  std::memmove(buffer + number_end + 1, buffer + number_end, filled - number_end);
  buffer[number_end] = ' ';
  return filled + 1;
}

/// The line before a chunk, "1a\r\n" or "1a;name=value\r\n".
struct ChunkLine {
  std::size_t filled = 0;  ///< What is in the buffer now.
  std::size_t size =
      0;  ///< Of the line and of the end of the chunk before it; 0 if it is not whole yet.
  bool is_last = false;  ///< The size is zero, or cannot be read: then the parser refuses it.
};

/// Removes blanks between the size of a chunk and what follows it (RFC 9112, section 7.1.1: "bad" white space). The line
/// begins at the front of `buffer`, behind the end of the chunk before it if there was one.
[[nodiscard]] inline ChunkLine without_padding(char* buffer, std::size_t filled,
                                               bool had_chunk) noexcept {
  const std::string_view text(buffer, filled);
  const std::size_t begin = had_chunk ? 2 : 0;
  if (filled < begin + 1) return {filled};
  const std::size_t end = text.find("\r\n", begin);
  if (end == std::string_view::npos) return {filled};
  std::size_t digits = begin;
  bool zero = true;
  for (; digits < end; ++digits) {
    const char c = ascii::lower(text[digits]);
    if (!ascii::is_digit(c) && (c < 'a' || c > 'f')) break;
    zero = zero && c == '0';
  }
  std::size_t next = digits;
  while (next < end && (text[next] == ' ' || text[next] == '\t')) ++next;
  // Blanks before anything else are for the parser to refuse.
  const bool padded = digits != begin && next != digits && (next == end || text[next] == ';');
  const std::size_t less = padded ? next - digits : 0;
  if (padded) std::memmove(buffer + digits, buffer + next, filled - next);
  return {filled - less, end + 2 - less, zero};
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
