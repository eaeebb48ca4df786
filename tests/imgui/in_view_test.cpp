// What is being typed and its error are in view in a window that is too low for the screen; nothing moves under the mouse.
#include "imgui/drawn_text.hpp"
#include "imgui/stage.hpp"
#include "worlds/catch.hpp"

#include <hellojohn/imgui/items.hpp>

#include <algorithm>
#include <array>
#include <string>

using namespace hellojohn;
using namespace hellojohn::tests;
using samples::AccessWorld;
using widgets::Action;
using widgets::MessageId;
using widgets::Role;

namespace {

StageOptions sized(int width, int height) {
  StageOptions options;
  options.width = width;
  options.height = height;
  return options;
}

struct Played {
  explicit Played(const char* name) : world(scene_named(name).options) {
    scene_named(name).play(world);
  }
  AccessWorld world;
};

/// The glyphs of a sentence that is shown; none if it is not drawn.
std::vector<Glyph> glyphs_of(const widgets::Message& message) {
  const widgets::Text text;
  std::array<char, widgets::longest_sentence> buffer;
  const std::u32string wanted = inked(text.format(message, buffer));
  const auto all = drawn_text();
  std::u32string drawn;
  for (const Glyph& glyph : all) drawn += glyph.character;
  const std::size_t at = drawn.find(wanted);
  if (at == std::u32string::npos) return {};
  return {all.begin() + static_cast<std::ptrdiff_t>(at),
          all.begin() + static_cast<std::ptrdiff_t>(at + wanted.size())};
}

bool in_view(const std::vector<Glyph>& glyphs) {
  return !glyphs.empty() && std::all_of(glyphs.begin(), glyphs.end(), [](const Glyph& g) {
    return g.min.y >= std::max(0.0F, g.clip.y) &&
           g.max.y <= std::min(ImGui::GetIO().DisplaySize.y, g.clip.w);
  });
}

void check_focus_in_view() {
  CHECK(focus().id != 0);
  CHECK(focus().min.y >= 0);
  CHECK(focus().max.y <= ImGui::GetIO().DisplaySize.y);
}

}  // namespace

TEST_CASE("view: at 900 x 700 the code of an enrolment, its cells and its error are seen") {
  Played played("enrol");
  Stage stage(played.world, sized(900, 700));
  stage.live = true;
  stage.frames(30);
  check_focus_in_view();
  stage.type("000000");
  stage.frames(30);
  const widgets::Element* error = played.world.screen().find(Role::error);
  REQUIRE(error != nullptr);
  check_focus_in_view();
  CHECK(in_view(glyphs_of(error->label)));
}

TEST_CASE("view: fields and errors are seen in a window of any height") {
  for (const char* name : {"sign_in_wrong", "sign_in_empty", "sign_in_offline", "challenge_wrong",
                           "challenge_not_sent", "lost_email_offline", "lost_sent_foreign",
                           "enrol_wrong", "codes_check"}) {
    INFO(name);
    Played played(name);
    Stage stage(played.world, sized(520, 260));
    stage.frames(10);
    check_focus_in_view();
    const widgets::Element* error = played.world.screen().find(Role::error);
    if (error != nullptr) CHECK(in_view(glyphs_of(error->label)));
  }
}

TEST_CASE("view: typing brings back a field that was scrolled away") {
  Played played("enrol");
  Stage stage(played.world, sized(520, 400));
  stage.frames(10);
  check_focus_in_view();
  move_mouse({200, 200});
  for (int i = 0; i < 40; ++i) {
    turn_wheel(3);
    stage.frame();
  }
  REQUIRE(focus().max.y > 400);
  stage.type("1");
  stage.frames(10);
  check_focus_in_view();
}

TEST_CASE("view: the key stands beside the QR code when there is room, else below it") {
  for (const int width : {900, 360}) {
    Played played("enrol");
    Stage stage(played.world, sized(width, 1800));
    const auto key = glyphs_of(played.world.screen().find(MessageId::enrol_key)->label);
    REQUIRE_FALSE(key.empty());
    CHECK((key[0].min.x > 0.4F * static_cast<float>(width)) == (width == 900));
  }
}

TEST_CASE("view: no notice moves the box that says that the codes are saved") {
  const int width = GENERATE(900, 480, 320);
  INFO(width);
  Played played("codes");
  imgui::Items items;
  Play play{[&](const imgui::Style& style, const widgets::Text& text) {
              imgui::Style own = style;
              own.items = &items;
              items.clear();
              return imgui::draw_page(played.world.access.view(), own, text);
            },
            {},
            {}};
  Stage stage(play, sized(width, 1800));
  const auto tick_at = [&] {
    stage.frames(4);
    const widgets::Screen& screen = played.world.screen();
    const auto tick = static_cast<std::size_t>(screen.find(Action::toggle_saved) - screen.begin());
    for (const imgui::Item& item : items) {
      if (item.element == tick) return item.top;
    }
    return -1.0F;
  };
  const float before = tick_at();
  REQUIRE(before > 0);
  played.world.press(Action::copy_all);
  CHECK(tick_at() == before);
  played.world.press(Action::save);
  REQUIRE(played.world.says(MessageId::codes_saved_to));
  REQUIRE(played.world.says(MessageId::copied_clears));
  CHECK(tick_at() == before);
  played.world.press(Action::clear_clipboard);
  CHECK(tick_at() == before);
  played.world.wait(std::chrono::minutes(10));
  CHECK(tick_at() == before);
}

TEST_CASE("view: a ring does not touch the words around it, and links stand under the rest") {
  for (const samples::Scene& scene : samples::all_scenes()) {
    INFO(scene.name);
    AccessWorld world(scene.options, scene.server);
    scene.play(world);
    Stage stage(world);
    const ImU32 ring = [&] {
      const imgui::Color c = imgui::palette(stage.options().theme).focus;
      return IM_COL32(c.r, c.g, c.b, 255);
    }();
    float top = 1e9F;
    float left = 1e9F;
    float right = 0;
    const ImDrawData* data = ImGui::GetDrawData();
    for (int i = 0; i < data->CmdListsCount; ++i) {
      for (const ImDrawVert& vertex : data->CmdLists[i]->VtxBuffer) {
        if (vertex.col != ring) continue;
        top = std::min(top, vertex.pos.y);
        left = std::min(left, vertex.pos.x);
        right = std::max(right, vertex.pos.x);
      }
    }
    for (const Glyph& g : drawn_text()) {
      const bool touches =
          g.max.x > left && g.min.x < right && g.max.y > top + 0.5F && g.min.y < top;
      CHECK_FALSE(touches);
    }
    const widgets::Element* link = world.screen().find(Role::link);
    const widgets::Element* heading = world.screen().find(Role::heading);
    if (link == nullptr || heading == nullptr || world.screen().find(Role::notice) != nullptr) {
      continue;
    }
    if (world.screen().qr != nullptr) continue;  // The link stands beside the picture.
    const auto a = glyphs_of(link->label);
    const auto b = glyphs_of(heading->label);
    REQUIRE_FALSE(a.empty());
    REQUIRE_FALSE(b.empty());
    CHECK(std::abs(a[0].min.x - b[0].min.x) <= 2.5F);
  }
}

TEST_CASE("view: in high contrast a button that is not enabled has another edge") {
  Played played("codes");
  StageOptions options;
  options.theme = imgui::Theme::high_contrast;
  Stage stage(played.world, options);
  CHECK(stage.vertices({115, 115, 115}) > 80);
}
