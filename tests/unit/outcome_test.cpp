// What is true of a call after several attempts, and what each answer allows: the corners of the exchange machine.
#include "rules/exchange.hpp"
#include "worlds/catch.hpp"

#include <chrono>
#include <optional>
#include <string_view>

using namespace hellojohn;
using namespace std::chrono_literals;
using Action = Exchange::Action;
using O = Operation;

namespace {

constexpr Exchange::Time t0{std::chrono::hours(1)};

struct Attempts {
  explicit Attempts(Operation op, Credential credential = Credential::none)
      : exchange(op, credential, retry, t0 + 30s) {
    exchange.on_send();
  }
  [[nodiscard]] Exchange::Context at(Exchange::Time now) { return {now, &budget, 0.5}; }
  Exchange::Step fail(Errc code, Sent sent, std::uint16_t status_seen = 0) {
    TransportFailure failure;
    failure.code = code;
    failure.sent = sent;
    failure.status_seen = status_seen;
    return exchange.on_failure(failure, at(t0));
  }
  Exchange::Step lose(std::uint16_t status_seen = 0) {
    return fail(Errc::connection_lost, Sent::all, status_seen);
  }
  Exchange::Step answer(AnswerHead head, std::optional<std::chrono::seconds> retry_after = {}) {
    return exchange.on_answer(head, retry_after, at(t0));
  }
  Exchange::Step answer(int status, std::string_view code = "some_code",
                        std::optional<std::chrono::seconds> retry_after = {}) {
    return answer({status, code, true, true}, retry_after);
  }
  /// The next attempt, after one that will be repeated.
  Attempts& again(const Exchange::Step& step) {
    REQUIRE(step.action == Action::wait);
    exchange.on_send();
    return *this;
  }
  RetryOptions retry{};
  RetryBudget budget{retry};
  Exchange exchange;
};

}  // namespace

TEST_CASE("outcome: every failure that may pass is tried again, no other") {
  for (const Errc code : {Errc::resolve, Errc::connect, Errc::connection_lost, Errc::timeout,
                          Errc::protocol, Errc::too_large, Errc::tls_protocol}) {
    CAPTURE(to_string(code));
    CHECK(Attempts(O::generate).fail(code, Sent::none).action == Action::wait);
    CHECK(Attempts(O::account).fail(code, Sent::all).action == Action::wait);
  }
  for (const Errc code : {Errc::tls_trust, Errc::resource, Errc::usage, Errc::body}) {
    CAPTURE(to_string(code));
    CHECK(Attempts(O::account).fail(code, Sent::none).action == Action::fail);
    CHECK(Attempts(O::account).fail(code, Sent::all).action == Action::fail);
  }
}

TEST_CASE(
    "outcome: the last write that was announced proves less than what the transport says left") {
  Attempts a(O::generate);
  REQUIRE(a.exchange.on_last_write());
  const auto step = a.fail(Errc::connection_lost, Sent::part);
  CHECK(step.action == Action::wait);
  CHECK(a.exchange.so_far() == Outcome::not_sent);
  a.exchange.on_send();
  CHECK(a.exchange.so_far() == Outcome::not_sent);
  REQUIRE(a.exchange.on_last_write());
  CHECK(a.exchange.so_far() == Outcome::unknown);
}

TEST_CASE("outcome: a status line is believed where nothing else was wrong with the answer") {
  struct Row {
    Errc code;
    std::uint16_t status_seen;
    Outcome outcome;
  };
  for (const Row row :
       {Row{Errc::connection_lost, 199, Outcome::unknown},
        Row{Errc::connection_lost, 200, Outcome::done_answer_lost},
        Row{Errc::connection_lost, 201, Outcome::done_answer_lost},
        Row{Errc::connection_lost, 202, Outcome::unknown},
        Row{Errc::connection_lost, 203, Outcome::unknown},
        Row{Errc::connection_lost, 206, Outcome::unknown},
        Row{Errc::connection_lost, 299, Outcome::unknown},
        Row{Errc::connection_lost, 300, Outcome::unknown},
        Row{Errc::connection_lost, 500, Outcome::unknown},
        Row{Errc::timeout, 200, Outcome::done_answer_lost},
        Row{Errc::protocol, 200, Outcome::unknown}, Row{Errc::too_large, 200, Outcome::unknown}})
    CHECK(Attempts(O::generate).fail(row.code, Sent::all, row.status_seen).outcome == row.outcome);
}

