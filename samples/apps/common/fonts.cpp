// See fonts.hpp.
#include "apps/common/fonts.hpp"

#include "apps/common/labels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <vector>

namespace samples {

namespace {

using hellojohn::widgets::Language;

constexpr char32_t first_of_cjk = 0x1100;

/// Of the screens' words and the samples' own. Dear ImGui reads the ranges when it builds the atlas, after add_fonts() has
/// returned: they live on.
const ImWchar* ranges_of(Language language) {
  static const ImWchar latin[] = {0x20, 0xFF, 0x2010, 0x2027, 0};
  static std::array<ImVector<ImWchar>, hellojohn::widgets::language_count> all;
  if (language == Language::en || language == Language::es) return latin;
  ImVector<ImWchar>& ranges = all[static_cast<std::size_t>(language)];
  if (!ranges.empty()) return ranges.Data;
  ImFontGlyphRangesBuilder builder;
  builder.AddRanges(latin);
  for (const auto& range : hellojohn::widgets::characters(language)) {
    for (char32_t c = range.first; c <= range.last; ++c) builder.AddChar(static_cast<ImWchar>(c));
  }
  for (int i = 0; i < static_cast<int>(Label::count_); ++i) {
    builder.AddText(label(language, static_cast<Label>(i)).data());
  }
  builder.BuildRanges(&ranges);
  return ranges.Data;
}

/// Dear ImGui's own font has the characters, apart from signs that the widgets draw in a plain form.
bool is_in_latin_1(Language language) {
  const auto ranges = hellojohn::widgets::characters(language);
  return std::all_of(ranges.begin(), ranges.end(), [](const auto& range) {
    return range.last <= 0xFF || (range.first >= 0x2010 && range.last <= 0x202F);
  });
}

void add_squares(ImFont* font, const FontOptions& options, float pixels) {
#if IMGUI_VERSION_NUM < 19200
  const int side = static_cast<int>(pixels);
  for (const auto& range : hellojohn::widgets::characters(options.language)) {
    for (char32_t c = std::max(range.first, first_of_cjk); c <= range.last; ++c) {
      ImGui::GetIO().Fonts->AddCustomRectFontGlyph(font, static_cast<ImWchar>(c), side, side,
                                                   pixels);
    }
  }
#else
  (void)font, (void)options, (void)pixels;
#endif
}

}  // namespace

bool is_cjk(Language language) {
  return language == Language::ja || language == Language::ko || language == Language::zh_hans ||
         language == Language::zh_hant;
}

Language language_with_font(Language language, bool says) {
  const bool has_font = is_cjk(language) ? !cjk_font(language, false).file.empty()
                                         : is_in_latin_1(language) || !sample_fonts().body.empty();
  if (has_font) return language;
  if (says) {
    std::fprintf(stderr, "no font for %s (%s), English instead\n",
                 hellojohn::widgets::language_info(language).tag.data(), font_package(language));
  }
  return Language::en;
}

Fonts add_fonts(const FontOptions& options) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  const FontFiles files = sample_fonts();
  const CjkFont cjk = cjk_font(options.language, options.small_cjk);
  const ImWchar* ranges = ranges_of(options.language);
  const auto add = [&](const std::string& file, float pixels) -> ImFont* {
    if (file.empty()) return nullptr;
    ImFont* font = atlas.AddFontFromFileTTF(file.c_str(), pixels, nullptr, ranges);
    if (!is_cjk(options.language)) return font;
    if (!cjk.file.empty()) {
      ImFontConfig more;
      more.MergeMode = true;
      more.FontNo = cjk.number;
      atlas.AddFontFromFileTTF(cjk.file.c_str(), pixels, &more, ranges);
    } else if (options.squares) {
      add_squares(font, options, pixels);
    }
    return font;
  };
  if (add(files.body, options.size) == nullptr) atlas.AddFontDefault();
  Fonts fonts;
  fonts.heading = add(files.heading, std::floor(options.size * 1.45F));
  fonts.mono = add(files.mono, options.size);
  return fonts;
}

}  // namespace samples
