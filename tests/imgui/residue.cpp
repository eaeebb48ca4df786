// What Dear ImGui keeps of what was typed, pasted and shown, after each way of leaving a field: nothing. The secrets are
// made here and kept scrambled; keys go through ImGui's public input one by one.
#include "imgui/stage.hpp"
#include "residue/scanner.hpp"
#include "support/catch.hpp"
#include "support/client_world.hpp"

#include <hellojohn/widgets/backup_codes.hpp>
#include <hellojohn/widgets/challenge.hpp>
#include <hellojohn/widgets/lost_access.hpp>
#include <hellojohn/widgets/sign_in.hpp>

#include <cstdio>
#include <random>
#include <string>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using widgets::Action;
using widgets::Role;

namespace {

constexpr std::string_view upper = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

Scrambled made_up(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  Scrambled out;
  for (std::size_t i = 0; i < size; ++i) {
    out.push_back(static_cast<unsigned char>(upper[random() % upper.size()]) ^ scramble);
  }
  return out;
}

void put(Secret& out, const Scrambled& secret) {
  for (const unsigned char byte : secret) {
    const char plain = static_cast<char>(byte ^ scramble);
    out.append({&plain, 1});
  }
}

/// The clipboard of the platform: text that is there while it is read.
Secret clipboard_text;
const char* read_clipboard() {
  static constexpr char none[] = "";
  return clipboard_text.empty() ? none : clipboard_text.reveal().data();
}

struct World : ClientWorld {
  explicit World(widgets::Streaming streaming = widgets::Streaming::no)
      : state(host(streaming), {}) {}
  static widgets::Host host(widgets::Streaming streaming) {
    widgets::Host host;
    host.write_clipboard = [](SecretView text) { return !text.empty(); };
    host.streaming = [streaming] { return streaming; };
    return host;
  }
  widgets::HostState state;
};

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

/// A component on a stage of its own, drawn in a window.
template <class C>
Play play_of(World& world, C& component) {
  return {[&component](const imgui::Style& style, const widgets::Text& text) {
            return imgui::draw(component.view(), style, text);
          },
          [&world, &component](std::chrono::milliseconds by) {
            world.clock.advance(by);
            (void)world.client->poll();
            component.update(world.clock.now());
          },
          [&component](const widgets::Intents& intents) {
            for (const widgets::Intent& intent : intents) component.apply(intent);
          }};
}

StageOptions in_window() {
  StageOptions options;
  options.frame = Frame::window;
  return options;
}

void type_secret(Stage& stage, const Scrambled& secret) {
  for (const unsigned char byte : secret) {
    tests::type(static_cast<char32_t>(byte ^ scramble));
    stage.frame();
  }
}

/// All in one frame, as a fast keyboard or an input method does.
void type_at_once(Stage& stage, const Scrambled& secret) {
  for (const unsigned char byte : secret) tests::type(static_cast<char32_t>(byte ^ scramble));
  stage.frames(static_cast<int>(secret.size()) + 2);  // The newest ImGui takes them one a frame.
}

void paste(Stage& stage, const Scrambled& secret) {
  put(clipboard_text, secret);
  stage.press_ctrl(Key::v);
  clipboard_text.clear();
}

void select_and_delete(Stage& stage) {
  stage.press_ctrl(Key::a);
  stage.press(Key::del);
}

/// How somebody leaves a text field.
struct Way {
  const char* name;
  void (*go)(Stage& stage);
};
const Way ways[] = {
    {"Tab", [](Stage& stage) { stage.press(Key::tab); }},
    {"Escape", [](Stage& stage) { stage.press(Key::escape); }},
    {"click elsewhere",
     [](Stage& stage) {
       stage.click({3, 1700});
     }},
    {"submit", [](Stage& stage) { stage.press(Key::enter); }},
    {"undo, then Tab",
     [](Stage& stage) {
       for (int i = 0; i < 4; ++i) stage.press_ctrl(Key::z);
       stage.press(Key::tab);
     }},
    {"deleted, then Tab",
     [](Stage& stage) {
       select_and_delete(stage);
       stage.press(Key::tab);
     }},
    {"deleted one by one, then Escape",
     [](Stage& stage) {
       for (int i = 0; i < 40; ++i) stage.press(Key::backspace);
       stage.press(Key::escape);
     }},
    {"dropped while typing", [](Stage&) {}},
};

/// The screen is gone: the host draws something of its own.
Play elsewhere() {
  return {[](const imgui::Style&, const widgets::Text&) {
            ImGui::TextUnformatted("elsewhere");
            return widgets::Intents();
          },
          {},
          {}};
}

using Enter = void (*)(Stage& stage, const Scrambled& secret);
const Enter entries[] = {type_secret, type_at_once, paste};

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
  std::size_t found = 0;
  unsigned seed = 100;
  for (const Way& way : ways) {
    for (const Enter enter : entries) {
      const Scrambled secret = made_up(20, ++seed);
      World world;
      auto sign_in = std::make_unique<widgets::SignIn>(*world.client, world.state);
      Stage stage(play_of(world, *sign_in), in_window());
      use_clipboard(read_clipboard);
      stage.live = true;
      stage.frames(40);
      stage.type("a@example.com");
      stage.press(Key::tab);
      REQUIRE(focus().editing);
      enter(stage, secret);
      const bool arrived = sign_in->view().find(Role::password_field)->input->size() == 20;
      CHECK(arrived);
      way.go(stage);
      stage.live = false;
      if (world.transport->open_count() > 0) {
        world.transport->respond(401, R"({"error":{"code":"invalid_credentials"}})");
        (void)world.client->poll();
        sign_in->update(world.clock.now());
      }
      sign_in.reset();
      stage.replace(elsewhere());
      stage.frames(3);
      imgui::scrub();
      const std::size_t left = count_fragments(secret);
      INFO(way.name << ", way in " << (enter == paste ? "paste" : "typed"));
      CHECK(left == 0);
      found += left;
    }
  }
  std::printf("residue: a password, %zu ways out, typed and pasted: %zu fragments left\n",
              std::size(ways), found);
}

