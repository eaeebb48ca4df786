// See markup.hpp. Reads one encoded character at a time and keeps nothing.
#include "base/markup.hpp"
#include "base/hex.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace markup {

namespace {

constexpr std::size_t longest_tag = 4096;

constexpr std::pair<std::string_view, char32_t> names[] = {
    {"amp", '&'},       {"lt", '<'},        {"gt", '>'},
    {"quot", '"'},      {"apos", '\''},     {"nbsp", 0xa0},
    {"ensp", 0x2002},   {"emsp", 0x2003},   {"thinsp", 0x2009},
    {"shy", 0xad},      {"zwnj", 0x200c},   {"zwj", 0x200d},
    {"lrm", 0x200e},    {"rlm", 0x200f},    {"hyphen", 0x2010},
    {"dash", 0x2010},   {"ndash", 0x2013},  {"mdash", 0x2014},
    {"minus", 0x2212},  {"horbar", 0x2015}, {"equals", '='},
    {"sol", '/'},       {"colon", ':'},     {"quest", '?'},
    {"num", '#'},       {"percnt", '%'},    {"lowbar", '_'},
    {"UnderBar", '_'},  {"period", '.'},    {"comma", ','},
    {"semi", ';'},      {"commat", '@'},    {"lpar", '('},
    {"rpar", ')'},      {"lsqb", '['},      {"lbrack", '['},
    {"rsqb", ']'},      {"rbrack", ']'},    {"bsol", '\\'},
    {"Tab", '\t'},      {"NewLine", '\n'},  {"bull", 0x2022},
    {"middot", 0xb7},   {"hellip", 0x2026}, {"laquo", 0xab},
    {"raquo", 0xbb},    {"ldquo", 0x201c},  {"rdquo", 0x201d},
    {"lsquo", 0x2018},  {"rsquo", 0x2019},  {"bdquo", 0x201e},
    {"lsaquo", 0x2039}, {"rsaquo", 0x203a}, {"ZeroWidthSpace", 0x200b},
};

constexpr std::string_view inline_names[] = {"b",    "i",    "u",   "s",    "em",   "strong",
                                             "span", "font", "wbr", "mark", "small"};

bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Letters, and the digit of a heading.
std::string_view tag_name(std::string_view tag) noexcept {
  tag.remove_prefix(tag.size() > 1 && tag[1] == '/' ? 2 : 1);
  std::size_t size = 0;
  while (size < tag.size() && is_letter(tag[size])) ++size;
  if (size == 1 && size < tag.size() && tag[size] >= '1' && tag[size] <= '6') ++size;
  return tag.substr(0, size);
}

utf8::Character numeric(std::string_view text) noexcept {
  const bool hex = text.size() > 2 && (text[2] == 'x' || text[2] == 'X');
  const char32_t base = hex ? 16 : 10;
  std::size_t at = hex ? 3 : 2;
  const std::size_t first = at;
  char32_t point = 0;
  for (; at < text.size() && at < first + 9; ++at) {
    const int digit = hex::value(text[at]);
    if (digit < 0 || static_cast<char32_t>(digit) >= base) break;
    point = point * base + static_cast<char32_t>(digit);
    if (point > 0x10ffff) return {};
  }
  if (at == first || at >= text.size() || text[at] != ';') return {};
  return {point, at + 1, true};
}

}  // namespace

utf8::Character entity(std::string_view text) noexcept {
  if (text.size() < 4 || text.front() != '&') return {};
  if (text[1] == '#') return numeric(text);
  const std::string_view near = text.substr(1, 16);
  const std::size_t end = near.find(';');
  if (end == std::string_view::npos) return {};
  for (const auto& [name, point] : names)
    if (near.substr(0, end) == name) return {point, end + 2, true};
  return {};
}

utf8::Character escape(std::string_view text) noexcept {
  if (text.size() < 2 || text.front() != '\\') return {};
  switch (text[1]) {
    case 'n': return {'\n', 2, true};
    case 'r': return {'\r', 2, true};
    case 't': return {'\t', 2, true};
    case 'u': break;
    default:
      // Markdown escapes punctuation; JSON escapes the slash and the quotation mark.
      if (text[1] > 0x20 && text[1] < 0x7f && !is_letter(text[1]) &&
          !(text[1] >= '0' && text[1] <= '9'))
        return {static_cast<char32_t>(text[1]), 2, true};
      return {};
  }
  if (text.size() < 6) return {};
  char32_t point = 0;
  for (std::size_t i = 2; i < 6; ++i) {
    const int digit = hex::value(text[i]);
    if (digit < 0) return {};
    point = point * 16 + static_cast<char32_t>(digit);
  }
  return {point, 6, true};
}

utf8::Character quoted_printable(std::string_view text) noexcept {
  if (text.starts_with("=0D=0A")) return {'\n', 6, true};
  char bytes[4] = {};
  std::size_t size = 0;
  for (; size < sizeof bytes && text.substr(size * 3).starts_with('='); ++size) {
    const int byte = hex::byte(text, size * 3 + 1);
    if (byte < 0x80) break;
    bytes[size] = static_cast<char>(byte);
  }
  const utf8::Character c = utf8::decode({bytes, size});
  return c.valid ? utf8::Character{c.point, c.length * 3, true} : utf8::Character{};
}

std::size_t tag(std::string_view text) noexcept {
  if (text.size() < 3 || text.front() != '<') return 0;
  if (!text.starts_with("<!--")) {
    // A name, then a blank or the end: "<ABCD-1234>" and "<https://…>" are texts in brackets.
    const std::string_view name = tag_name(text);
    const std::size_t after = (text[1] == '/' ? 2 : 1) + name.size();
    if (name.empty() || after >= text.size() ||
        std::string_view(" \t\r\n/>").find(text[after]) == std::string_view::npos)
      return 0;
  }
  const std::size_t end = text.substr(0, longest_tag).find_first_of("<>", 1);
  return end == std::string_view::npos || text[end] != '>' ? 0 : end + 1;
}

bool is_inline(std::string_view tag) noexcept {
  const std::string_view name = tag_name(tag);
  return std::any_of(std::begin(inline_names), std::end(inline_names),
                     [&](std::string_view one) { return one == name; });
}

}  // namespace markup
}  // namespace v0
}  // namespace hellojohn
