// The one reader and writer of UTF-8. Depends on nothing; needs no allocation and no locale.
#pragma once

#include <cstddef>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace utf8 {

inline constexpr char32_t replacement = 0xfffd;

/// What is at the front of a text: one character, or the bytes that cannot be one.
struct Character {
  char32_t point = replacement;  ///< U+FFFD if the bytes are not valid.
  std::size_t length = 0;        ///< Bytes to step over; 0 only for an empty text.
  bool valid = false;
};

/// Reads the first character. Overlong forms, surrogates and values above U+10FFFF are not valid.
///
/// An invalid sequence ends before the first byte that cannot continue it, so that the letter after a Latin-1 byte or a
/// cut character is never swallowed.
[[nodiscard]] constexpr Character decode(std::string_view text) noexcept {
  if (text.empty()) return {};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  if (lead < 0xc2 || lead > 0xf4) return {replacement, 1, false};
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  // The second byte has a narrower range after these leads; later bytes have the usual one.
  unsigned lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  unsigned highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  char32_t point = lead & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if (i >= text.size() || byte(i) < lowest || byte(i) > highest) return {replacement, i, false};
    point = (point << 6) | (byte(i) & 0x3fU);
    lowest = 0x80;
    highest = 0xbf;
  }
  return {point, length, true};
}

/// Reads the last character, by the same rules.
[[nodiscard]] constexpr Character decode_last(std::string_view text) noexcept {
  for (std::size_t length = 1; length <= 4 && length <= text.size(); ++length) {
    const Character last = decode(text.substr(text.size() - length));
    if (last.valid && last.length == length) return last;
  }
  return text.empty() ? Character{} : Character{replacement, 1, false};
}

/// Removes the first character from `text` and returns it; `text` must not be empty.
constexpr char32_t take(std::string_view& text) noexcept {
  const Character first = decode(text);
  text.remove_prefix(first.length);
  return first.point;
}

/// The bytes of one character.
struct Bytes {
  char data[4] = {};
  std::size_t size = 0;
  [[nodiscard]] constexpr std::string_view view() const noexcept { return {data, size}; }
};

/// Writes `point`; what is not a Unicode scalar value becomes U+FFFD.
[[nodiscard]] constexpr Bytes encode(char32_t point) noexcept {
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) point = replacement;
  const auto tail = [&](int shift) { return static_cast<char>(0x80 | ((point >> shift) & 0x3f)); };
  if (point < 0x80) return {{static_cast<char>(point)}, 1};
  if (point < 0x800) return {{static_cast<char>(0xc0 | (point >> 6)), tail(0)}, 2};
  if (point < 0x10000) return {{static_cast<char>(0xe0 | (point >> 12)), tail(6), tail(0)}, 3};
  return {{static_cast<char>(0xf0 | (point >> 18)), tail(12), tail(6), tail(0)}, 4};
}

/// Appends `point` to anything with append(std::string_view).
template <typename Out>
void append(Out& out, char32_t point) {
  out.append(encode(point).view());
}

[[nodiscard]] constexpr bool is_valid(std::string_view text) noexcept {
  while (!text.empty()) {
    const Character first = decode(text);
    if (!first.valid) return false;
    text.remove_prefix(first.length);
  }
  return true;
}

/// Bytes of the longest prefix of at most `limit` bytes that does not cut a character.
[[nodiscard]] constexpr std::size_t prefix(std::string_view text, std::size_t limit) noexcept {
  if (text.size() <= limit) return text.size();
  // A character is at most four bytes: one that the limit would cut starts within the last three before it.
  for (std::size_t back = 1; back <= 3 && back <= limit; ++back) {
    const Character crossing = decode(text.substr(limit - back));
    if (crossing.valid && crossing.length > back) return limit - back;
  }
  return limit;
}

}  // namespace utf8
}  // namespace v0
}  // namespace hellojohn
