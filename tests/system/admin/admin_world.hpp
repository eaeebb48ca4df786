// An admin::Client on a ScriptedTransport and a virtual clock, with its local record kept.
#pragma once

#include "worlds/client_world.hpp"
#include "worlds/mock_people.hpp"

#include <hellojohn/admin/admin.hpp>
#include <hellojohn/testing/mock_service.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hellojohn::tests {

inline const char* const mock_tenant = "tnt_01HABCDEF654321";

inline const admin::IdentityCheck checked{"video call", "ana@studio", "T-4711",
                                          "Lost phone, no backup codes"};

/// The local record as lines, and the outcomes that were told.
class CollectingRecord final : public admin::OverrideLog {
 public:
  void on_override(const admin::OverrideRecord& record) noexcept override {
    lines.push_back(to_json(record));
    stages.push_back(record.stage);
  }
  std::vector<std::string> lines;
  std::vector<admin::OverrideRecord::Stage> stages;
};

struct AdminWorld {
  explicit AdminWorld(LogSink* log = nullptr) {
    admin::ClientOptions options;
    options.base_url = "https://auth.example.com";
    options.tenant_id = "tnt_1";
    options.secret_key = Secret("sk_test_abcdef");
    auto owned = std::make_unique<testing::ScriptedTransport>();
    transport = owned.get();
    options.transport = std::move(owned);
    options.clock = &clock;
    options.record = &record;
    options.log = log;
    client = std::make_unique<admin::Client>(admin::Client::create(std::move(options)).value());
  }

  [[nodiscard]] std::string target() const { return transport->open().request.target; }
  [[nodiscard]] std::string body() const {
    return std::string(transport->open().request.body.reveal());
  }
  /// The whole request leaves; no answer comes.
  void lose_answer() {
    (void)transport->last_write();
    transport->fail(failed(Errc::connection_lost, Sent::all));
  }
  void pass(std::chrono::milliseconds time) {
    clock.advance(time);
    (void)client->poll();
  }

  testing::VirtualClock clock;
  CollectingRecord record;
  testing::ScriptedTransport* transport = nullptr;
  std::unique_ptr<admin::Client> client;
};

/// A desk of the mock's own tenant, in process. **Lifetime** service and clock must outlive it.
inline admin::Client desk_of(testing::MockService& service, const Clock& clock,
                             admin::OverrideLog* record = nullptr,
                             const char* key = "sk_live_abc123") {
  admin::ClientOptions options;
  options.base_url = "https://auth.example.com";
  options.tenant_id = mock_tenant;
  options.secret_key = Secret(key);
  options.transport = std::make_unique<testing::FakeTransport>(service);
  options.clock = &clock;
  options.record = record;
  return admin::Client::create(std::move(options)).value();
}

}  // namespace hellojohn::tests
