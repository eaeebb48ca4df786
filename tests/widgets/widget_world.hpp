// A component's world: a client on a scripted transport, virtual time, and a host that records what it is asked for.
#pragma once

#include "support/catch.hpp"
#include "support/client_world.hpp"

#include <hellojohn/widgets/host_state.hpp>
#include <hellojohn/widgets/screen.hpp>
#include <hellojohn/widgets/text.hpp>

#include <hellojohn/widgets/code_field.hpp>

#include <string>
#include <utility>
#include <vector>

namespace hellojohn::tests {

/// What a host was asked for.
struct HostLog {
  std::string clipboard;
  std::string saved_name, saved_text, printed, note;
  std::vector<bool> capture;
  widgets::Streaming streaming = widgets::Streaming::no;
};

inline widgets::Host recording_host(HostLog& log, const testing::VirtualClock& clock) {
  widgets::Host host;
  host.write_clipboard = [&log](SecretView text) {
    log.clipboard = std::string(text.reveal());
    return true;
  };
  host.read_clipboard = [&log] { return Secret(log.clipboard); };
  host.save = [&log](std::string_view name, SecretView text) {
    log.saved_name = std::string(name);
    log.saved_text = std::string(text.reveal());
    return std::string("/home/someone/Documents");
  };
  host.print = [&log](SecretView text) {
    log.printed = std::string(text.reveal());
    return true;
  };
  host.write_note = [&log](std::string_view text) {
    log.note = std::string(text);
    return true;
  };
  host.read_note = [&log] { return log.note; };
  host.capture = [&log](bool on) { log.capture.push_back(on); };
  host.streaming = [&log] { return log.streaming; };
  host.wall_time = [&clock] { return clock.wall_now(); };
  host.entropy = [](void* bytes, std::size_t size) {
    auto* out = static_cast<unsigned char*>(bytes);
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<unsigned char>(i == 0 ? 3 : 0);
  };
  return host;
}

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

/// True where some element of the screen says it.
inline bool says(const widgets::Screen& screen, widgets::MessageId id) {
  return screen.find(id) != nullptr;
}

}  // namespace hellojohn::tests
