// Every sentence of every screen is there whole, inside its box and on nothing else, however narrow the column and however
// large the font: read back from what is drawn.
#include "imgui/drawn_text.hpp"
#include "imgui/walk.hpp"
#include "worlds/catch.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

using namespace hellojohn;
using namespace hellojohn::tests;
using widgets::Role;

namespace {

std::string shown(const std::u32string& text) {
  std::string out;
  for (const char32_t c : text) out += c < 0x80 ? static_cast<char>(c) : '~';
  return out;
}

bool overlap(ImVec2 a_min, ImVec2 a_max, ImVec2 b_min, ImVec2 b_max, float allowed) {
  return std::min(a_max.x, b_max.x) - std::max(a_min.x, b_min.x) > allowed &&
         std::min(a_max.y, b_max.y) - std::max(a_min.y, b_min.y) > allowed;
}

std::u32string characters(const std::vector<Glyph>& glyphs) {
  std::u32string out;
  for (const Glyph& glyph : glyphs) out += glyph.character;
  return out;
}

/// Whatever an element says at rest.
void check_said(const widgets::Screen& screen, const widgets::Text& text,
                const std::u32string& drawn) {
  std::array<char, widgets::longest_sentence> buffer;
  for (const widgets::Element& element : screen) {
    if (element.role == Role::room || (element.role == Role::busy && !screen.busy)) continue;
    for (const widgets::Message* message : {&element.label, &element.value}) {
      const bool spoken_alone =
          element.role == Role::qr || (element.role == Role::codes && message == &element.value);
      if (message->empty() || spoken_alone) continue;
      const std::u32string wanted = inked(text.format(*message, buffer));
      INFO("missing: " << shown(wanted));
      CHECK(drawn.find(wanted) != std::u32string::npos);
    }
    const std::u32string secret = inked(element.secret_value.reveal());
    CHECK(drawn.find(secret) != std::u32string::npos);
  }
}

std::string cut_off(const std::vector<Glyph>& glyphs, float width) {
  std::string out;
  for (const Glyph& g : glyphs) {
    const bool inside = g.min.x >= g.clip.x - 0.5F && g.max.x <= g.clip.z + 0.5F &&
                        g.min.y >= g.clip.y - 0.5F && g.max.y <= g.clip.w + 0.5F;
    if (!inside || g.min.x < 0 || g.max.x > width) out += shown({g.character});
  }
  return out;
}

std::string piled_up(const std::vector<Glyph>& glyphs) {
  std::string out;
  for (std::size_t i = 0; i < glyphs.size(); ++i) {
    for (std::size_t k = i + 1; k < glyphs.size(); ++k) {
      const Glyph& a = glyphs[i];
      const Glyph& b = glyphs[k];
      if (overlap(a.min, a.max, b.min, b.max, 2)) out += shown({a.character, b.character}) + ' ';
    }
  }
  return out;
}

std::string crossing(const std::vector<Glyph>& glyphs, ImVec2 min, ImVec2 max) {
  std::string out;
  for (const Glyph& g : glyphs) {
    if (!overlap(g.min, g.max, min, max, 1)) continue;
    const bool inside = g.min.x >= min.x - 1 && g.max.x <= max.x + 1 && g.min.y >= min.y - 1 &&
                        g.max.y <= max.y + 1;
    if (!inside) out += shown({g.character});
  }
  return out;
}

void check_boxes(const std::map<ImGuiID, Item>& items, const std::vector<Glyph>& glyphs,
                 float width) {
  for (auto one = items.begin(); one != items.end(); ++one) {
    const Item& item = one->second;
    CHECK(item.min.x >= 0);
    CHECK(item.max.x <= width);
    CHECK(item.hidden_ring == 0);
    CHECK(crossing(glyphs, item.min, item.max) == "");
    for (auto two = std::next(one); two != items.end(); ++two) {
      CHECK_FALSE(overlap(item.min, item.max, two->second.min, two->second.max, 1));
    }
  }
}

void check_scene(samples::AccessWorld& world, const StageOptions& options) {
  Stage stage(world, options);
  stage.frames(3);
  const auto glyphs = drawn_text();
  const auto width = static_cast<float>(options.width);
  const auto& view = world.access.view();
  for (const widgets::Screen* screen : {view.main, view.notice, view.banner}) {
    if (screen != nullptr) check_said(*screen, stage.text(), characters(glyphs));
  }
  CHECK(cut_off(glyphs, width) == "");
  CHECK(piled_up(glyphs) == "");
  check_boxes(walk(stage, Means::keys), glyphs, width);
}

void check_all(StageOptions options) {
  options.height = 9000;
  for (const samples::Scene& scene : samples::all_scenes()) {
    INFO(scene.name << " at " << options.width << " px, font " << options.font_size);
    samples::AccessWorld world(scene.options, scene.server);
    scene.play(world);
    check_scene(world, options);
  }
}

// Every scene in every language, or a slice that takes seconds: each language and each size is in it.
#if HELLOJOHN_LAYOUT_FULL
constexpr std::size_t slice = 1;
#else
constexpr std::size_t slice = 61;
#endif

/// The languages, the last the pseudo-language.
bool is_drawn(widgets::Language language) {
#if IMGUI_VERSION_NUM >= 19200
  // The squares that stand in for characters without a font are glyphs of older versions.
  if (samples::language_with_font(language, false) != language) return false;
#endif
  return language == widgets::Language::own || widgets::language_info(language).linked;
}

struct Size {
  int width;
  float font_size;
};
constexpr Size sizes[] = {{320, 16}, {320, 32}, {800, 16}, {800, 32}, {1920, 16}, {1920, 32}};

/// True if another character stands before the sign on its line.
bool follows_something(const Glyph& sign, const std::vector<Glyph>& glyphs) {
  return std::any_of(glyphs.begin(), glyphs.end(), [&](const Glyph& g) {
    return g.min.y < sign.max.y && g.max.y > sign.min.y && std::abs(g.max.x - sign.min.x) < 5;
  });
}

StageOptions spanish(int width, float font_size) {
  StageOptions options;
  options.language = widgets::Language::es;
  options.width = width;
  options.font_size = font_size;
  return options;
}

}  // namespace

