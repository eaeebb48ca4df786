// One operation on a scripted transport and a clock that the test moves. Knows no fault.
#pragma once

#include "bench.hpp"

#include <hellojohn/testing/fake_transport.hpp>

#include <atomic>
#include <memory>

namespace hellojohn::tests {

/// A wall clock that can be moved separately.
class SkewedClock final : public Clock {
 public:
  std::chrono::steady_clock::time_point now() const noexcept override { return base.now(); }
  std::chrono::system_clock::time_point wall_now() const noexcept override {
    return base.wall_now() + skew.load();
  }
  std::chrono::steady_clock::duration suspended() const noexcept override { return slept.load(); }
  testing::VirtualClock base;
  std::atomic<std::chrono::steady_clock::duration> slept{};
  std::atomic<std::chrono::milliseconds> skew{std::chrono::milliseconds(0)};
};

struct Stage {
  explicit Stage(char which, Timeouts timeouts = {}, SessionStore* store = nullptr,
                 LogSink* log = nullptr)
      : op(which) {
    Bench::Setup setup;
    setup.transport = [this] {
      auto owned = std::make_unique<testing::ScriptedTransport>();
      transport = owned.get();
      return owned;
    };
    setup.clock = &clock;
    setup.timeouts = timeouts;
    setup.store = store;
    setup.log = log;
    bench = std::make_unique<Bench>(which, setup);
  }
  void prepare() {
    bench->prepare([this] { serve(); });
  }
  void serve() {
    const auto request = transport->open().request;
    transport->respond(response_of(well_answer(request.method, request.target, op)));
  }
  void pass(std::chrono::milliseconds time) {
    clock.base.advance(time);
    bench->poll();
  }

  char op;
  SkewedClock clock;
  testing::ScriptedTransport* transport = nullptr;
  std::unique_ptr<Bench> bench;
};

}  // namespace hellojohn::tests
