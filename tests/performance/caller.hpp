// One library under test, behind the least that the measurements need. Each program of this folder defines
// make_caller() for its library and links driver.cpp.
#pragma once

#include "performance/wire.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace bench {

using Clock = std::chrono::steady_clock;
using Times = std::vector<Clock::duration>;

class Caller {
 public:
  virtual ~Caller() = default;
  /// That many verifies, one after the other, each timed. Ends the program where an answer is not what it should be.
  virtual void calls(std::size_t count, Times& times) = 0;
  /// The next call needs a connection; a TLS session may be resumed if the library does that on its own.
  virtual void disconnect() {}
  /// The next call needs a full handshake.
  virtual void forget_session() {}
  /// `total` calls, `width` of them at any time. False if the library has no way to do this.
  virtual bool many(std::size_t /*width*/, std::size_t /*total*/) { return false; }
};

[[nodiscard]] std::unique_ptr<Caller> make_caller(const Target& target);

/// Ends the program; a benchmark of failures is worth nothing.
[[noreturn]] void broke(const char* what);

/// Commands of only one program.
using Extra = bool (*)(const Target& target, const std::vector<std::string>& words);
extern const Extra extra;

}  // namespace bench