TEST_CASE("residue: a code, typed and pasted, shown and hidden") {
  std::size_t found = 0;
  unsigned seed = 200;
  for (const auto streaming : {widgets::Streaming::no, widgets::Streaming::yes}) {
    for (const Way& way : ways) {
      for (const Enter enter : entries) {
        const Scrambled secret = made_up(8, ++seed);
        World world(streaming);
        auto challenge = std::make_unique<widgets::Challenge>(*world.client, world.state);
        challenge->start({"chl_1", {}}, "al");
        challenge->offer_backup();
        Stage stage(play_of(world, *challenge), in_window());
        use_clipboard(read_clipboard);
        stage.live = true;
        stage.frames(40);
        REQUIRE(challenge->view().find(Role::code_field) != nullptr);
        enter(stage, secret);
        CHECK(challenge->view().find(Role::code_field)->code->size() == 8);
        stage.press(&imgui::PadState::north);  // Shown, where it may be.
        stage.frames(2);
        way.go(stage);
        stage.live = false;
        if (world.transport->open_count() > 0) {
          world.transport->respond(401, R"({"error":{"code":"invalid_mfa_code"}})");
          (void)world.client->poll();
          challenge->update(world.clock.now());
        }
        challenge.reset();
        stage.replace(elsewhere());
        stage.frames(3);
        const std::size_t left = count_fragments(secret);
        INFO(way.name << ", way in " << (enter == paste ? "paste" : "typed"));
        CHECK(left == 0);
        found += left;
      }
    }
  }
  std::printf("residue: a code, %zu ways out, typed and pasted, streamed or not: %zu left\n",
              std::size(ways), found);
}

TEST_CASE("residue: a recovery link, typed and pasted") {
  std::size_t found = 0;
  unsigned seed = 300;
  for (const Way& way : ways) {
    for (const Enter enter : entries) {
      const Scrambled secret = made_up(30, ++seed);
      World world;
      auto lost = std::make_unique<widgets::LostAccess>(*world.client, world.state);
      lost->open("a@example.com");
      lost->receive_link("rec_tok_abcdefgh12345678");
      Stage stage(play_of(world, *lost), in_window());
      use_clipboard(read_clipboard);
      stage.live = true;
      stage.frames(40);
      REQUIRE(lost->view().find(Role::password_field) != nullptr);
      for (int i = 0; i < 6 && !focus().editing; ++i) stage.press(Key::tab);
      REQUIRE(focus().editing);
      select_and_delete(stage);
      enter(stage, secret);
      CHECK(lost->view().find(Role::password_field)->input->size() == 30);
      way.go(stage);
      stage.live = false;
      if (world.transport->open_count() > 0) {
        world.transport->respond(401, R"({"error":{"code":"invalid_token"}})");
        (void)world.client->poll();
        lost->update(world.clock.now());
      }
      lost.reset();
      stage.replace(elsewhere());
      stage.frames(3);
      imgui::scrub();
      const std::size_t left = count_fragments(secret);
      INFO(way.name << ", way in " << (enter == paste ? "paste" : "typed"));
      CHECK(left == 0);
      found += left;
    }
  }
  std::printf("residue: a recovery link, %zu ways out, typed and pasted: %zu fragments left\n",
              std::size(ways), found);
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
