// The login screen without a network and without waiting: the mock service answers in process, and time moves when the
// test says so.
#include "14_testing_your_login/catch.hpp"
#include "14_testing_your_login/login_screen.hpp"

#include <hellojohn/testing/fake_transport.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>

using namespace std::chrono_literals;
using game::LoginScreen;

namespace {

constexpr auto bob = "bob@example.com";
constexpr auto password = "staple orbit lantern";

hellojohn::Client client_with(std::unique_ptr<hellojohn::Transport> transport,
                              const hellojohn::Clock* clock) {
  hellojohn::ClientOptions options;
  options.base_url = "https://auth.example.com";
  options.tenant_id = "tnt_01HABCDEF654321";
  options.publishable_key = "pk_live_abc123";
  options.transport = std::move(transport);
  options.clock = clock;
  auto client = hellojohn::Client::create(std::move(options));
  REQUIRE(client);
  return std::move(client).value();
}

void play_until_answered(hellojohn::Client& client, LoginScreen& screen) {
  while (screen.waits()) {
    client.poll();
    screen.frame();
    std::this_thread::yield();
  }
}

}  // namespace

TEST_CASE("login: a backup code opens the door") {
  hellojohn::testing::MockService service;
  hellojohn::testing::VirtualClock clock;
  auto client = client_with(std::make_unique<hellojohn::testing::FakeTransport>(service), &clock);
  LoginScreen screen(client);

  screen.press_sign_in(bob, password);
  play_until_answered(client, screen);
  REQUIRE(screen.shows() == LoginScreen::Shows::asks_for_code);

  screen.press_send_code(service.seeded_backup_codes("usr_01HABCDEF222222").at(0));
  play_until_answered(client, screen);
  CHECK(screen.shows() == LoginScreen::Shows::welcome);
  CHECK(screen.line().empty());
}

TEST_CASE("login: a wrong password is said to be one") {
  hellojohn::testing::MockService service;
  auto client = client_with(std::make_unique<hellojohn::testing::FakeTransport>(service), nullptr);
  LoginScreen screen(client);
  screen.press_sign_in(bob, "guess");
  play_until_answered(client, screen);
  CHECK(screen.shows() == LoginScreen::Shows::form);
  CHECK(screen.line() == "E-mail or password is wrong.");
}

TEST_CASE(
    "login: when the answer is lost, the screen does not promise that the code is still good") {
  hellojohn::testing::MockService service;
  const auto drop_verify = [&](const hellojohn::HttpRequest& request) {
    auto answer = service.serve(request);
    if (request.target == "/v1/auth/mfa/verify")
      answer.delivery = hellojohn::testing::Delivery::drop_after;
    return answer;
  };
  auto client =
      client_with(std::make_unique<hellojohn::testing::FakeTransport>(drop_verify), nullptr);
  LoginScreen screen(client);
  screen.press_sign_in(bob, password);
  play_until_answered(client, screen);
  screen.press_send_code(service.seeded_backup_codes("usr_01HABCDEF222222").at(0));
  play_until_answered(client, screen);
  CHECK(screen.shows() == LoginScreen::Shows::asks_for_code);
  CHECK(screen.line() == "The connection broke. Your code may have been used.");
}

TEST_CASE("login: a service that never answers ends at the call's deadline, in no time") {
  hellojohn::testing::VirtualClock clock;
  auto client = client_with(std::make_unique<hellojohn::testing::ScriptedTransport>(), &clock);
  LoginScreen screen(client);
  screen.press_sign_in(bob, password);

  clock.advance(29s);
  client.poll();
  screen.frame();
  CHECK(screen.waits());

  clock.advance(2s);
  client.poll();
  screen.frame();
  CHECK_FALSE(screen.waits());
  CHECK(screen.line() == "No answer. Nothing is wrong with your code.");
}
