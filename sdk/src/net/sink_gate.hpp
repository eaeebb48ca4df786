// The one door through which sinks are called, so that shutdown can close it on an I/O thread that
// does not end in time. Knows nothing of exchanges.
#pragma once

#include <hellojohn/transport.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {

/// **Thread safety** the calls from the I/O thread; shut from any.
class SinkGate {
 public:
  [[nodiscard]] bool last_write(ExchangeSink& sink, ExchangeId id) noexcept {
    bool allowed = false;
    pass([&] { allowed = sink.on_last_write(id); });
    return allowed;
  }
  void response(ExchangeSink& sink, ExchangeId id, HttpResponse&& answer) noexcept {
    pass([&] { sink.on_response(id, std::move(answer)); });
  }
  void failure(ExchangeSink& sink, ExchangeId id, TransportFailure&& why) noexcept {
    pass([&] { sink.on_failure(id, std::move(why)); });
  }
  void wake(ExchangeSink& sink) noexcept {
    pass([&] { sink.on_wake(); });
  }

  /// No call begins after this has returned. One that is running is waited for until the deadline;
  /// false if it goes on even then.
  bool shut(std::chrono::steady_clock::time_point deadline) noexcept {
    std::unique_lock lock(mutex_);
    shut_ = true;
    return left_.wait_until(lock, deadline, [this] { return !inside_; });
  }

 private:
  template <class Call>
  void pass(Call&& call) noexcept {
    {
      const std::lock_guard lock(mutex_);
      if (shut_) return;
      inside_ = true;
    }
    call();
    const std::lock_guard lock(mutex_);
    inside_ = false;
    if (shut_) left_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable left_;
  bool inside_ = false;
  bool shut_ = false;
};

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
