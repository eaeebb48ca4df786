// The seam between a host's own clock and the built-in transport, which knows only the system's steady clock.
#pragma once

#include <hellojohn/clock.hpp>
#include <hellojohn/transport.hpp>

#include <chrono>
#include <memory>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace detail {

/// Hands everything to `inner`, with times of `clock` told as times of the steady clock.
class ClockSeam final : public Transport {
 public:
  using Time = std::chrono::steady_clock::time_point;

  ClockSeam(std::unique_ptr<Transport> inner, const Clock& clock) noexcept
      : inner_(std::move(inner)), clock_(clock) {}

  void start(ExchangeId id, HttpRequest&& request, ExchangeSink& sink) noexcept override {
    request.deadline = steady(request.deadline);
    inner_->start(id, std::move(request), sink);
  }
  void cancel(ExchangeId id) noexcept override { inner_->cancel(id); }
  // This limit comes from the steady clock already.
  void shutdown(Time deadline) noexcept override { inner_->shutdown(deadline); }
  bool wake_at(Time when, ExchangeSink& sink) noexcept override {
    return inner_->wake_at(steady(when), sink);
  }
  // A caller waits by the steady clock, whatever the host's clock says.
  [[nodiscard]] bool is_driven() const noexcept override { return inner_->is_driven(); }
  bool drive(Time until) noexcept override { return inner_->drive(until); }

 private:
  [[nodiscard]] Time steady(Time told) const noexcept {
    return std::chrono::steady_clock::now() + (told - clock_.now());
  }

  std::unique_ptr<Transport> inner_;
  const Clock& clock_;
};

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
