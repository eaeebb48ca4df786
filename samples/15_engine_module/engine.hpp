// What this sample's engine lends the library: time, a log, an HTTP stack. None of it starts a thread.
#pragma once

#include <hellojohn/clock.hpp>
#include <hellojohn/log.hpp>
#include <hellojohn/transport.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace engine {

/// What went through operator new since the program began.
struct Allocations {
  std::size_t count = 0;
  std::size_t bytes = 0;
};
[[nodiscard]] Allocations allocations() noexcept;

/// Frame time: it moves when a frame begins.
class FrameClock final : public hellojohn::Clock {
 public:
  void begin_frame() noexcept { elapsed_ += std::chrono::milliseconds(16); }
  [[nodiscard]] std::chrono::steady_clock::time_point now() const noexcept override {
    return std::chrono::steady_clock::time_point(elapsed_);
  }
  [[nodiscard]] std::chrono::system_clock::time_point wall_now() const noexcept override {
    return std::chrono::system_clock::time_point(elapsed_);
  }

 private:
  std::chrono::milliseconds elapsed_{1000};
};

/// The engine's log takes what it wants of a record.
class Log final : public hellojohn::LogSink {
 public:
  void on_log(const hellojohn::LogRecord& record) noexcept override;
  void mute() noexcept { muted_ = true; }

 private:
  bool muted_ = false;
};

/// The engine's HTTP as it is met in most of them: requests go in from the game's thread and come back in the engine's
/// own update, on the same thread. Here the far end is a table of answers instead of a network.
class Http final : public hellojohn::Transport {
 public:
  void start(hellojohn::ExchangeId id, hellojohn::HttpRequest&& request,
             hellojohn::ExchangeSink& sink) noexcept override;
  void cancel(hellojohn::ExchangeId id) noexcept override;
  void shutdown(std::chrono::steady_clock::time_point deadline) noexcept override;

  /// Once a frame: ends what was started before.
  void update() noexcept;

 private:
  struct Running {
    hellojohn::ExchangeId id = 0;
    hellojohn::HttpRequest request;
    hellojohn::ExchangeSink* sink = nullptr;
    bool cancelled = false;
  };
  static void end(Running& running) noexcept;

  std::vector<Running> running_;
};

}  // namespace engine
