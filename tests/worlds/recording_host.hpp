// A host for components that writes down what it is asked for, and a played client's time.
// Knows no component.
#pragma once

#include <hellojohn/testing/fake_transport.hpp>
#include <hellojohn/widgets/host.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn::tests {

/// What a host was asked for.
struct HostLog {
  std::string clipboard;
  std::string saved_name, saved_text, printed, note;
  std::vector<bool> capture, keyboard;
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
    return std::string("Documents");
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
  host.on_screen_keyboard = [&log](bool on) { log.keyboard.push_back(on); };
  host.capture = [&log](bool on) { log.capture.push_back(on); };
  host.streaming = [&log] { return log.streaming; };
  host.wall_time = [&clock] { return clock.wall_now(); };
  host.entropy = [](void* bytes, std::size_t size) {
    auto* out = static_cast<unsigned char*>(bytes);
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<unsigned char>(i == 0 ? 3 : 0);
  };
  return host;
}

}  // namespace hellojohn::tests
