// Nothing but the words of the chosen language is drawn: what is left of a frame without them is names, codes and digits.
#include "imgui/drawn_text.hpp"
#include "imgui/stage.hpp"
#include "worlds/catch.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;
using widgets::Language;

namespace {

std::string shown(const std::u32string& text) {
  std::string out;
  for (const char32_t c : text) out += c < 0x80 ? static_cast<char>(c) : '~';
  return out;
}

std::u32string drawn_by(samples::AccessWorld& world, Language language) {
  StageOptions options;
  options.language = language;
  options.height = 4000;
  Stage stage(world, options);
  stage.frames(3);
  std::u32string out;
  for (const Glyph& glyph : drawn_text()) out += glyph.character;
  return out;
}

/// What the screens say in a language, and what users have typed into them; the longest first.
std::vector<std::u32string> said_on(const widgets::AccountAccessView& view,
                                    const widgets::Text& text) {
  std::vector<std::u32string> out;
  std::array<char, widgets::longest_sentence> buffer;
  for (const widgets::Screen* screen : {view.main, view.notice, view.banner}) {
    if (screen == nullptr) continue;
    for (const widgets::Element& element : *screen) {
      out.push_back(inked(text.format(element.label, buffer)));
      out.push_back(inked(text.format(element.value, buffer)));
      out.push_back(inked(text.format(element.reason, buffer)));
      out.push_back(inked(element.secret_value.reveal()));
      if (element.input != nullptr) out.push_back(inked(element.input->view().reveal()));
    }
  }
  std::sort(out.begin(), out.end(),
            [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return out;
}

std::u32string without(std::u32string text, const std::vector<std::u32string>& words) {
  for (const std::u32string& one : words) {
    if (one.empty()) continue;
    for (std::size_t at = text.find(one); at != std::u32string::npos; at = text.find(one)) {
      text.replace(at, one.size(), 1, U'\n');
    }
  }
  return text;
}

bool has_words(const std::u32string& text) {
  return std::any_of(text.begin(), text.end(), [](char32_t c) { return c >= 'a' && c <= 'z'; });
}

bool is_drawn(Language language) {
#if IMGUI_VERSION_NUM >= 19200
  return samples::language_with_font(language, false) == language;
#else
  return widgets::language_info(language).linked;
#endif
}

void check(const samples::Scene& scene, Language language) {
  if (!is_drawn(language)) language = Language::de;
  samples::AccessWorld world(scene.options, scene.server);
  scene.play(world);
  const std::u32string drawn = drawn_by(world, language);
  const std::u32string left = without(drawn, said_on(world.access.view(), widgets::Text(language)));
  INFO(scene.name << " in " << widgets::language_info(language).tag << ": " << shown(left));
  CHECK_FALSE(has_words(left));
}

}  // namespace

TEST_CASE("language: English words on a screen of another language are found") {
  const samples::Scene scene = scene_named("home");
  samples::AccessWorld world(scene.options, scene.server);
  scene.play(world);
  const std::u32string drawn = drawn_by(world, Language::en);
  CHECK(has_words(without(drawn, said_on(world.access.view(), widgets::Text(Language::de)))));
  CHECK_FALSE(has_words(without(drawn, said_on(world.access.view(), widgets::Text(Language::en)))));
}

TEST_CASE("language: every screen says nothing in English, each in a language of its turn") {
  constexpr std::size_t others = widgets::language_count - 2;  // Without English and `own`.
  std::size_t number = 0;
  for (const samples::Scene& scene : samples::all_scenes()) {
    check(scene, static_cast<Language>(1 + number++ % others));
  }
  CHECK(number > others * 3);
}

TEST_CASE("language: four telling screens say nothing in English in any other language") {
  for (const char* name : {"challenge", "enrol", "codes", "lost_done"}) {
    const samples::Scene scene = scene_named(name);
    for (std::size_t i = 1; i + 1 < widgets::language_count; ++i) {
      check(scene, static_cast<Language>(i));
    }
  }
}
