// Exchanges that could not begin because there was no memory: a fixed list, reported from the I/O thread.
#pragma once

#include "net/sink_gate.hpp"

#include <array>
#include <mutex>
#include <utility>

namespace hellojohn::inline v0::net {

class Orphans {
 public:
  /// From any thread. Beyond the list's size the caller's own deadline ends the call.
  void add(ExchangeId id, ExchangeSink& sink) noexcept {
    const std::lock_guard lock(mutex_);
    for (Orphan& place : places_) {
      if (place.sink != nullptr) continue;
      place = {id, &sink};
      return;
    }
  }
  void report(SinkGate& gate) noexcept {
    for (Orphan& place : places_) {
      Orphan taken;
      {
        const std::lock_guard lock(mutex_);
        taken = std::exchange(place, Orphan{});
      }
      if (taken.sink == nullptr) continue;
      TransportFailure why;
      why.code = Errc::resource;
      gate.failure(*taken.sink, taken.id, std::move(why));
    }
  }

 private:
  struct Orphan {
    ExchangeId id = 0;
    ExchangeSink* sink = nullptr;
  };
  std::mutex mutex_;
  std::array<Orphan, 64> places_{};
};

}  // namespace hellojohn::inline v0::net
