// A removal that the service answers with "not found": the factor list settles it, or it stays unknown.
#include "rules/exchange.hpp"
#include "worlds/catch.hpp"
#include "worlds/client_world.hpp"

#include <optional>
#include <string>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using Action = Exchange::Action;

namespace {

constexpr Exchange::Time t0{std::chrono::hours(1)};
constexpr const char* not_found = R"({"error":{"code":"not_found","request_id":"req_1"}})";
constexpr const char* list_with = R"({"data":[{"id":"fac_1","type":"totp"}]})";
constexpr const char* list_without = R"({"data":[{"id":"fac_2","type":"totp"}]})";

/// A removal whose 404 has been answered, unless a test says otherwise.
struct Settling {
  explicit Settling(Credential credential = Credential::access_token)
      : exchange(Operation::remove_factor, credential, retry, t0 + 30s) {
    exchange.on_send();
    first = answer(404, "not_found");
  }
  Exchange::Context at() { return {t0, &budget, 0.5}; }
  Exchange::Step answer(int status, std::string_view code = "some_code") {
    (void)exchange.on_last_write();
    return exchange.on_answer({status, code, true, true}, {}, at());
  }
  Exchange::Step fail(Errc code, Sent sent, std::uint16_t status_seen = 0) {
    return exchange.on_failure(failed(code, sent, status_seen), at());
  }
  RetryOptions retry;
  RetryBudget budget{retry};
  Exchange exchange;
  Exchange::Step first;
};

void check_unknown(const Exchange::Step& step) {
  CHECK(step.action == Action::fail);
  CHECK(step.code == Errc::not_found);
  CHECK(step.outcome == Outcome::unknown);
}

}  // namespace

TEST_CASE("removal: the service's 404 or 410 asks the factor list") {
  for (const int status : {404, 410}) {
    CAPTURE(status);
    Settling s;
    Exchange fresh(Operation::remove_factor, Credential::access_token, s.retry, t0 + 30s);
    fresh.on_send();
    CHECK(fresh.asked() == Operation::remove_factor);
    CHECK(fresh.on_answer({status, "not_found", true, true}, {}, s.at()).action ==
          Action::ask_list);
    CHECK(fresh.asked() == Operation::list_factors);
    CHECK(fresh.operation() == Operation::remove_factor);
    CHECK(fresh.so_far() == Outcome::unknown);
  }
}

TEST_CASE("removal: a gateway's 404 asks nobody and leaves it unknown") {
  Settling s;
  Exchange fresh(Operation::remove_factor, Credential::access_token, s.retry, t0 + 30s);
  fresh.on_send();
  AnswerHead page{404, "", false, true};
  page.is_foreign = true;
  const auto step = fresh.on_answer(page, {}, s.at());
  CHECK(step.action == Action::fail);
  CHECK(step.code == Errc::body);
  CHECK(step.outcome == Outcome::unknown);
}

TEST_CASE("removal: only a removal is settled by the list") {
  RetryOptions retry;
  RetryBudget budget{retry};
  for (const Operation op : {Operation::sign_out, Operation::generate, Operation::enroll,
                             Operation::confirm, Operation::list_factors, Operation::account,
                             Operation::impersonate, Operation::audit_list}) {
    CAPTURE(traits_of(op).path_template);
    Exchange other(op, Credential::access_token, retry, t0 + 30s);
    other.on_send();
    const auto step = other.on_answer({404, "not_found", true, true}, {}, {t0, &budget, 0.5});
    CHECK(step.action == Action::fail);
    CHECK(step.outcome == Outcome::refused);
  }
}

TEST_CASE("removal: what the list says, and what is claimed") {
  struct Row {
    const char* words;
    std::optional<bool> listed;
    bool was_listed;
    bool done;
  };
  const Row rows[] = {{"gone, and it was there", false, true, true},
                      {"gone, and nobody had seen it", false, false, false},
                      {"still listed, and it was there", true, true, false},
                      {"listed, and nobody had seen it", true, false, false},
                      {"unreadable, and it was there", {}, true, false},
                      {"unreadable, and nobody had seen it", {}, false, false}};
  for (const Row& row : rows) {
    CAPTURE(row.words);
    Settling s;
    s.exchange.on_send();
    REQUIRE(s.answer(200).action == Action::read_list);
    const auto step = s.exchange.on_list(row.listed, row.was_listed);
    if (row.done) {
      CHECK(step.action == Action::succeed);
      CHECK(s.exchange.abandon() == Outcome::done_answer_lost);
    } else {
      check_unknown(step);
      CHECK(s.exchange.abandon() == Outcome::unknown);
    }
  }
}

TEST_CASE("removal: a list that does not come leaves it unknown, whatever comes instead") {
  for (const int status : {400, 401, 403, 404, 410, 422, 501, 302, 206}) {
    CAPTURE(status);
    Settling s(Credential::secret_key);
    s.exchange.on_send();
    check_unknown(s.answer(status));
  }
  for (const Errc code : {Errc::tls_trust, Errc::resource}) {
    CAPTURE(to_string(code));
    Settling s;
    s.exchange.on_send();
    check_unknown(s.fail(code, Sent::none));
  }
}

