// Where a line of Japanese or Chinese may end: the usual subset of JIS X 4051, which Chinese shares.
#include "lines.hpp"

#include <algorithm>
#include <cstring>

namespace hellojohn {
inline namespace v0 {
namespace imgui {

namespace {

constexpr std::u32string_view closing =
    U"、。，．・：；？！）〕］｝〉》」』】〗〙〛’”…‥ー゛゜々〻ゝゞヽヾ％‰"
    U"ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ)]},.:;?!%";
constexpr std::u32string_view opening = U"（〔［｛〈《「『【〖〘〚‘“([{";

/// The character at `at`, and behind it. ImGui itself replaces what is not UTF-8.
char32_t take(const char*& at, const char* end) noexcept {
  const auto first = static_cast<unsigned char>(*at);
  const int size = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t character = size == 1 ? first : first & (0x7FU >> size);
  ++at;
  for (int i = 1; i < size && at < end; ++i) {
    const auto next = static_cast<unsigned char>(*at);
    if ((next & 0xC0U) != 0x80U) break;
    character = character << 6 | (next & 0x3FU);
    ++at;
  }
  return character;
}

bool is_wide(char32_t c) noexcept {
  return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0xFF00 && c <= 0xFFEF) || (c >= 0x20000 && c <= 0x3FFFF);
}

bool may_break(char32_t before, char32_t after) noexcept {
  if (before == ' ' || after == ' ') return true;
  if (closing.find(after) != std::u32string_view::npos) return false;
  if (opening.find(before) != std::u32string_view::npos) return false;
  return is_wide(before) || is_wide(after);
}

/// The last place up to `fit` where the line may end; `fit` if there is none.
const char* last_break(const char* begin, const char* fit, const char* end) noexcept {
  const char* found = fit;
  const char* at = begin;
  char32_t before = take(at, end);
  while (at <= fit && at < end) {
    const char* const here = at;
    const char32_t after = take(at, end);
    if (may_break(before, after)) found = here;
    before = after;
  }
  return found;
}

}  // namespace

bool is_ideographic(std::string_view text) noexcept {
  // The bytes that begin a character from U+3000 to U+9FFF.
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '\xE3' && c <= '\xE9'; });
}

std::string_view take_line(const Face& face, std::string_view& rest, float wrap) noexcept {
  const char* const begin = rest.data();
  const char* const end = begin + rest.size();
  const char* const stop = begin + std::min(rest.find('\n'), rest.size());
  const char* fit = stop;
  (void)face.font->CalcTextSizeA(face.size, wrap, 0, begin, stop, &fit);
  const char* line_end = fit;
  if (fit != stop) {
    if (fit == begin) (void)take(fit, stop);
    line_end = last_break(begin, fit, stop);
  }
  const char* next = line_end;
  while (next < stop && *next == ' ') ++next;
  if (next == stop && next < end) ++next;
  while (line_end > begin && line_end[-1] == ' ') --line_end;
  rest = {next, static_cast<std::size_t>(end - next)};
  return {begin, static_cast<std::size_t>(line_end - begin)};
}

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
