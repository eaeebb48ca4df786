// Where somebody may see the screen, two different secrets look the same: the same vertices, to the last one.
#include "imgui/stage.hpp"
#include "worlds/catch.hpp"

#include <hellojohn/widgets/code_field.hpp>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;
using samples::AccessWorld;
using widgets::Action;
using widgets::Role;
using widgets::Streaming;

namespace {

std::vector<unsigned char> drawn() {
  std::vector<unsigned char> out;
  const ImDrawData* data = ImGui::GetDrawData();
  for (int i = 0; i < data->CmdListsCount; ++i) {
    const ImDrawList& list = *data->CmdLists[i];
    const auto* bytes = reinterpret_cast<const unsigned char*>(list.VtxBuffer.Data);
    out.insert(out.end(), bytes, bytes + list.VtxBuffer.size_in_bytes());
    const auto* order = reinterpret_cast<const unsigned char*>(list.IdxBuffer.Data);
    out.insert(out.end(), order, order + list.IdxBuffer.size_in_bytes());
  }
  return out;
}

using Prepare = void (*)(AccessWorld& world, Stage& stage, const char* secret);

std::vector<unsigned char> seen(const char* scene_name, Streaming streaming, const char* secret,
                                Prepare prepare) {
  const samples::Scene scene = scene_named(scene_name);
  AccessWorld world(scene.options, scene.server);
  world.log.streaming = streaming;
  scene.play(world);
  for (int i = 0; i < 3; ++i) world.wait(std::chrono::milliseconds(16));
  Stage stage(world);
  prepare(world, stage, secret);
  for (int i = 0; i < 3; ++i) world.wait(std::chrono::milliseconds(16));
  stage.frames(4);
  return drawn();
}

bool same(const char* scene, Streaming streaming, Prepare prepare, const char* one = "ABCD2345",
          const char* other = "WXYZ9876") {
  return seen(scene, streaming, one, prepare) == seen(scene, streaming, other, prepare);
}

void type_code(AccessWorld& world, Stage&, const char* secret) { world.type_code(secret); }

/// The field is shown, where that is possible at all.
void type_and_show(AccessWorld& world, Stage&, const char* secret) {
  world.type_code(secret);
  world.press(Action::reveal_input);
}

/// The focus on the pad's symbol of the secret's first character.
void point_at(AccessWorld& world, Stage& stage, const char* secret) {
  const auto* field = world.screen().find(Role::code_field);
  const std::size_t at = field->code->alphabet().find(secret[0]);
  for (int i = 0; i < 12; ++i) stage.press(&imgui::PadState::up);
  while (focus().max.x - focus().min.x < 300) stage.press(&imgui::PadState::down);
  stage.press(&imgui::PadState::down);
  for (int i = 0; i < 8; ++i) stage.press(&imgui::PadState::left);
  for (std::size_t i = 0; i < at / 8; ++i) stage.press(&imgui::PadState::down);
  for (std::size_t i = 0; i < at % 8; ++i) stage.press(&imgui::PadState::right);
}

}  // namespace

TEST_CASE("capture: two frames with different words differ") {
  CHECK_FALSE(same("challenge_backup", Streaming::no, type_and_show));
  CHECK_FALSE(same("challenge_backup", Streaming::no, point_at));
}

TEST_CASE("capture: a typed backup code is masked until it is shown") {
  CHECK(same("challenge_backup", Streaming::no, type_code));
}

TEST_CASE("capture: where somebody may see the screen, typed codes look the same") {
  for (const Streaming streaming : {Streaming::yes, Streaming::cannot_tell}) {
    CHECK(same("challenge_backup", streaming, type_code));
    CHECK(same("challenge", streaming, type_code, "123", "987"));
    CHECK(same("codes_check", streaming, type_code));
  }
}

TEST_CASE("capture: where somebody may see the screen, the pad's highlight tells nothing") {
  CHECK(same("challenge_backup", Streaming::yes, point_at));
}

TEST_CASE("capture: where somebody may see the screen, addresses look the same") {
  const auto type_address = [](AccessWorld& world, Stage&, const char* secret) {
    world.fill(Role::text_field, secret);
  };
  CHECK(same("sign_in", Streaming::yes, type_address, "alice@example.com", "carol@example.org"));
}

TEST_CASE("capture: codes and the QR code are not in the draw list while somebody may see them") {
  // Two worlds with the same random numbers make the same codes: change them by making a second set.
  const auto second_set = [](AccessWorld& world, Stage&, const char* secret) {
    if (secret[0] != '2') return world.wait(std::chrono::milliseconds(2160));
    world.press(Action::cancel);
    world.press(Action::leave);
    world.press(Action::replace_codes);
    world.press(Action::replace_codes);
  };
  CHECK(same("codes_streaming", Streaming::yes, second_set, "1", "2"));
  const auto other_key = [](AccessWorld& world, Stage& stage, const char* secret) {
    if (secret[0] == '2') {
      world.press(Action::new_key);
    } else {
      world.wait(std::chrono::milliseconds(530));  // As long as a press takes, for the countdown.
    }
    stage.frames(2);
    set_focus(1);  // A new screen has the focus in its field, the old one where it was.
  };
  CHECK_FALSE(same("enrol", Streaming::no, other_key, "1", "2"));
  CHECK(same("enrol_streaming", Streaming::yes, other_key, "1", "2"));
}
