// Renewing the access token on a virtual clock: when it is asked for, what becomes of who waits, what a failure leaves.
#include "worlds/catch.hpp"
#include "worlds/client_world.hpp"

#include <string>
#include <string_view>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;

namespace {

const char* const expired = R"({"error":{"code":"token_expired"}})";

bool is_renewal(const testing::ScriptedExchange& exchange) {
  return exchange.request.target == "/v1/auth/token/refresh";
}

void sign_in_for(ClientWorld& world, std::string_view seconds) {
  auto pending = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
  world.transport->respond(
      200, R"({"access_token":"access-one","refresh_token":"rft_one","user":{"id":"usr_1"},)"
           R"("expires_in":)" +
               std::string(seconds) + "}");
  REQUIRE(std::move(pending).take());
}

/// Whether a token is asked for of the server now; the renewal then fails with `failure`.
bool asks(ClientWorld& world, TransportFailure failure) {
  auto pending = token(world);
  const bool sent = !pending.ready();
  if (sent) world.transport->fail(std::move(failure));
  return sent;
}

}  // namespace

TEST_CASE("renewal: the answer says only what is new") {
  ClientWorld world;
  world.sign_in();
  world.clock.advance(50min);
  auto first = token(world);
  world.transport->respond(200, R"({"access_token":"access-two","expires_in":3600})");
  REQUIRE(std::move(first).take()->reveal() == "access-two");
  CHECK(world.client->auth().current()->user_id == "usr_1");
  world.clock.advance(50min);
  auto second = token(world);
  CHECK(world.transport->open().request.body.reveal() == R"({"refresh_token":"rft_one"})");
  world.transport->respond(200, renewed_answer);
  CHECK(std::move(second).take()->reveal() == "access-two");
}

