// See fonts.hpp.
#include "apps/common/fonts.hpp"

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
                  dejavu + "DejaVuSansMono.ttf",
                  "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"};
  for (std::string* file : {&files.body, &files.heading, &files.mono, &files.cjk}) {
    if (!std::filesystem::exists(*file)) file->clear();
  }
  return files;
}

namespace {

using hellojohn::widgets::Language;

constexpr char32_t first_of_cjk = 0x1100;

/// Dear ImGui reads the ranges when it builds the atlas, after add_fonts() has returned: they live on.
const ImWchar* ranges_of(Language language) {
  static const ImWchar latin[] = {0x20, 0xFF, 0x2010, 0x2027, 0};
  static std::array<std::vector<ImWchar>, hellojohn::widgets::language_count> all;
  if (language == Language::en || language == Language::es) return latin;
  std::vector<ImWchar>& ranges = all[static_cast<std::size_t>(language)];
  if (!ranges.empty()) return ranges.data();
  ranges.assign(std::begin(latin), std::end(latin) - 1);
  for (const auto& range : hellojohn::widgets::characters(language)) {
    ranges.push_back(static_cast<ImWchar>(range.first));
    ranges.push_back(static_cast<ImWchar>(range.last));
  }
  ranges.push_back(0);
  return ranges.data();
}

bool is_cjk(Language language) {
  return language == Language::ja || language == Language::ko || language == Language::zh_hans ||
         language == Language::zh_hant;
}

/// The collection has a font for each language, because they write some characters in different ways.
int number_in_collection(Language language) {
  if (language == Language::ko) return 1;
  if (language == Language::zh_hans) return 2;
  return language == Language::zh_hant ? 3 : 0;
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
  if (!is_cjk(language) || !sample_fonts().cjk.empty()) return language;
  if (says) {
    std::fprintf(stderr, "no font for %s (Debian: fonts-noto-cjk), English instead\n",
                 hellojohn::widgets::language_info(language).tag.data());
  }
  return Language::en;
}

Fonts add_fonts(const FontOptions& options) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  const FontFiles files = sample_fonts();
  const ImWchar* ranges = ranges_of(options.language);
  const auto add = [&](const std::string& file, float pixels) -> ImFont* {
    if (file.empty()) return nullptr;
    ImFont* font = atlas.AddFontFromFileTTF(file.c_str(), pixels, nullptr, ranges);
    if (!is_cjk(options.language)) return font;
    if (!files.cjk.empty()) {
      ImFontConfig more;
      more.MergeMode = true;
      more.FontNo = number_in_collection(options.language);
      atlas.AddFontFromFileTTF(files.cjk.c_str(), pixels, &more, ranges);
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
