// The code of the guides about sessions, logs, the network and words: cut from here, and run here against the mock server.
#include "worlds/catch.hpp"

#include "apps/common/embedded_mock.hpp"

#include <hellojohn/hellojohn.hpp>
#include <hellojohn/stores/plaintext_file_store.hpp>
#include <hellojohn/widgets/text.hpp>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

using namespace hellojohn;
using namespace std::chrono_literals;
using samples::EmbeddedMock;

namespace {

Client client_of(ClientOptions options) {
  auto client = Client::create(std::move(options));
  REQUIRE(client.has_value());
  return std::move(client).value();
}

void sign_in_bob(Client& client, EmbeddedMock& mock) {
  auto signed_in =
      client.auth().sign_in({samples::bob_email, SecretView(samples::bob_password)}).get();
  REQUIRE(signed_in.has_value());
  REQUIRE(signed_in->challenge() != nullptr);
  REQUIRE(client.mfa().verify_backup_code(*signed_in->challenge(), mock.backup_code()).get());
}

/// A private folder, removed with what is in it.
struct Folder {
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "hellojohn-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() {
    std::error_code ignored;  // A folder that stays behind disturbs nobody.
    std::filesystem::remove_all(path, ignored);
  }
  std::filesystem::path path;
};

std::string left(const BackupCodesStatus& status) {
  switch (status.certainty) {
    case BackupCodesStatus::Certainty::exact: return std::to_string(*status.count) + " left";
    case BackupCodesStatus::Certainty::at_most:
      return "at most " + std::to_string(*status.count) + " left";
    case BackupCodesStatus::Certainty::unknown: break;
  }
  return status.has_set ? "you have backup codes" : "you have no backup codes";
}

/// Writes one line for each record. Records hold no token, code, body, query or address.
class LineLog final : public LogSink {
 public:
  void on_log(const LogRecord& record) noexcept override {
    if (record.level < LogLevel::info) return;
    try {
      std::string line(record.event);
      line += " " + std::string(record.method) + " " + std::string(record.path_template);
      line += " status=" + std::to_string(record.status);
      if (!record.request_id.empty()) line += " request_id=" + std::string(record.request_id);
      const std::lock_guard guard(lock_);
      lines_.push_back(std::move(line));
    } catch (const std::exception&) {
      // A log that runs out of memory loses lines and nothing else.
    }
  }
  std::vector<std::string> lines() const {
    const std::lock_guard guard(lock_);
    return lines_;
  }

 private:
  mutable std::mutex lock_;
  std::vector<std::string> lines_;
};

}  // namespace

TEST_CASE("guides: a user stays signed in over a restart and is gone after a sign-out") {
  EmbeddedMock mock;
  const Folder folder;
  const std::string session_file = (folder.path / "session").string();
  {
    auto store = plaintext_file_store(session_file);
    auto options = mock.client_options();
    options.store = store.get();
    Client client = client_of(std::move(options));
    sign_in_bob(client, mock);
  }

  auto store = plaintext_file_store(session_file);
  auto options = mock.client_options();
  options.store = store.get();
  Client client = client_of(std::move(options));
  auto restored = client.auth().restore().get();
  const bool show_sign_in = !restored || !restored->has_value();
  CHECK_FALSE(show_sign_in);
  CHECK(client.auth().current()->user_id == samples::bob_id);

  auto ended = client.auth().sign_out().get();
  const bool ended_on_the_server = ended.has_value();
  CHECK(ended_on_the_server);
  CHECK_FALSE(client.auth().current().has_value());
  auto nobody = client.auth().restore().get();
  REQUIRE(nobody.has_value());
  CHECK_FALSE(nobody->has_value());
}

TEST_CASE("guides: the game server gets the access token, and a listener hears of changes") {
  EmbeddedMock mock;
  Client client = client_of(mock.client_options());
  std::vector<std::string> heard;
  auto subscription =
      client.auth().on_auth_state_change([&](AuthEvent event, const SignedIn* session) {
        heard.push_back(to_string(event));
        if (event == AuthEvent::session_expired) CHECK(session == nullptr);
      });
  sign_in_bob(client, mock);

  std::string sent;
  const auto connect_to_game_server = [&](std::string_view bearer) { sent = bearer; };
  auto token = client.auth().access_token().get();
  if (token) connect_to_game_server(token->view().reveal());
  CHECK(std::count(sent.begin(), sent.end(), '.') == 2);

  client.poll();
  CHECK(heard == std::vector<std::string>{"mfa_required", "signed_in"});
}

TEST_CASE("guides: how many backup codes are left") {
  EmbeddedMock mock;
  Client client = client_of(mock.client_options());
  sign_in_bob(client, mock);
  auto status = client.user().mfa().backup_codes_status().get();
  REQUIRE(status.has_value());
  CHECK(left(*status) == "you have backup codes");
  REQUIRE(client.user().mfa().generate_backup_codes().get());
  status = client.user().mfa().backup_codes_status().get();
  REQUIRE(status.has_value());
  CHECK(left(*status) == "at most 8 left");
}