TEST_CASE("renewal: each refused token is renewed anew") {
  ClientWorld world;
  world.sign_in();
  for (const char* next : {"access-a", "access-b", "access-c"}) {
    auto call = world.client->user().mfa().factors();
    world.transport->respond(401, expired);
    REQUIRE(world.transport->open_count() == 1);
    REQUIRE(is_renewal(world.transport->open()));
    world.transport->respond(200, std::string(R"({"access_token":")") + next + R"("})");
    CHECK(world.transport->open().request.authorization.reveal() == std::string("Bearer ") + next);
    world.transport->respond(200, R"({"data":[]})");
    CHECK(std::move(call).take());
  }
}

TEST_CASE("renewal: a refusal that comes after the renewal costs no second one") {
  ClientWorld world;
  world.sign_in();
  auto first = world.client->user().mfa().factors();
  auto second = world.client->user().mfa().factors();
  world.transport->respond(401, expired, 0);
  world.transport->respond(200, renewed_answer, 1);
  REQUIRE(world.transport->open_count() == 2);
  world.transport->respond(401, expired, 0);  // The second call's, sent with the old token.
  REQUIRE(world.transport->open_count() == 2);
  for (int i = 0; i < 2; ++i) {
    CHECK(world.transport->open().request.authorization.reveal() == "Bearer access-two");
    world.transport->respond(200, R"({"data":[]})");
  }
  CHECK(std::move(first).take());
  CHECK(std::move(second).take());
  CHECK(world.transport->started_count() == 6);
}

TEST_CASE("renewal: a new token that is over already is not renewed for ever") {
  ClientWorld world;
  world.sign_in();
  world.clock.advance(61min);
  auto pending = token(world);
  HttpResponse response;
  response.status = 200;
  response.headers = {{"Content-Type", "application/json"},
                      {"Date", "Mon, 15 Jan 2024 11:01:00 GMT"}};
  response.body = Secret(R"({"access_token":"access-two","refresh_token":"rft_two",)"
                         R"("access_token_expires_at":"2024-01-15T09:00:00Z"})");
  world.transport->respond(std::move(response));
  REQUIRE(pending.ready());
  CHECK(std::move(pending).take().error().code == Errc::auth_expired);
  CHECK(world.transport->started_count() == 2);
}

TEST_CASE("renewal: where the server calls the token expired, the old one is not sent again") {
  ClientWorld world;
  world.sign_in();
  auto call = world.client->user().mfa().factors();
  world.transport->respond(401, expired);
  REQUIRE(is_renewal(world.transport->open()));
  world.transport->respond(500, "{}");
  REQUIRE(call.ready());
  const auto error = std::move(call).take().error();
  CHECK(error.code == Errc::server);
  CHECK(error.outcome == Outcome::not_sent);
  CHECK(world.transport->started_count() == 3);
}

TEST_CASE("renewal: what waits for it was itself never sent") {
  ClientWorld world;
  world.sign_in();
  world.clock.advance(61min);
  auto call = world.client->user().mfa().factors();
  auto bare = token(world);
  world.transport->fail(failed(Errc::connection_lost, Sent::all));
  CHECK(std::move(call).take().error().outcome == Outcome::not_sent);
  CHECK(std::move(bare).take().error().outcome == Outcome::unknown);
}

TEST_CASE("renewal: cancelled in the middle, each caller hears the truth about its own call") {
  ClientWorld world;
  world.sign_in();
  world.clock.advance(61min);
  auto call = world.client->user().mfa().factors();
  auto bare = token(world);
  REQUIRE(world.transport->last_write());
  call.cancel();
  bare.cancel();
  CHECK(std::move(call).take().error().outcome == Outcome::not_sent);
  CHECK(std::move(bare).take().error().outcome == Outcome::unknown);
}

TEST_CASE("renewal: put off by half a minute where it certainly was not made") {
  ClientWorld world;
  world.sign_in();
  world.clock.advance(50min);
  const auto refused = failed(Errc::tls_trust, Sent::none);
  CHECK(asks(world, TransportFailure(refused)));
  CHECK_FALSE(asks(world, TransportFailure(refused)));
  world.clock.advance(29s);
  CHECK_FALSE(asks(world, TransportFailure(refused)));
  world.clock.advance(1s);
  CHECK(asks(world, TransportFailure(refused)));
}

TEST_CASE("renewal: a yes whose body is lost may have spent the token, too") {
  ClientWorld world;
  world.sign_in();
  world.clock.advance(50min);
  const auto lost = failed(Errc::connection_lost, Sent::all, 200);
  CHECK(asks(world, TransportFailure(lost)));
  world.clock.advance(2s);
  CHECK(asks(world, TransportFailure(lost)));
  world.clock.advance(2s);
  CHECK_FALSE(asks(world, TransportFailure(lost)));
}

TEST_CASE("renewal: one that was sent and then took too long may have been made") {
  for (const bool sent : {true, false}) {
    CAPTURE(sent);
    ClientWorld world;
    world.sign_in();
    world.clock.advance(50min);
    auto first = token(world);
    if (sent) REQUIRE(world.transport->last_write());
    world.clock.advance(31s);
    world.client->poll();
    REQUIRE(first.ready());
    world.clock.advance(2s);
    // Tried again soon where it may have spent the token; where it certainly did not, the pause is half a minute.
    CHECK(asks(world, failed(Errc::tls_trust, Sent::none)) == sent);
  }
}

TEST_CASE("renewal: a sign-in stays fresh over it") {
  ClientWorld world;
  sign_in_for(world, "60");
  world.clock.advance(55s);
  auto pending = token(world);
  world.transport->respond(200, renewed_answer);
  REQUIRE(std::move(pending).take());
  auto made = world.client->user().mfa().generate_backup_codes();
  REQUIRE(world.transport->open_count() == 1);
  world.transport->respond(200, codes_answer);
  CHECK(std::move(made).take());
  world.clock.advance(5min);
  CHECK(std::move(world.client->user().mfa().generate_backup_codes()).take().error().code ==
        Errc::reauthentication_required);
}

TEST_CASE("a cancelled sign-in signs nobody in") {
  ClientWorld world;
  auto pending = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
  REQUIRE(world.transport->last_write());
  pending.cancel();
  CHECK(std::move(pending).take().error().outcome == Outcome::unknown);
  world.transport->respond(200, signed_in_answer);
  CHECK_FALSE(world.client->auth().current());
}

TEST_CASE("answers: a code beside the error object counts, and an error in a 200 is one") {
  ClientWorld world;
  auto verify = world.client->mfa().verify({"c", "totp", "1"});
  world.transport->respond(401, R"({"code":"invalid_challenge"})");
  CHECK(std::move(verify).take().error().code == Errc::challenge_expired);
  world.sign_in();
  auto made = world.client->user().mfa().generate_backup_codes();
  world.transport->respond(200, R"({"error":{"code":"denied"}})");
  const auto error = std::move(made).take().error();
  CHECK(error.code == Errc::server);
  CHECK(error.server_code == "denied");
  CHECK(error.outcome == Outcome::refused);
}

TEST_CASE("sign-in: mfa_required with a challenge is a challenge with any refusal's status") {
  for (const int status : {400, 401, 403, 422}) {
    CAPTURE(status);
    ClientWorld world;
    auto pending = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
    world.transport->respond(status, R"({"error":{"code":"mfa_required","challenge_id":"mch_1"}})");
    auto result = std::move(pending).take();
    REQUIRE(result);
    CHECK(result->challenge() != nullptr);
  }
}

TEST_CASE("a renewal answered by a gateway keeps the session") {
  for (const int status : {401, 403, 408, 429, 503}) {
    CAPTURE(status);
    ClientWorld world;
    world.sign_in();
    world.clock.advance(24h);
    auto pending = token(world);
    HttpResponse page;
    page.status = status;
    page.headers = {{"Content-Type", "text/html"}, {"Retry-After", "1"}};
    page.body = Secret("<html>no</html>");
    world.transport->respond(std::move(page));
    CHECK(world.transport->started_count() == 2);
    CHECK(world.client->auth().current());
  }
}
