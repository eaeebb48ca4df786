// What crosses the border of a DLL: calls over TLS, exceptions that a callback throws, types, constants, memory.
#include <hellojohn/hellojohn.hpp>
#include <hellojohn/stores/plaintext_file_store.hpp>
#include <hellojohn/testing/mock_server.hpp>

#include <atomic>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <utility>

namespace {

bool report(const char* part, bool well) {
  std::printf("%s %s\n", well ? "ok  " : "FAIL", part);
  return well;
}

/// An interface of the library that the host implements.
class OwnLog final : public hellojohn::LogSink {
 public:
  void on_log(const hellojohn::LogRecord& record) noexcept override {
    if (record.event == "callback_threw") ++thrown;
  }
  std::atomic<int> thrown{0};
};

bool signs_in(hellojohn::Client& client, hellojohn::testing::MockServer& server) {
  auto first = client.auth()
                   .sign_in({"bob@example.com", hellojohn::SecretView("staple orbit lantern")})
                   .get();
  if (!first || first->challenge() == nullptr) return false;
  const auto codes = server.service().seeded_backup_codes("usr_01HABCDEF222222");
  if (codes.empty()) return false;
  return client.mfa().verify_backup_code(*first->challenge(), codes.front()).get().has_value();
}

bool is_refused(hellojohn::Client& client) {
  auto refused =
      client.auth().sign_in({"bob@example.com", hellojohn::SecretView("another one")}).get();
  return !refused && refused.error().code == hellojohn::Errc::invalid_credentials &&
         refused.error().outcome == hellojohn::Outcome::refused;
}

}  // namespace

int main() {
  auto server = hellojohn::testing::MockServer::start({});
  if (!server) return 1;
  hellojohn::ClientOptions options;
  options.base_url = server->base_url();
  options.tenant_id = "tnt_01HABCDEF654321";
  options.publishable_key = "pk_live_abc123";
  options.network.ca_pem = server->ca_pem();
  OwnLog log;
  options.log = &log;
  auto created = hellojohn::Client::create(std::move(options));
  if (!created) return 1;
  hellojohn::Client client = std::move(created).value();

  bool well = report("the library's version is that of the headers",
                     std::string(hellojohn::version()) == HELLOJOHN_VERSION);
  auto listener = client.auth().on_auth_state_change([](hellojohn::AuthEvent, const auto*) {
    throw std::runtime_error("a listener that throws");
  });
  well &= report("a wrong password is refused, over TLS", is_refused(client));
  well &= report("a sign-in with a backup code, over TLS", signs_in(client, *server));
  client.poll();
  well &= report("the library catches what a listener throws", log.thrown.load() > 0);
  hellojohn::LogSink* sink = &log;
  well &= report("a type of the library is one type", dynamic_cast<OwnLog*>(sink) == &log);
  auto store = hellojohn::plaintext_file_store("C:/none");
  well &= report("an object of the library is deleted here", store != nullptr);
  return well ? 0 : 1;
}
