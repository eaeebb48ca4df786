// Made-up secrets that are kept scrambled, and a client on which components play their story.
#pragma once

#include "security/residue/scanner.hpp"
#include "worlds/client_world.hpp"

#include <hellojohn/widgets/host_state.hpp>
#include <hellojohn/widgets/screen.hpp>

#include <chrono>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hellojohn::tests {

/// Symbols that no other text of this program is made of in that order.
inline Scrambled made_up(std::size_t size, std::string_view alphabet, unsigned seed) {
  std::mt19937 random(seed);
  Scrambled out;
  for (std::size_t i = 0; i < size; ++i) {
    out.push_back(static_cast<unsigned char>(alphabet[random() % alphabet.size()]) ^ scramble);
  }
  return out;
}

inline constexpr std::string_view upper = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// A code of 4-4, the dash in its place.
inline Scrambled code(unsigned seed) {
  Scrambled out = made_up(9, upper, seed);
  out[4] = static_cast<unsigned char>('-') ^ scramble;
  return out;
}

inline void put(Secret& out, const Scrambled& secret) {
  for (const unsigned char byte : secret) {
    const char plain = static_cast<char>(byte ^ scramble);
    out.append({&plain, 1});
  }
}

inline std::size_t left_of(const std::vector<Scrambled>& secrets) {
  std::size_t found = 0;
  for (const Scrambled& secret : secrets) found += count_fragments(secret);
  return found;
}

struct World : ClientWorld {
  explicit World(ClientOptions options = {}) : ClientWorld(std::move(options)), state(host(), {}) {
    sign_in();
  }
  static widgets::Host host() {
    widgets::Host host;
    host.write_clipboard = [](SecretView text) { return !text.empty(); };
    host.save = [](std::string_view, SecretView) { return std::string("/tmp"); };
    return host;
  }
  template <class C>
  void frame(C& component, std::chrono::milliseconds by = std::chrono::milliseconds(16)) {
    clock.advance(by);
    (void)client->poll();
    component.update(clock.now());
  }
  template <class C>
  void press(C& component, widgets::Action action) {
    frame(component);
    frame(component, std::chrono::milliseconds(500));
    component.apply({action});
    frame(component);
  }
  void answer(int status, Secret&& body) {
    HttpResponse response;
    response.status = status;
    response.headers.push_back({"Content-Type", "application/json"});
    response.body = std::move(body);
    transport->respond(std::move(response));
  }
  widgets::HostState state;
};

/// How a component's story ends.
enum class End { well, refused, lost, destroyed };
inline constexpr End ends[] = {End::well, End::refused, End::lost, End::destroyed};

}  // namespace hellojohn::tests
