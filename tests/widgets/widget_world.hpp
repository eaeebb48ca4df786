// A component's world: a client on a scripted transport, virtual time, and a host that records what it is asked for.
#pragma once

#include "worlds/catch.hpp"
#include "worlds/client_world.hpp"
#include "worlds/recording_host.hpp"

#include <hellojohn/widgets/host_state.hpp>
#include <hellojohn/widgets/screen.hpp>
#include <hellojohn/widgets/text.hpp>

#include <hellojohn/widgets/code_field.hpp>

#include <string>
#include <utility>
#include <vector>

namespace hellojohn::tests {

struct WidgetWorld : ClientWorld {
  WidgetWorld() : state(recording_host(log, clock), {"Sky Game", "help@example.com", {}}) {}

  /// One frame: time passes, the client polls, the component looks.
  template <class C>
  void frame(C& component, std::chrono::milliseconds by = std::chrono::milliseconds(16)) {
    clock.advance(by);
    (void)client->poll();
    component.update(clock.now());
  }
  /// A press, after the time in which presses are ignored.
  template <class C>
  void press(C& component, widgets::Action action, std::uint8_t index = 0) {
    frame(component, std::chrono::milliseconds(16));
    frame(component, std::chrono::milliseconds(500));
    component.apply({action, index});
    frame(component);
  }
  template <class C>
  void type(C& component, std::string_view text) {
    const auto* field = component.view().find(widgets::Role::code_field);
    REQUIRE(field != nullptr);
    for (const char c : text) field->code->insert(static_cast<char32_t>(c));
  }

  HostLog log;
  widgets::HostState state;
};

/// The sentence as a person reads it, in English.
inline std::string words(const widgets::Message& message) {
  static const widgets::Text english;
  char out[widgets::longest_sentence];
  return std::string(english.format(message, out));
}

/// True if some element of the screen says it.
inline bool says(const widgets::Screen& screen, widgets::MessageId id) {
  return screen.find(id) != nullptr;
}

}  // namespace hellojohn::tests
