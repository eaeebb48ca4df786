// Log records by allow-list: a record has room for what may be logged and for nothing else.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace hellojohn {
inline namespace v0 {

/// How much a record matters.
enum class LogLevel : std::uint8_t {
  trace,    ///< What a developer looks for.
  info,     ///< The normal course.
  warning,  ///< Something failed and was dealt with, or was passed to the caller.
  error,    ///< Something is wrong with the host or the library.
};

/// One log record. Views are valid only during the call. Holds no body, token, code, query or address.
struct LogRecord {
  LogLevel level = LogLevel::info;  ///< For filtering by the sink.
  std::string_view event{};         ///< Ours, e.g. "request_finished".
  std::string_view method{};        ///< HTTP method, or empty.
  std::string_view
      path_template{};  ///< E.g. "/v1/users/:user_id/mfa/factors"; ids are never filled in.
  int status = 0;       ///< HTTP status, or 0.
  std::chrono::milliseconds duration{0};  ///< From start to answer; 0 if nothing was timed.
  std::string_view request_id{};          ///< The server's; empty if there is none.
  std::string_view detail{};              ///< Ours and log-safe.
};

/// Receives records.
///
/// **Exceptions** none.
/// **Thread safety** called from any thread, sometimes while the library holds a lock: write and return, call nothing of the library.
/// **Lifetime** must outlive the Client.
class LogSink {
 public:
  virtual ~LogSink() = default;
  /// The record ends with the call: copy what is to stay.
  virtual void on_log(const LogRecord&) noexcept = 0;
};

}  // namespace v0
}  // namespace hellojohn
