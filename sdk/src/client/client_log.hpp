// What a Client tells the host's log: calls by their templates, troubles by their names. No secret comes here.
#pragma once

#include "client/call.hpp"

#include <hellojohn/clock.hpp>
#include <hellojohn/log.hpp>

#include <atomic>
#include <chrono>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace detail {

class ClientLog {
 public:
  ClientLog(LogSink* sink, const Clock& clock) noexcept : sink_(sink), clock_(clock) {}

  [[nodiscard]] bool is_read() const noexcept { return sink_ != nullptr; }
  /// `code` is null if the call has not failed. A call that sent nothing has no line.
  void call(const CallBase& call, std::string_view event, const Errc* code, int status,
            std::string_view request_id) noexcept {
    if (sink_ == nullptr || call.plan_.local) return;
    const OperationTraits& traits = call.exchange_.traits();
    LogRecord record;
    record.level = code != nullptr ? LogLevel::warning : LogLevel::info;
    record.event = event;
    record.method = traits.method;
    record.path_template = traits.path_template;
    record.status = status;
    record.duration =
        std::chrono::duration_cast<std::chrono::milliseconds>(clock_.now() - call.started_);
    record.request_id = request_id;
    if (code != nullptr) record.detail = to_string(*code);
    sink_->on_log(record);
  }
  void trouble(std::string_view event, std::string_view detail) noexcept {
    if (over_.load(std::memory_order_acquire)) return;
    (void)tell(event, detail);
  }
  /// False without a log.
  bool tell(std::string_view event, std::string_view detail) noexcept {
    if (sink_ == nullptr) return false;
    LogRecord record;
    record.level = LogLevel::error;
    record.event = event;
    record.detail = detail;
    sink_->on_log(record);
    return true;
  }
  /// The log may be gone with the Client: a store that ends late is not told of.
  void close() noexcept { over_.store(true, std::memory_order_release); }

 private:
  LogSink* sink_;
  const Clock& clock_;
  std::atomic<bool> over_{false};
};

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