TEST_CASE("removal: the list is a question, so it is asked again within the usual bounds") {
  Settling s;
  for (int i = 1; i < s.retry.max_attempts; ++i) {
    s.exchange.on_send();
    CHECK(s.fail(Errc::connection_lost, Sent::all, 200).action == Action::wait);
    CHECK(s.exchange.so_far() == Outcome::unknown);
  }
  s.exchange.on_send();
  check_unknown(s.fail(Errc::connection_lost, Sent::all, 200));
}

TEST_CASE("removal: an expired token is renewed for the list too, once") {
  Settling s;
  s.exchange.on_send();
  CHECK(s.answer(401, "token_expired").action == Action::renew);
  s.exchange.on_send();
  check_unknown(s.answer(401, "token_expired"));
}

TEST_CASE("removal: a caller who cancels while the list is read knows nothing certain") {
  Settling s;
  CHECK(s.exchange.abandon() == Outcome::unknown);
  CHECK_FALSE(s.exchange.on_last_write());
}

TEST_CASE("removal: nobody asks the list for a caller who gave up before the answer") {
  Settling s;
  Exchange left(Operation::remove_factor, Credential::access_token, s.retry, t0 + 30s);
  left.on_send();
  REQUIRE(left.on_last_write());
  CHECK(left.abandon() == Outcome::unknown);
  check_unknown(left.on_answer({404, "not_found", true, true}, {}, s.at()));
  CHECK(left.asked() == Operation::remove_factor);
}

TEST_CASE("removal: a factor that was listed and is gone is removed") {
  ClientWorld world;
  world.sign_in();
  auto before = world.client->user().mfa().factors();
  world.transport->respond(200, list_with);
  REQUIRE(std::move(before).take());
  auto pending = world.client->user().mfa().remove("fac_1");
  world.transport->respond(404, not_found);
  const auto& asked = world.transport->open().request;
  CHECK(asked.method == "GET");
  CHECK(asked.target == "/v1/users/usr_1/mfa/factors");
  CHECK(asked.authorization.reveal() == "Bearer access-one");
  world.transport->respond(200, list_without);
  CHECK(std::move(pending).take());
}

TEST_CASE("removal: what cannot be settled carries the answer to the removal itself") {
  struct Row {
    const char* words;
    const char* list;
    int status;
    const char* detail;
  };
  const Row rows[] = {
      {"never seen", list_without, 200, "the factor is not on the account's list"},
      {"still there", list_with, 200, "the factor is still on the account's list"},
      {"unreadable", R"({"data":7})", 200, ""},
      {"refused", R"({"error":{"code":"forbidden","request_id":"req_2"}})", 403, ""}};
  for (const Row& row : rows) {
    CAPTURE(row.words);
    ClientWorld world;
    world.sign_in();
    auto pending = world.client->user().mfa().remove("fac_1");
    world.transport->respond(404, not_found);
    CHECK_FALSE(pending.ready());
    world.transport->respond(row.status, row.list);
    const auto error = std::move(pending).take().error();
    CHECK(error.code == Errc::not_found);
    CHECK(error.outcome == Outcome::unknown);
    CHECK(error.http_status == 404);
    CHECK(error.server_code == "not_found");
    CHECK(error.request_id == "req_1");
    CHECK(error.detail == row.detail);
  }
}

TEST_CASE("removal: what another person's list showed proves nothing") {
  ClientWorld world;
  world.sign_in();
  auto before = world.client->user().mfa().factors();
  world.transport->respond(200, list_with);
  REQUIRE(std::move(before).take());
  auto other = world.client->auth().sign_in({"b@example.com", SecretView("pw")});
  world.transport->respond(
      200,
      R"({"access_token":"b-one","refresh_token":"rft_b","expires_in":3600,"user":{"id":"usr_2"}})");
  REQUIRE(std::move(other).take());
  auto pending = world.client->user().mfa().remove("fac_1");
  world.transport->respond(404, not_found);
  world.transport->respond(200, list_without);
  CHECK(std::move(pending).take().error().outcome == Outcome::unknown);
}

TEST_CASE("removal: a session that ends while the list is asked leaves it unknown") {
  ClientWorld world;
  world.sign_in();
  auto pending = world.client->user().mfa().remove("fac_1");
  world.transport->respond(404, not_found);
  SECTION("signed out before the list is asked again") {
    world.transport->respond(503, "");
    auto out = world.client->auth().sign_out();
    world.clock.advance(2s);
    world.client->poll();
    const auto error = std::move(pending).take().error();
    CHECK(error.code == Errc::auth_expired);
    CHECK(error.outcome == Outcome::unknown);
  }
  SECTION("the renewal for it fails") {
    world.transport->respond(401, R"({"error":{"code":"token_expired"}})");
    world.transport->respond(401, R"({"error":{"code":"invalid_refresh_token"}})");
    const auto error = std::move(pending).take().error();
    CHECK(error.code == Errc::auth_expired);
    CHECK(error.outcome == Outcome::unknown);
  }
}