TEST_CASE("guides: a log line for each request, without what was sent") {
  EmbeddedMock mock;
  LineLog log;
  auto options = mock.client_options();
  options.log = &log;
  {
    Client client = client_of(std::move(options));
    sign_in_bob(client, mock);
  }
  std::string all;
  for (const std::string& line : log.lines()) all += line + "\n";
  INFO(all);
  // The 403 is the challenge, which the library turns into a value.
  CHECK(all.find("request_finished POST /v1/auth/sign-in status=403") != std::string::npos);
  CHECK(all.find("request_finished POST /v1/auth/mfa/verify status=200") != std::string::npos);
  CHECK(all.find("staple orbit lantern") == std::string::npos);
  CHECK(all.find("bob@example.com") == std::string::npos);
}

TEST_CASE("guides: timeouts, and a proxy that does not answer") {
  EmbeddedMock mock;
  auto options = mock.client_options();
  options.timeouts.sensitive = 10s;
  options.timeouts.other = 20s;
  options.network.connect_timeout = 3s;
  options.network.proxy = "http://127.0.0.1:1";
  Client client = client_of(std::move(options));
  auto signed_in =
      client.auth().sign_in({samples::bob_email, SecretView(samples::bob_password)}).get();
  REQUIRE_FALSE(signed_in.has_value());
  CHECK(signed_in.error().code == Errc::connect);
  CHECK(signed_in.error().outcome == Outcome::not_sent);
}

TEST_CASE("guides: many clients on one network, and a client that has no network thread") {
  EmbeddedMock mock;
  for (const bool own_thread : {true, false}) {
    ClientOptions options = mock.client_options();
    NetworkOptions network_options = options.network;
    network_options.own_thread = own_thread;
    auto network = SharedNetwork::create(network_options);
    REQUIRE(network.has_value());
    options.shared_network = *network;
    Client client = client_of(std::move(options));
    CHECK(client.auth().sign_in({samples::bob_email, SecretView(samples::bob_password)}).get());
  }
}

TEST_CASE("guides: the player's language, and words from a translator's table") {
  widgets::Text text(widgets::language_from_environment());
  text.set_language(widgets::language_for("es-MX").value_or(widgets::Language::en));
  text.set(widgets::Language::es, widgets::MessageId::cancel, "Salir");
  CHECK(text.language() == widgets::Language::es);
  CHECK(text.words(widgets::MessageId::cancel) == "Salir");

  const std::string csv = "id,one,other\nlow_few,Nog {n} code,Nog {n} codes\n";
  text.set_own_plurals(widgets::Plurals::one);
  const widgets::WordsLoaded loaded = text.load(widgets::Language::own, csv);
  if (loaded.left_out > 0) std::printf("line %zu does not fit\n", loaded.line);
  text.set_language(widgets::Language::own);
  CHECK(loaded.taken == 1);
  CHECK(text.words(widgets::MessageId::low_few, 1) == "Nog {n} code");
}

TEST_CASE("guides: another language, and the game's own words") {
  widgets::Text text(widgets::Language::es);
  text.set(widgets::MessageId::sign_in_title, "Welcome back to {text}, pilot");

  std::array<char, widgets::longest_sentence> buffer;
  widgets::Message title;
  title.id = widgets::MessageId::sign_in_title;
  title.text = "Sky Racer";
  CHECK(text.format(title, buffer) == "Welcome back to Sky Racer, pilot");
  text.reset(widgets::MessageId::sign_in_title);
  CHECK(text.format(title, buffer) == "Inicia sesión en Sky Racer");
}

TEST_CASE("guides: what a newcomer meets first, and what it says") {
  EmbeddedMock mock;
  const auto sign_in = [&](ClientOptions options) {
    Client client = client_of(std::move(options));
    auto result =
        client.auth().sign_in({samples::bob_email, SecretView(samples::bob_password)}).get();
    return result ? std::string("signed in") : std::string(to_string(result.error().code));
  };
  auto untrusted = mock.client_options();
  untrusted.network.ca_pem.clear();
  CHECK(sign_in(std::move(untrusted)) == "tls_trust");
  auto nobody_listens = mock.client_options();
  nobody_listens.base_url = "https://localhost:1";
  CHECK(sign_in(std::move(nobody_listens)) == "connect");
  const auto refused = [&](auto change) {
    auto options = mock.client_options();
    change(options);
    auto made = Client::create(std::move(options));
    return made ? std::string() : std::string(to_string(made.error().code));
  };
  CHECK(refused([](ClientOptions& o) { o.publishable_key = "sk_live_abc123"; }) == "usage");
  CHECK(refused([](ClientOptions& o) { o.base_url = "http://service.example"; }) == "usage");
  CHECK(refused([](ClientOptions& o) { o.base_url = "https://service.example/auth"; }) == "usage");
  CHECK(refused([](ClientOptions& o) { o.tenant_id.clear(); }) == "usage");
  CHECK(refused([](ClientOptions& o) { o.network.ca_file = "/nowhere/ca.pem"; }) == "usage");
  auto wrong_tenant = mock.client_options();
  wrong_tenant.tenant_id = "tnt_nobody";
  CHECK(sign_in(std::move(wrong_tenant)) == "forbidden");
}

TEST_CASE("guides: a client of the self-hosted server needs no publishable key") {
  hellojohn::ClientOptions options;
  options.base_url = "https://auth.example.com";
  options.tenant_id = "acme";
  options.dialect = hellojohn::ServerDialect::self_hosted;
  options.client_id = "game";
  auto client = hellojohn::Client::create(std::move(options));
  REQUIRE(client);
  CHECK_FALSE(client->capabilities().recovery_by_mail);
}
