// What surrounds a demo: the mock service in this process, a clock that can be put forward, mailbox, phone and paper of its
// people, and the faults of a bad day. Knows no socket: demo_server.hpp says how a client reaches the service.
#pragma once

#include "apps/common/demo_server.hpp"

#include <hellojohn/clock.hpp>
#include <hellojohn/options.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace samples {

/// The system's clocks, put forward as by a sleep of the machine: calls in flight keep their deadlines, all else ages.
class ForwardClock final : public hellojohn::Clock {
 public:
  [[nodiscard]] std::chrono::steady_clock::time_point now() const noexcept override;
  [[nodiscard]] std::chrono::system_clock::time_point wall_now() const noexcept override;
  [[nodiscard]] std::chrono::steady_clock::duration suspended() const noexcept override;
  void forward(std::chrono::milliseconds by) noexcept { forward_ms_ += by.count(); }

 private:
  std::atomic<std::int64_t> forward_ms_{0};
};

enum class NetworkFault : std::uint8_t {
  none,
  offline,  ///< Connections close before anything is processed.
  error_500,
  error_503,    ///< With Retry-After.
  slow,         ///< Answers come after 3 s.
  lost_answer,  ///< Processed; the connection closes without the answer.
};

struct DemoPerson {
  const char* email;
  const char* password;
  const char* id;
  const char* factor;  ///< The authenticator they start with; null: none.
};
inline constexpr DemoPerson demo_people[] = {
    {"alice@example.com", "correct horse battery", "usr_01HABCDEF123456", "fac_01HABCDEF555444"},
    {"bob@example.com", "staple orbit lantern", "usr_01HABCDEF222222", "fac_01HABCDEF222222"},
    {"carol@example.com", "plain sailing today", "usr_01HABCDEF333333", nullptr},
};

class DemoWorld {
 public:
  /// Null, and why in `problem`, where no socket can be opened.
  [[nodiscard]] static std::unique_ptr<DemoWorld> start(
      std::string& problem, hellojohn::ServerDialect dialect = hellojohn::ServerDialect::v1);

  [[nodiscard]] hellojohn::ClientOptions client_options() const;
  [[nodiscard]] const ForwardClock& clock() const noexcept { return clock_; }
  /// Client and service alike.
  void forward(std::chrono::milliseconds by);

  [[nodiscard]] std::vector<hellojohn::testing::MockMail> outbox();
  /// The newest recovery link; empty if there is none.
  [[nodiscard]] std::string mailed_link();
  [[nodiscard]] std::vector<std::string> backup_codes(const DemoPerson& person);
  [[nodiscard]] std::string totp(const char* factor_id);
  /// Of the authenticator that was set up last in this run; empty if none was.
  [[nodiscard]] std::string newest_totp();

  void set_fault(NetworkFault fault);
  [[nodiscard]] NetworkFault fault() const noexcept { return fault_; }

 private:
  DemoWorld(DemoServer server, hellojohn::ServerDialect dialect)
      : server_(std::move(server)), dialect_(dialect) {}
  void control(const char* method, const char* target, const char* body);

  DemoServer server_;
  hellojohn::ServerDialect dialect_;
  ForwardClock clock_;
  NetworkFault fault_ = NetworkFault::none;
};

}  // namespace samples
