// Secrets made here and kept scrambled, put into a field on every way and left on every way: what ImGui still has of them.
#pragma once

#include "imgui/stage.hpp"
#include "security/residue/scanner.hpp"
#include "worlds/catch.hpp"
#include "worlds/client_world.hpp"

#include <cstdio>
#include <initializer_list>
#include <memory>
#include <random>
#include <string_view>

namespace hellojohn::tests {

using namespace std::chrono_literals;

inline constexpr std::string_view upper = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

inline Scrambled made_up(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  Scrambled out;
  for (std::size_t i = 0; i < size; ++i) {
    out.push_back(static_cast<unsigned char>(upper[random() % upper.size()]) ^ scramble);
  }
  return out;
}

inline void put(Secret& out, const Scrambled& secret) {
  for (const unsigned char byte : secret) {
    const char plain = static_cast<char>(byte ^ scramble);
    out.append({&plain, 1});
  }
}

/// The clipboard of the platform: text that is there while it is read.
inline Secret clipboard_text;
inline const char* read_clipboard() {
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

/// A component on its own stage, drawn in a window.
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

inline StageOptions in_window() {
  StageOptions options;
  options.frame = Frame::window;
  return options;
}

inline void type_secret(Stage& stage, const Scrambled& secret) {
  for (const unsigned char byte : secret) {
    tests::type(static_cast<char32_t>(byte ^ scramble));
    stage.frame();
  }
}

/// All in one frame, as a fast keyboard or an input method does.
inline void type_at_once(Stage& stage, const Scrambled& secret) {
  for (const unsigned char byte : secret) tests::type(static_cast<char32_t>(byte ^ scramble));
  stage.frames(static_cast<int>(secret.size()) + 2);  // The newest ImGui takes them one a frame.
}

inline void paste(Stage& stage, const Scrambled& secret) {
  put(clipboard_text, secret);
  stage.press_ctrl(Key::v);
  clipboard_text.clear();
}

inline void select_and_delete(Stage& stage) {
  stage.press_ctrl(Key::a);
  stage.press(Key::del);
}

/// How somebody leaves a text field.
struct Way {
  const char* name;
  void (*go)(Stage& stage);
};
inline const Way ways[] = {
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

/// The screen is gone: the host draws its own picture.
inline Play elsewhere() {
  return {[](const imgui::Style&, const widgets::Text&) {
            ImGui::TextUnformatted("elsewhere");
            return widgets::Intents();
          },
          {},
          {}};
}

using Enter = void (*)(Stage& stage, const Scrambled& secret);
inline const Enter entries[] = {type_secret, type_at_once, paste};

/// A field that a secret of `size` characters is typed into, in a separate component.
template <class C>
struct Field {
  const char* what;
  std::size_t size;
  std::unique_ptr<C> (*make)(World& world);
  void (*reach)(Stage& stage);
  std::size_t (*typed)(const widgets::Screen& screen);
  void (*look)(Stage& stage);
  const char* refusal;  // What the server answers where it was asked.
  bool is_input_text;   // ImGui's own, which the host is asked to scrub.
};

template <class C>
std::size_t left_of(const Field<C>& field, World& world, const Way& way, Enter enter,
                    unsigned seed) {
  const Scrambled secret = made_up(field.size, seed);
  std::unique_ptr<C> component = field.make(world);
  Stage stage(play_of(world, *component), in_window());
  use_clipboard(read_clipboard);
  stage.live = true;
  stage.frames(40);
  field.reach(stage);
  enter(stage, secret);
  CHECK(field.typed(component->view()) == field.size);
  field.look(stage);
  way.go(stage);
  stage.live = false;
  if (world.transport->open_count() > 0) {
    world.transport->respond(401, field.refusal);
    (void)world.client->poll();
    component->update(world.clock.now());
  }
  component.reset();
  stage.replace(elsewhere());
  stage.frames(3);
  if (field.is_input_text) imgui::scrub();
  return count_fragments(secret);
}

/// On every way in and every way out of the field.
template <class C>
void check_nothing_is_left(const Field<C>& field, std::initializer_list<widgets::Streaming> hosts,
                           unsigned seed) {
  std::size_t found = 0;
  for (const widgets::Streaming streaming : hosts) {
    for (const Way& way : ways) {
      for (const Enter enter : entries) {
        INFO(way.name << ", way in " << (enter == paste ? "paste" : "typed"));
        World world(streaming);
        const std::size_t left = left_of(field, world, way, enter, ++seed);
        CHECK(left == 0);
        found += left;
      }
    }
  }
  std::printf("residue: %s, %zu ways out, typed and pasted: %zu fragments left\n", field.what,
              std::size(ways), found);
}

}  // namespace hellojohn::tests
