// Languages whose characters the fonts lack are found before they are drawn as squares or question marks.
#include "apps/common/labels.hpp"
#include "apps/common/offscreen.hpp"
#include "imgui/drawn_text.hpp"
#include "worlds/catch.hpp"

#include <hellojohn/imgui/fonts.hpp>

#include <string>

using namespace hellojohn;
using widgets::Language;

namespace {

/// The tags of the languages that the fonts have, in the order of Language.
std::string tags(const imgui::Style& style) {
  std::string out;
  for (std::size_t i = 0; i + 1 < widgets::language_count; ++i) {
    const auto language = static_cast<Language>(i);
    if (!imgui::fonts_have(language, style)) continue;
    out += std::string(widgets::language_info(language).tag) + ' ';
  }
  return out;
}

/// Dear ImGui's own font, with the characters of Latin-1.
ImFont* add_default_font() {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
#if IMGUI_VERSION_NUM >= 19260
  return atlas.AddFontDefaultBitmap();
#else
  ImFont* font = atlas.AddFontDefault();
#if IMGUI_VERSION_NUM < 19200
  atlas.Build();
#endif
  return font;
#endif
}

}  // namespace

TEST_CASE("fonts: Dear ImGui's own font shows the western languages only, by plain forms") {
  samples::Offscreen stage(320, 200, 17);
  ImGui::GetIO().FontDefault = add_default_font();
  std::string found;
  Language shown = Language::en;
  stage.frame([&] {
    found = tags({});
    shown = imgui::language_with_fonts(Language::de, {});
  });
  CHECK(found == "en es es-ES fr de it pt-BR ");
  CHECK(shown == Language::de);
}

TEST_CASE("fonts: a language without its characters falls back to English") {
  samples::Offscreen stage(320, 200, 17);
  stage.frame([&] {
    for (const Language language : {Language::ja, Language::ko, Language::zh_hant}) {
      CHECK_FALSE(imgui::fonts_have(language, {}));
      CHECK(imgui::language_with_fonts(language, {}) == Language::en);
    }
    CHECK(imgui::language_with_fonts(Language::own, {}) == Language::own);
  });
}

TEST_CASE("fonts: the samples have the characters of every language that they offer") {
  for (std::size_t i = 0; i + 1 < widgets::language_count; ++i) {
    const auto language = samples::language_with_font(static_cast<Language>(i), false);
    CAPTURE(widgets::language_info(language).tag);
    samples::Offscreen stage(320, 200, samples::FontOptions{17, language});
    imgui::Style style;
    style.heading = stage.heading();
    stage.frame([&] { CHECK(imgui::fonts_have(language, style)); });
  }
}

TEST_CASE("fonts: a heading's font without the characters counts as well") {
  samples::Offscreen stage(320, 200, samples::FontOptions{17, Language::ru});
  imgui::Style style;
  style.heading = add_default_font();
  stage.frame([&] {
    CHECK_FALSE(imgui::fonts_have(Language::ru, style));
    CHECK(imgui::fonts_have(Language::en, style));
  });
}

TEST_CASE("fonts: the samples' own labels are drawn whole in every language that they offer") {
  for (std::size_t i = 0; i + 1 < widgets::language_count; ++i) {
    const auto language = samples::language_with_font(static_cast<Language>(i), false);
    CAPTURE(widgets::language_info(language).tag);
    samples::Offscreen stage(1000, 900, samples::FontOptions{17, language});
    std::u32string wanted;
    stage.frame([&] {
      for (int k = 0; k < static_cast<int>(samples::Label::count_); ++k) {
        const auto label = samples::label(language, static_cast<samples::Label>(k));
        wanted += tests::inked(label);
        ImGui::GetForegroundDrawList()->AddText({10, 10 + 30.0F * static_cast<float>(k)},
                                                IM_COL32_WHITE, label.data());
      }
    });
    std::u32string drawn;
    for (const tests::Glyph& glyph : tests::drawn_text()) drawn += glyph.character;
    CHECK(drawn == wanted);
  }
}
