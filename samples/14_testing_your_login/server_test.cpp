// The same screen over a real connection: with_server.sh has started hellojohn-mock-server and says where it is. What is
// also tested is what a fake leaves out: the built-in transport, TLS, the trust anchors.
#include "14_testing_your_login/catch.hpp"
#include "14_testing_your_login/login_screen.hpp"

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>
#include <utility>

namespace {

std::string told(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) FAIL("run this by with_server.sh: " << name << " is not set");
  return value;
}

}  // namespace

TEST_CASE("login: against the mock server, over TLS", "[server]") {
  hellojohn::ClientOptions options;
  options.base_url = told("MOCK_BASE_URL");
  options.tenant_id = told("MOCK_TENANT_ID");
  options.publishable_key = told("MOCK_PUBLISHABLE_KEY");
  options.network.ca_file = told("MOCK_CA_FILE");
  auto client = hellojohn::Client::create(std::move(options));
  REQUIRE(client);
  game::LoginScreen screen(*client);

  const auto play = [&] {
    while (screen.waits()) {
      client->poll();
      screen.frame();
      std::this_thread::yield();
    }
  };
  screen.press_sign_in(told("MOCK_EMAIL"), told("MOCK_PASSWORD"));
  play();
  REQUIRE(screen.shows() == game::LoginScreen::Shows::asks_for_code);
  screen.press_send_code(told("MOCK_BACKUP_CODE"));
  play();
  CHECK(screen.shows() == game::LoginScreen::Shows::welcome);

  // The same code again, in a new sign-in: a stateful server knows that it is spent.
  screen.press_sign_in(told("MOCK_EMAIL"), told("MOCK_PASSWORD"));
  play();
  screen.press_send_code(told("MOCK_BACKUP_CODE"));
  play();
  CHECK(screen.line() == "This code is wrong or was used.");
}
