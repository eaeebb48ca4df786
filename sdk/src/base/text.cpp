// Unicode's properties as short tables of ranges; Unicode 17 for the decimal digits.
#include "base/text.hpp"

#include "base/ranges.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace hellojohn {
inline namespace v0 {
namespace text {

namespace {

// Default_Ignorable_Code_Point, and the format characters that are not part of a script's spelling.
constexpr Range invisible[] = {
    {0xad, 0xad},       {0x34f, 0x34f},     {0x61c, 0x61c},   {0x115f, 0x1160}, {0x17b4, 0x17b5},
    {0x180b, 0x180f},   {0x200b, 0x200f},   {0x202a, 0x202e}, {0x2060, 0x206f}, {0x3164, 0x3164},
    {0xfe00, 0xfe0f},   {0xfeff, 0xfeff},   {0xffa0, 0xffa0}, {0xfff0, 0xfffb}, {0x1bca0, 0x1bca3},
    {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff},
};

// Dash_Punctuation, the minus signs, and marks that look the same: bullets and letters are not among them.
constexpr Range dashes[] = {
    {'-', '-'},       {0x2d7, 0x2d7},   {0x58a, 0x58a},   {0x5be, 0x5be},     {0x1400, 0x1400},
    {0x1806, 0x1806}, {0x2010, 0x2015}, {0x2043, 0x2043}, {0x2053, 0x2053},   {0x207b, 0x207b},
    {0x208b, 0x208b}, {0x2212, 0x2212}, {0x23af, 0x23af}, {0x2500, 0x2501},   {0x2796, 0x2796},
    {0x2e17, 0x2e17}, {0x2e1a, 0x2e1a}, {0x2e3a, 0x2e3b}, {0x2e40, 0x2e40},   {0x301c, 0x301c},
    {0x3030, 0x3030}, {0x30a0, 0x30a0}, {0x30fc, 0x30fc}, {0xfe31, 0xfe32},   {0xfe58, 0xfe58},
    {0xfe63, 0xfe63}, {0xff0d, 0xff0d}, {0xff70, 0xff70}, {0x10ead, 0x10ead},
};

// Unicode's punctuation from U+0300 to U+1FFF without the dashes: commas, full stops and brackets of other scripts.
constexpr Range punctuation[] = {
    {0x37e, 0x37e},   {0x387, 0x387},   {0x55a, 0x55f},   {0x589, 0x589},   {0x5c0, 0x5c0},
    {0x5c3, 0x5c3},   {0x5c6, 0x5c6},   {0x5f3, 0x5f4},   {0x609, 0x60a},   {0x60c, 0x60d},
    {0x61b, 0x61b},   {0x61d, 0x61f},   {0x66a, 0x66d},   {0x6d4, 0x6d4},   {0x700, 0x70d},
    {0x7f7, 0x7f9},   {0x830, 0x83e},   {0x85e, 0x85e},   {0x964, 0x965},   {0x970, 0x970},
    {0x9fd, 0x9fd},   {0xa76, 0xa76},   {0xaf0, 0xaf0},   {0xc77, 0xc77},   {0xc84, 0xc84},
    {0xdf4, 0xdf4},   {0xe4f, 0xe4f},   {0xe5a, 0xe5b},   {0xf04, 0xf12},   {0xf14, 0xf14},
    {0xf3a, 0xf3d},   {0xf85, 0xf85},   {0xfd0, 0xfd4},   {0xfd9, 0xfda},   {0x104a, 0x104f},
    {0x10fb, 0x10fb}, {0x1360, 0x1368}, {0x166e, 0x166e}, {0x169b, 0x169c}, {0x16eb, 0x16ed},
    {0x1735, 0x1736}, {0x17d4, 0x17d6}, {0x17d8, 0x17da}, {0x1800, 0x1805}, {0x1807, 0x180a},
    {0x1944, 0x1945}, {0x1a1e, 0x1a1f}, {0x1aa0, 0x1aa6}, {0x1aa8, 0x1aad}, {0x1b5a, 0x1b60},
    {0x1b7d, 0x1b7e}, {0x1bfc, 0x1bff}, {0x1c3b, 0x1c3f}, {0x1c7e, 0x1c7f}, {0x1cc0, 0x1cc7},
    {0x1cd3, 0x1cd3},
};

// Every decimal digit belongs to a run of ten in order: these are the zeros.
constexpr char32_t zeros[] = {
    0x0030,  0x0660,  0x06f0,  0x07c0,  0x0966,  0x09e6,  0x0a66,  0x0ae6,  0x0b66,  0x0be6,
    0x0c66,  0x0ce6,  0x0d66,  0x0de6,  0x0e50,  0x0ed0,  0x0f20,  0x1040,  0x1090,  0x17e0,
    0x1810,  0x1946,  0x19d0,  0x1a80,  0x1a90,  0x1b50,  0x1bb0,  0x1c40,  0x1c50,  0xa620,
    0xa8d0,  0xa900,  0xa9d0,  0xa9f0,  0xaa50,  0xabf0,  0xff10,  0x104a0, 0x10d30, 0x10d40,
    0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x116d0,
    0x116da, 0x11730, 0x118e0, 0x11950, 0x11bf0, 0x11c50, 0x11d50, 0x11da0, 0x11de0, 0x11f50,
    0x16a60, 0x16ac0, 0x16b50, 0x16d70, 0x1ccf0, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6,
    0x1e140, 0x1e2f0, 0x1e4f0, 0x1e5f1, 0x1e950, 0x1fbf0,
};

/// What a mail program or a person puts around an address. A host cannot end in any of these.
bool ends_an_address(char32_t c) noexcept {
  constexpr std::u32string_view marks =
      U",;.:!|*`>)]\"'\u00ab\u00bb\u060c\u2018\u2019\u201c\u201d\u201e\u3001\u3002\uff0c\uff1b";
  return is_nothing(c) || marks.find(c) != marks.npos;
}

bool begins_an_address(char32_t c) noexcept {
  constexpr std::u32string_view marks = U"<([\"\u00ab\u00bb\u2018\u201c\u201d\u201e";
  return is_nothing(c) || marks.find(c) != marks.npos;
}

template <typename Dropped>
std::string_view without_front(std::string_view text, const Dropped& dropped) noexcept {
  while (!text.empty()) {
    const utf8::Character first = utf8::decode(text);
    if (!first.valid || !dropped(first.point)) break;
    text.remove_prefix(first.length);
  }
  return text;
}

template <typename Dropped>
std::string_view without_back(std::string_view text, const Dropped& dropped) noexcept {
  while (!text.empty()) {
    const utf8::Character last = utf8::decode_last(text);
    if (!last.valid || !dropped(last.point)) break;
    text.remove_suffix(last.length);
  }
  return text;
}

bool starts_with_mailto(std::string_view text) noexcept {
  constexpr std::string_view scheme = "mailto:";
  return text.size() >= scheme.size() &&
         std::equal(scheme.begin(), scheme.end(), text.begin(), [](char a, char b) {
           return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b);
         });
}

}  // namespace

bool is_invisible(char32_t c) noexcept { return is_in(invisible, c); }

bool is_dash(char32_t c) noexcept { return is_in(dashes, c); }

bool is_punctuation(char32_t c) noexcept { return is_in(punctuation, c); }

int decimal_value(char32_t c) noexcept {
  const char32_t* above = std::upper_bound(std::begin(zeros), std::end(zeros), c);
  if (above == std::begin(zeros) || c - *(above - 1) > 9) return -1;
  return static_cast<int>(c - *(above - 1));
}

char32_t fold_width(char32_t c) noexcept {
  if (c < 0x80) return c;
  if (c >= 0xff01 && c <= 0xff5e) return c - 0xfee0;
  if (c == 0x3000) return ' ';
  if (c == 0xb9) return '1';
  if (c == 0xb2 || c == 0xb3) return c - 0xb2 + '2';
  if (c == 0x2070 || (c >= 0x2074 && c <= 0x2079)) return c - 0x2070 + '0';
  if (c >= 0x2080 && c <= 0x2089) return c - 0x2080 + '0';
  // Thirteen styles of the alphabet, 52 letters each; the few letters that Unicode has elsewhere stay as they are.
  if (c >= 0x1d400 && c <= 0x1d6a3) {
    const char32_t letter = (c - 0x1d400) % 52;
    return letter < 26 ? 'A' + letter : 'a' + letter - 26;
  }
  return c;
}

char32_t fold(char32_t c) noexcept {
  c = fold_width(c);
  if (c < 0x80) return c;
  if (const int digit = decimal_value(c); digit >= 0) return U'0' + static_cast<char32_t>(digit);
  return is_dash(c) ? U'-' : c;
}

std::string_view trimmed(std::string_view text) noexcept {
  return without_back(without_front(text, is_nothing), is_nothing);
}

std::string_view address(std::string_view text) noexcept {
  text = trimmed(text);
  // "Name <a@b.c>": a sign between the last pair of angle brackets says that the address is there.
  if (const std::size_t open = text.rfind('<'); open != std::string_view::npos) {
    const std::string_view inside = text.substr(open + 1, text.find('>', open) - open - 1);
    if (inside.find('@') != std::string_view::npos) text = inside;
  }
  text = without_front(text, begins_an_address);
  // An address may begin with these: they go only in pairs.
  if (text.size() > 2 && text.front() == text.back() &&
      std::string_view("'`*").find(text.front()) != std::string_view::npos)
    text = text.substr(1, text.size() - 2);
  if (starts_with_mailto(text)) {
    text.remove_prefix(7);
    text = text.substr(0, text.find('?'));
  }
  return without_back(without_front(text, begins_an_address), ends_an_address);
}

}  // namespace text
}  // namespace v0
}  // namespace hellojohn
