// Transports without a network, and a clock that only tests move: for tests of the SDK and of a host's screens.
#pragma once

#include <hellojohn/clock.hpp>
#include <hellojohn/testing/mock_service.hpp>
#include <hellojohn/transport.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace testing {

/// A clock that moves only by advance().
///
/// **Exceptions** none.
/// **Thread safety** any thread.
/// **Lifetime** must outlive what uses it.
class VirtualClock final : public Clock {
 public:
  /// Both clocks go on by this much; never back.
  void advance(std::chrono::milliseconds by) noexcept { offset_ += by.count(); }
  [[nodiscard]] std::chrono::steady_clock::time_point now() const noexcept override {
    return std::chrono::steady_clock::time_point(std::chrono::hours(1)) +
           std::chrono::milliseconds(offset_.load());
  }
  /// Begins at 2024-01-15T10:00:00Z.
  [[nodiscard]] std::chrono::system_clock::time_point wall_now() const noexcept override {
    return std::chrono::system_clock::time_point(std::chrono::seconds(1705312800)) +
           std::chrono::milliseconds(offset_.load());
  }

 private:
  std::atomic<std::chrono::milliseconds::rep> offset_{0};
};

/// What answers a request. May block; called on the transport's own thread.
using FakeHandler = std::function<MockAnswer(const HttpRequest&)>;

/// Answers requests with a function, one after the other, on its own thread.
///
/// Obeys MockAnswer::delivery and delay; a dropped answer is a connection_lost.
/// **Exceptions** std::bad_alloc and std::system_error from its constructors.
/// **Thread safety** any thread.
/// **Lifetime** the Client owns it.
class FakeTransport final : public Transport {
 public:
  /// Starts the thread that calls `handler`, which must not be empty.
  explicit FakeTransport(FakeHandler handler);
  /// Answers with a service. **Lifetime** the service must outlive the transport.
  explicit FakeTransport(MockService& service);
  ~FakeTransport() override;

  ///@{
  /// See Transport.
  void start(ExchangeId id, HttpRequest&& request, ExchangeSink& sink) noexcept override;
  void cancel(ExchangeId id) noexcept override;
  void shutdown(std::chrono::steady_clock::time_point deadline) noexcept override;
  ///@}

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// What a ScriptedTransport was asked to send. Seen by reference; a test answers it by hand.
struct ScriptedExchange {
  ExchangeId id = 0;       ///< For cancel().
  HttpRequest request;     ///< No headers of the transport's own.
  bool cancelled = false;  ///< cancel() was called for it.
};

/// A transport with no thread: a test looks at what was sent and says, step by step, what becomes of it.
///
/// **Exceptions** std::bad_alloc from what the test calls.
/// **Thread safety** the test's thread, except start() and cancel().
/// **Lifetime** the Client owns it; the test keeps a pointer.
class ScriptedTransport final : public Transport {
 public:
  ScriptedTransport();
  ~ScriptedTransport() override;

  /// Exchanges that have no outcome yet, oldest first.
  [[nodiscard]] std::size_t open_count() const;
  /// How many were started in all.
  [[nodiscard]] std::size_t started_count() const;
  /// The i-th open exchange's request: a copy of its public parts and its body.
  [[nodiscard]] ScriptedExchange open(std::size_t index = 0) const;

  /// Announces the last write of the i-th open exchange; the sink's answer.
  bool last_write(std::size_t index = 0);
  /// Ends the i-th open exchange. respond() announces the last write first, unless that was done.
  void respond(HttpResponse&& response, std::size_t index = 0);
  ///@{
  /// Ends the i-th open exchange.
  void respond(int status, std::string_view json, std::size_t index = 0);
  void fail(TransportFailure&& failure, std::size_t index = 0);
  ///@}

  ///@{
  /// See Transport; nothing is sent, and cancel() only notes that it was called.
  void start(ExchangeId id, HttpRequest&& request, ExchangeSink& sink) noexcept override;
  void cancel(ExchangeId id) noexcept override;
  void shutdown(std::chrono::steady_clock::time_point deadline) noexcept override;
  ///@}

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace testing
}  // namespace v0
}  // namespace hellojohn
