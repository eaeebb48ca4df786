// Exchanges that could not begin because there was no memory: a fixed list, reported from the I/O thread.
#pragma once

#include "net/engine_share.hpp"

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {

class LostExchanges {
 public:
  /// From any thread. Beyond the list's size the caller's own deadline ends the call.
  void add(const std::shared_ptr<EngineShare>& share, ExchangeId id, ExchangeSink& sink) noexcept {
    const std::lock_guard lock(mutex_);
    for (LostExchange& place : places_) {
      if (place.sink != nullptr) continue;
      place = {share, id, &sink};
      any_.store(true, std::memory_order_release);
      return;
    }
  }
  /// Costs one look where nothing was lost, as in every call but few.
  void report() noexcept {
    if (!any_.load(std::memory_order_acquire)) return;
    any_.store(false, std::memory_order_relaxed);
    for (LostExchange& place : places_) {
      LostExchange taken;
      {
        const std::lock_guard lock(mutex_);
        taken = std::exchange(place, LostExchange{});
      }
      if (taken.sink == nullptr) continue;
      TransportFailure why;
      why.code = Errc::resource;
      taken.share->sinks.failure(*taken.sink, taken.id, std::move(why));
    }
  }

 private:
  struct LostExchange {
    std::shared_ptr<EngineShare> share;
    ExchangeId id = 0;
    ExchangeSink* sink = nullptr;
  };
  std::atomic<bool> any_{false};
  std::mutex mutex_;
  std::array<LostExchange, 64> places_{};
};

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
