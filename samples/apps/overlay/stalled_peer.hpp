// A server that takes connections and never says a word: the worst a network does to a game.
#pragma once

#include <cstdint>
#include <string>

namespace overlay {

class StalledPeer {
 public:
  StalledPeer();
  ~StalledPeer();
  StalledPeer(const StalledPeer&) = delete;
  StalledPeer& operator=(const StalledPeer&) = delete;

  /// "https://127.0.0.1:PORT"; empty if no socket could be opened.
  [[nodiscard]] std::string base_url() const;

 private:
  std::intptr_t socket_ = -1;
};

}  // namespace overlay