TEST_CASE("outcome: what an earlier attempt may have done is kept to the end") {
  SECTION("unknown, then a yes without its body: done") {
    Attempts a(O::list_factors);
    a.again(a.lose()).again(a.lose());
    CHECK(a.lose(204).outcome == Outcome::done_answer_lost);
  }
  SECTION("unknown, a yes without its body, then nothing known: done") {
    Attempts a(O::list_factors);
    a.again(a.lose()).again(a.lose(204));
    CHECK(a.lose().outcome == Outcome::done_answer_lost);
  }
  SECTION("a yes without its body, then nothing known: still done") {
    Attempts a(O::list_factors);
    a.again(a.lose(204));
    CHECK(a.exchange.so_far() == Outcome::done_answer_lost);
    a.again(a.lose());
    CHECK(a.fail(Errc::tls_trust, Sent::none).outcome == Outcome::done_answer_lost);
  }
  SECTION("a question of unknown fate, then refused: refused, which is all there is to know") {
    Attempts a(O::list_factors);
    CHECK(a.again(a.lose()).answer(403).outcome == Outcome::refused);
  }
  SECTION("a question of unknown fate, then not sent: still unknown") {
    Attempts a(O::list_factors);
    CHECK(a.again(a.lose()).fail(Errc::tls_trust, Sent::none).outcome == Outcome::unknown);
  }
  SECTION("nothing found is an answer only for a removal") {
    Attempts a(O::list_factors);
    const auto step = a.again(a.lose()).answer(404);
    CHECK(step.action == Action::fail);
    CHECK(step.code == Errc::not_found);
  }
}

TEST_CASE("outcome: nobody is waiting any more, so nothing is sent again") {
  Attempts a(O::account);
  CHECK(a.exchange.abandon() == Outcome::not_sent);
  CHECK(a.fail(Errc::connect, Sent::none).action == Action::fail);
  CHECK_FALSE(a.exchange.on_last_write());
}

TEST_CASE("outcome: an answer that is no success and no refusal is not asked for again") {
  for (const int status : {202, 203, 204, 206, 226, 299, 300, 303, 304}) {
    CAPTURE(status);
    CHECK(Attempts(O::account).answer(status).action == Action::fail);
  }
  CHECK(Attempts(O::account).answer(302).outcome == Outcome::unknown);
  CHECK(Attempts(O::generate).answer(303).outcome == Outcome::unknown);
  CHECK(Attempts(O::generate).answer(304).outcome == Outcome::unknown);
  CHECK(Attempts(O::generate).answer(304).code == Errc::body);
}

TEST_CASE("outcome: statuses that no server has") {
  for (const int status : {0, 99, 100, 199, 700, 1000}) {
    CAPTURE(status);
    const auto step = Attempts(O::generate).answer(status);
    CHECK(step.code == Errc::protocol);
    CHECK(step.outcome == Outcome::unknown);
  }
  for (const int status : {506, 599, 600, 699}) {
    CAPTURE(status);
    const auto step = Attempts(O::generate).answer(status);
    CHECK(step.code == Errc::server);
    CHECK(step.outcome == Outcome::unknown);
  }
}

TEST_CASE("outcome: an error in the body of a 200 is a refusal") {
  AnswerHead head{200, "denied", true, true, true};
  const auto step = Attempts(O::generate).answer(head);
  CHECK(step.action == Action::fail);
  CHECK(step.code == Errc::server);
  CHECK(step.outcome == Outcome::refused);
}