TEST_CASE("layout: text that is cut, piled up or sticks out is found") {
  samples::Offscreen stage(200, 200, 17);
  const auto draw = [&](const char* text, float x, float clip_right) {
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    list.PushClipRect({0, 0}, {clip_right, 200});
    list.AddText({x, 10}, IM_COL32_WHITE, text);
    list.PopClipRect();
  };
  stage.frame([&] { draw("whole", 10, 200); });
  CHECK(characters(drawn_text()) == U"whole");
  CHECK(cut_off(drawn_text(), 200) == "");
  CHECK(piled_up(drawn_text()) == "");
  CHECK(crossing(drawn_text(), {5, 5}, {100, 40}) == "");
  CHECK(crossing(drawn_text(), {5, 5}, {100, 18}) != "");
  CHECK(cut_off(drawn_text(), 30) != "");
  stage.frame([&] { draw("MMM", 10, 30); });
  CHECK(cut_off(drawn_text(), 200) != "");
  stage.frame([&] {
    draw("under", 10, 200);
    draw("over", 14, 200);
  });
  CHECK(piled_up(drawn_text()) != "");
}

TEST_CASE("layout: a ring under something that is drawn later is found") {
  samples::Offscreen stage(200, 200, 17);
  constexpr ImU32 ring = IM_COL32(255, 200, 0, 255);
  const auto draw = [&](float neighbour, bool ring_last) {
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    if (!ring_last) list.AddRect({50, 50}, {100, 80}, ring);
    list.AddRectFilled({neighbour, 40}, {neighbour + 40, 90}, IM_COL32(20, 20, 20, 255), 4);
    if (ring_last) list.AddRect({50, 50}, {100, 80}, ring);
  };
  stage.frame([&] { draw(98, false); });
  CHECK(hidden_corners(ring) > 0);
  stage.frame([&] { draw(104, false); });
  CHECK(hidden_corners(ring) == 0);
  stage.frame([&] { draw(98, true); });
  CHECK(hidden_corners(ring) == 0);
}

TEST_CASE("layout: 320 px, the longest language, three sizes of font") {
  for (const float size : {13.0F, 17.0F, 32.0F}) check_all(spanish(320, size));
}

TEST_CASE("layout: 800 and 1920 px, the longest language, three sizes of font") {
  for (const int width : {800, 1920}) {
    for (const float size : {13.0F, 17.0F, 32.0F}) check_all(spanish(width, size));
  }
}

TEST_CASE("layout: read from a couch, and in English") {
  StageOptions couch = spanish(1920, 32);
  couch.couch = true;
  check_all(couch);
  StageOptions english;
  english.width = 320;
  check_all(english);
}

TEST_CASE("layout: every language has room, from 320 to 1920 px and at two scales") {
  std::size_t drawn = 0;
  std::size_t number = 0;
  std::set<widgets::Language> languages;
  for (const samples::Scene& scene : samples::all_scenes()) {
    for (std::size_t i = 0; i < widgets::language_count; ++i) {
      for (const Size& size : sizes) {
        const auto language = static_cast<widgets::Language>(i);
        if (number++ % slice != 0 || !is_drawn(language)) continue;
        StageOptions options;
        options.width = size.width;
        options.height = 9000;
        options.font_size = size.font_size;
        options.language = language;
        INFO(scene.name << " in " << widgets::language_info(language).tag << " at " << size.width
                        << " px, font " << size.font_size);
        samples::AccessWorld world(scene.options, scene.server);
        scene.play(world);
        check_scene(world, options);
        languages.insert(language);
        ++drawn;
      }
    }
  }
  UNSCOPED_INFO("drawn: " << drawn);
  CHECK(languages.size() > 10);
}

#if IMGUI_VERSION_NUM < 19200
TEST_CASE("layout: no line of Japanese or Chinese begins with a full stop or a comma") {
  for (const auto language : {widgets::Language::ja, widgets::Language::zh_hans}) {
    std::size_t signs = 0;
    for (const char* name : {"lost", "lost_sent", "lost_sent_foreign", "lost_link_unknown"}) {
      StageOptions options;
      options.language = language;
      options.width = 320;
      options.height = 9000;
      samples::AccessWorld world(scene_named(name).options);
      scene_named(name).play(world);
      Stage stage(world, options);
      stage.frames(3);
      const auto glyphs = drawn_text();
      for (const Glyph& glyph : glyphs) {
        if (glyph.character != U'。' && glyph.character != U'、' && glyph.character != U'，')
          continue;
        ++signs;
        CHECK(follows_something(glyph, glyphs));
      }
    }
    CHECK(signs > 8);
  }
}
#endif
