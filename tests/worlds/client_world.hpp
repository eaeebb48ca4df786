// A Client on a ScriptedTransport and a virtual clock: a test decides every byte and every second.
#pragma once

#include <hellojohn/hellojohn.hpp>
#include <hellojohn/testing/fake_transport.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hellojohn::tests {

inline const char* const signed_in_answer =
    R"({"user":{"id":"usr_1","email":"a@example.com"},"session":{"id":"ses_1",)"
    R"("access_token":"access-one","refresh_token":"rft_one",)"
    R"("access_token_expires_at":"2024-01-15T11:00:00Z"}})";

inline const char* const renewed_answer =
    R"({"access_token":"access-two","refresh_token":"rft_two","expires_in":3600})";

inline const char* const codes_answer =
    R"({"codes":["ABCD-EFGH","IJKL-MNOP"],"generated_at":"2024-01-15T10:00:00Z"})";

inline const char* const challenge_answer =
    R"({"error":{"code":"mfa_required","message":"m","challenge_id":"chl_1",)"
    R"("available_factors":[{"id":"fac_1","type":"totp","name":"Phone"},)"
    R"({"id":"backup_codes","type":"backup_codes"}]}})";

class CollectingLog final : public LogSink {
 public:
  void on_log(const LogRecord& record) noexcept override {
    lines.push_back(std::string(record.event) + " " + std::string(record.path_template) + " " +
                    std::string(record.detail));
  }
  std::vector<std::string> lines;
};

struct ClientWorld {
  explicit ClientWorld(ClientOptions options = {}) {
    auto owned = std::make_unique<testing::ScriptedTransport>();
    transport = owned.get();
    options.base_url = "https://auth.example.com";
    options.tenant_id = "tnt_1";
    options.publishable_key = "pk_test_abcdef";
    options.transport = std::move(owned);
    options.clock = &clock;
    auto made = Client::create(std::move(options));
    client = std::make_unique<Client>(std::move(made).value());
  }

  void sign_in() {
    auto pending = client->auth().sign_in({"a@example.com", SecretView("pw")});
    transport->respond(200, signed_in_answer);
    (void)std::move(pending).take();
  }

  testing::VirtualClock clock;
  testing::ScriptedTransport* transport = nullptr;
  std::unique_ptr<Client> client;
};

inline Pending<Secret> token(ClientWorld& world) { return world.client->auth().access_token(); }

inline TransportFailure failed(Errc code, Sent sent, std::uint16_t status_seen = 0) {
  TransportFailure failure;
  failure.code = code;
  failure.sent = sent;
  failure.status_seen = status_seen;
  return failure;
}

}  // namespace hellojohn::tests
