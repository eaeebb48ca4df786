// What Dear ImGui keeps of what was typed, pasted and shown, after each way of leaving a field: nothing. The secrets are
// made in residue_fields.hpp; keys go through ImGui's public input one by one.
#include "imgui/residue_fields.hpp"

#include <hellojohn/widgets/backup_codes.hpp>
#include <hellojohn/widgets/challenge.hpp>
#include <hellojohn/widgets/lost_access.hpp>
#include <hellojohn/widgets/sign_in.hpp>

#include <cstdio>
#include <memory>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using widgets::Action;
using widgets::Role;

namespace {

void answer(testing::ScriptedTransport& transport, const std::vector<Scrambled>& codes) {
  Secret body(R"({"codes":[)");
  for (const Scrambled& one : codes) {
    body.append(&one == codes.data() ? "\"" : ",\"");
    put(body, one);
    body.append("\"");
  }
  body.append("]}");
  HttpResponse response;
  response.status = 200;
  response.headers.push_back({"Content-Type", "application/json"});
  response.body = std::move(body);
  transport.respond(std::move(response));
}

std::size_t typed_text(const widgets::Screen& screen) {
  const widgets::Element* field = screen.find(Role::password_field);
  REQUIRE(field != nullptr);
  return field->input->size();
}

std::size_t typed_code(const widgets::Screen& screen) {
  const widgets::Element* field = screen.find(Role::code_field);
  REQUIRE(field != nullptr);
  return field->code->size();
}

}  // namespace

TEST_CASE("residue: what ImGui keeps of a field that is not scrubbed is found") {
  const Scrambled secret = made_up(12, 1);
  char buffer[64] = {};
  Stage stage({[&](const imgui::Style&, const widgets::Text&) {
                 ImGui::SetKeyboardFocusHere();
                 ImGui::InputText("##own", buffer, sizeof buffer);
                 return widgets::Intents();
               },
               {},
               {}},
              in_window());
  type_secret(stage, secret);
  secure_wipe(buffer, sizeof buffer);
  CHECK(count_fragments(secret) > 0);
  imgui::scrub();
}

TEST_CASE("residue: a password, typed and pasted, on every way out of its field") {
  const Field<widgets::SignIn> field{
      .what = "a password",
      .size = 20,
      .make =
          [](World& world) {
            return std::make_unique<widgets::SignIn>(*world.client, world.state);
          },
      .reach =
          [](Stage& stage) {
            stage.type("a@example.com");
            stage.press(Key::tab);
            REQUIRE(focus().editing);
          },
      .typed = typed_text,
      .look = [](Stage&) {},
      .refusal = R"({"error":{"code":"invalid_credentials"}})",
      .is_input_text = true,
  };
  check_nothing_is_left(field, {widgets::Streaming::no}, 100);
}

TEST_CASE("residue: a code, typed and pasted, shown and hidden") {
  const Field<widgets::Challenge> field{
      .what = "a code, streamed or not",
      .size = 8,
      .make =
          [](World& world) {
            auto challenge = std::make_unique<widgets::Challenge>(*world.client, world.state);
            challenge->start({"chl_1", {}}, "al");
            challenge->offer_backup();
            return challenge;
          },
      .reach = [](Stage&) {},
      .typed = typed_code,
      .look =
          [](Stage& stage) {
            stage.press(&imgui::PadState::north);  // Shown, where it may be.
            stage.frames(2);
          },
      .refusal = R"({"error":{"code":"invalid_mfa_code"}})",
      .is_input_text = false,
  };
  check_nothing_is_left(field, {widgets::Streaming::no, widgets::Streaming::yes}, 200);
}

TEST_CASE("residue: a recovery link, typed and pasted") {
  const Field<widgets::LostAccess> field{
      .what = "a recovery link",
      .size = 30,
      .make =
          [](World& world) {
            auto lost = std::make_unique<widgets::LostAccess>(*world.client, world.state);
            lost->open("a@example.com");
            lost->receive_link("rec_tok_abcdefgh12345678");
            return lost;
          },
      .reach =
          [](Stage& stage) {
            for (int i = 0; i < 6 && !focus().editing; ++i) stage.press(Key::tab);
            REQUIRE(focus().editing);
            select_and_delete(stage);
          },
      .typed = typed_text,
      .look = [](Stage&) {},
      .refusal = R"({"error":{"code":"invalid_token"}})",
      .is_input_text = true,
  };
  check_nothing_is_left(field, {widgets::Streaming::no}, 300);
}

TEST_CASE("residue: backup codes on screen, shown, copied, and gone") {
  std::size_t found = 0;
  std::size_t while_shown = 0;
  for (const auto streaming : {widgets::Streaming::no, widgets::Streaming::yes}) {
    std::vector<Scrambled> codes;
    for (unsigned i = 0; i < 8; ++i) {
      codes.push_back(made_up(9, 400 + i + (streaming == widgets::Streaming::yes ? 50 : 0)));
      codes.back()[4] = static_cast<unsigned char>('-') ^ scramble;
    }
    World world(streaming);
    world.sign_in();
    auto source = widgets::backup_codes_of_user(*world.client);
    source.status = {};
    auto panel = std::make_unique<widgets::BackupCodes>(source, world.state);
    panel->open();
    Stage stage(play_of(world, *panel), in_window());
    stage.live = true;
    stage.frames(40);
    panel->apply({Action::create_codes});
    answer(*world.transport, codes);
    stage.frames(60);
    REQUIRE(panel->has_unsaved_codes());
    for (std::uint8_t i = 0; i < 8; ++i) {
      panel->apply({Action::reveal_row, i});
      stage.frames(2);
    }
    stage.press(&imgui::PadState::north);
    stage.press_ctrl(Key::c);
    stage.frames(5);
    for (const Scrambled& code : codes) while_shown += count_fragments(code, true);
    panel.reset();
    stage.replace(elsewhere());
    stage.live = false;
    stage.frames(3);
    for (const Scrambled& code : codes) found += count_fragments(code);
  }
  std::printf("residue: 8 codes shown: %zu fragments in dumped memory, %zu after they went\n",
              while_shown, found);
  CHECK(while_shown == 0);
  CHECK(found == 0);
}
