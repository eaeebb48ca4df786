// See fonts.hpp.
#include "apps/common/fonts.hpp"

#include "apps/common/labels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <vector>

namespace samples {

FontFiles sample_fonts() {
  const std::string roboto = "/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF/";
  const std::string dejavu = "/usr/share/fonts/truetype/dejavu/";
  FontFiles files{roboto + "Roboto-Regular.ttf", roboto + "Roboto-Medium.ttf",
                  dejavu + "DejaVuSansMono.ttf"};
  for (std::string* file : {&files.body, &files.heading, &files.mono}) {
    if (!std::filesystem::exists(*file)) file->clear();
  }
  return files;
}

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

bool is_cjk(Language language) {
  return language == Language::ja || language == Language::ko || language == Language::zh_hans ||
         language == Language::zh_hant;
}

/// In a collection with a font for each language, because they write some characters in different ways.
int number_in_noto(Language language) {
  if (language == Language::ko) return 1;
  if (language == Language::zh_hans) return 2;
  return language == Language::zh_hant ? 3 : 0;
}

/// Dear ImGui's own font has the characters, apart from signs that the widgets draw in a plain form.
bool is_in_latin_1(Language language) {
  const auto ranges = hellojohn::widgets::characters(language);
  return std::all_of(ranges.begin(), ranges.end(), [](const auto& range) {
    return range.last <= 0xFF || (range.first >= 0x2010 && range.last <= 0x202F);
  });
}

struct CjkFont {
  std::string file;  ///< Empty: there is none.
  int number = 0;    ///< Of the font in its file.
};

/// The best of those on this machine. `small`: the small one or none.
CjkFont cjk_font(Language language, bool small) {
  const std::string fonts = "/usr/share/fonts/";
  const std::string noto = fonts + "opentype/noto/NotoSansCJK-Regular.ttc";
  const std::string droid = fonts + "truetype/droid/DroidSansFallbackFull.ttf";
  const std::string nanum = fonts + "truetype/nanum/NanumGothic.ttf";
  if (!small && std::filesystem::exists(noto)) return {noto, number_in_noto(language)};
  // Droid Sans Fallback has no Korean.
  const std::string& other = language == Language::ko ? nanum : droid;
  return std::filesystem::exists(other) ? CjkFont{other} : CjkFont{};
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

Language language_with_font(Language language, bool says) {
  const bool has_font = is_cjk(language) ? !cjk_font(language, false).file.empty()
                                         : is_in_latin_1(language) || !sample_fonts().body.empty();
  if (has_font) return language;
  if (says) {
    std::fprintf(stderr, "no font for %s (Debian: %s), English instead\n",
                 hellojohn::widgets::language_info(language).tag.data(),
                 is_cjk(language) ? "fonts-noto-cjk" : "fonts-roboto-unhinted");
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