TEST_CASE("outcome: an empty answer needs no media type, and a call without a result no body") {
  for (const int status : {200, 204, 205}) {
    CAPTURE(status);
    CHECK(Attempts(O::remove_factor).answer(AnswerHead{status}).action == Action::succeed);
    CHECK(Attempts(O::sign_out).answer(AnswerHead{status}).action == Action::succeed);
  }
  CHECK(Attempts(O::recovery_request).answer(206).code == Errc::protocol);
  const auto step = Attempts(O::generate).answer(205);
  CHECK(step.code == Errc::body);
  CHECK(step.outcome == Outcome::unknown);
}

TEST_CASE(
    "outcome: a token that is called bad while a code is confirmed is renewed, a bad code is not") {
  for (const char* code : {"token_expired", "invalid_token", "TOKEN_INVALID", "missing_token"}) {
    CAPTURE(code);
    CHECK(Attempts(O::confirm, Credential::access_token).answer(401, code).action == Action::renew);
  }
  for (const char* code : {"wrong_code", "something"})
    CHECK(Attempts(O::confirm, Credential::access_token).answer(401, code).code ==
          Errc::invalid_code);
  const auto revoked =
      Attempts(O::confirm, Credential::access_token).answer(401, "session_revoked");
  CHECK(revoked.action == Action::fail);
  CHECK(revoked.code == Errc::auth_expired);
  for (const char* code : {"invalid_token", "token_expired"})
    CHECK(Attempts(O::recovery_verify).answer(400, code).code == Errc::token_used_or_expired);
  CHECK(Attempts(O::recovery_verify).answer(400, "bad_request").code == Errc::usage);
  CHECK(Attempts(O::list_factors).answer(410).code == Errc::not_found);
}

TEST_CASE("waits: the server's, and a jitter on top") {
  const auto at = [](const Exchange::Step& step) {
    REQUIRE(step.action == Action::wait);
    return step.at - t0;
  };
  CHECK(at(Attempts(O::account).answer(429, "some_code", 5s)) == 5100ms);
  CHECK(at(Attempts(O::account).answer(503, "some_code", 5s)) == 5100ms);
  CHECK(at(Attempts(O::account).answer(500, "some_code", 5s)) == 5100ms);
  CHECK(at(Attempts(O::account).answer(500)) == 100ms);
  for (const int status : {400, 403, 404, 501}) {
    CAPTURE(status);
    CHECK(Attempts(O::account).answer(status, "some_code", 5s).action == Action::fail);
  }
  CHECK(Attempts(O::account).answer(429).action == Action::fail);
}

TEST_CASE("waits: one that ends with the deadline is too long") {
  TransportFailure failure;
  failure.code = Errc::connect;
  Attempts late(O::account);
  CHECK(late.exchange.on_failure(failure, late.at(t0 + 30s - 100ms)).action == Action::fail);
  Attempts in_time(O::account);
  CHECK(in_time.exchange.on_failure(failure, in_time.at(t0 + 30s - 101ms)).action == Action::wait);
}

TEST_CASE("budget: refilled by successes, never beyond its size, and nothing below nothing") {
  RetryOptions retry;
  RetryBudget budget(retry);
  const auto left = [&] {
    int taken = 0;
    while (budget.take()) ++taken;
    return taken;
  };
  for (int i = 0; i < 1000; ++i) budget.on_success();
  CHECK(left() == 10);
  Attempts a(O::account);
  while (a.budget.take()) {
  }
  for (int i = 0; i < 10; ++i) REQUIRE(a.answer(200).action == Action::succeed);
  CHECK(a.budget.take());
  CHECK_FALSE(a.budget.take());
  retry.budget = 1;
  retry.budget_per_success = -1;
  budget = RetryBudget(retry);
  budget.on_success();
  CHECK(left() == 1);
  retry.budget = 1e300;
  budget = RetryBudget(retry);
  CHECK(left() == 0);
}
