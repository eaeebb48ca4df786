// The exchange machine and the meaning of answers as tables: every operation against every kind of event.
#include "core/exchange.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace hellojohn;
using namespace std::chrono_literals;
using Action = Exchange::Action;

namespace {

constexpr Exchange::Time t0{std::chrono::hours(1)};

const std::vector<Operation> all_operations = {
    Operation::sign_in,    Operation::sign_out,         Operation::verify_challenge,
    Operation::refresh,    Operation::generate,         Operation::list_factors,
    Operation::enroll,     Operation::confirm,          Operation::remove_factor,
    Operation::account,    Operation::recovery_request, Operation::recovery_verify,
    Operation::audit_list, Operation::impersonate,      Operation::verify_session};

struct Machine {
  explicit Machine(Operation op, Credential credential = Credential::none)
      : budget(retry), exchange(op, credential, retry, t0 + 30s) {
    exchange.on_send();
  }
  Exchange::Context at(Exchange::Time now = t0) { return {now, &budget, 0.5}; }
  Exchange::Step answer(int status, std::string_view code = {},
                        std::optional<std::chrono::seconds> retry_after = {}) {
    (void)exchange.on_last_write();
    return exchange.on_answer({status, code, retry_after.has_value(), true, true}, retry_after,
                              at());
  }
  Exchange::Step fail(Errc code, Sent sent, std::uint16_t status_seen = 0, bool permanent = false) {
    if (sent == Sent::all) (void)exchange.on_last_write();
    TransportFailure failure;
    failure.code = code;
    failure.sent = sent;
    failure.status_seen = status_seen;
    failure.permanent = permanent;
    return exchange.on_failure(failure, at());
  }
  RetryOptions retry;
  RetryBudget budget;
  Exchange exchange;
};

bool repeats_after_unknown(Operation op) {
  return op == Operation::list_factors || op == Operation::account || op == Operation::audit_list ||
         op == Operation::remove_factor || op == Operation::verify_session;
}

}  // namespace

TEST_CASE("NP rule: what certainly did not leave is sent again, for every operation") {
  for (const Operation op : all_operations)
    for (const Sent sent : {Sent::none, Sent::part})
      for (const Errc code : {Errc::connect, Errc::connection_lost, Errc::timeout}) {
        Machine m(op);
        const auto step = m.fail(code, sent);
        INFO(traits_of(op).path_template << " " << to_string(code));
        CHECK(step.action == Action::wait);
        CHECK(step.at >= t0);
        CHECK(step.at <= t0 + 200ms);
      }
}

TEST_CASE("NP rule: three attempts in all, then not_sent") {
  Machine m(Operation::verify_challenge);
  CHECK(m.fail(Errc::connect, Sent::none).action == Action::wait);
  m.exchange.on_send();
  CHECK(m.fail(Errc::connect, Sent::none).action == Action::wait);
  m.exchange.on_send();
  const auto last = m.fail(Errc::connect, Sent::none);
  CHECK(last.action == Action::fail);
  CHECK(last.outcome == Outcome::not_sent);
  CHECK(last.code == Errc::connect);
}

TEST_CASE("what will fail again is not tried again") {
  struct Row {
    Errc code;
    bool permanent;
  };
  for (const Row row : {Row{Errc::tls_trust, false}, Row{Errc::resource, false},
                        Row{Errc::cancelled, false}, Row{Errc::resolve, true}}) {
    Machine m(Operation::list_factors);
    const auto step = m.fail(row.code, Sent::none, 0, row.permanent);
    CHECK(step.action == Action::fail);
    CHECK(step.outcome == Outcome::not_sent);
  }
}

TEST_CASE("UN rule: after the whole request left only harmless operations are repeated") {
  for (const Operation op : all_operations) {
    Machine m(op);
    const auto step = m.fail(Errc::connection_lost, Sent::all);
    INFO(traits_of(op).path_template);
    if (repeats_after_unknown(op)) {
      CHECK(step.action == Action::wait);
    } else {
      CHECK(step.action == Action::fail);
      CHECK(step.outcome == Outcome::unknown);
    }
  }
}

TEST_CASE("a 2xx status line without its body is done_answer_lost") {
  for (const Operation op : all_operations) {
    if (repeats_after_unknown(op)) continue;
    Machine m(op);
    CHECK(m.fail(Errc::connection_lost, Sent::all, 200).outcome == Outcome::done_answer_lost);
  }
}

TEST_CASE("an earlier attempt that may have arrived is not forgotten") {
  Machine m(Operation::remove_factor);
  REQUIRE(m.fail(Errc::connection_lost, Sent::all).action == Action::wait);
  m.exchange.on_send();
  SECTION("a later attempt that never left is still unknown") {
    const auto step = m.fail(Errc::tls_trust, Sent::none);
    CHECK(step.action == Action::fail);
    CHECK(step.outcome == Outcome::unknown);
  }
  SECTION("giving up before the later attempt left is still unknown") {
    CHECK(m.exchange.abandon() == Outcome::unknown);
  }
  SECTION("404 on the later attempt means that the first one did it") {
    CHECK(m.answer(404, "not_found").action == Action::succeed);
  }
}

TEST_CASE("404 at the first try of remove is an error") {
  Machine m(Operation::remove_factor);
  const auto step = m.answer(404, "not_found");
  CHECK(step.action == Action::fail);
  CHECK(step.code == Errc::not_found);
  CHECK(step.outcome == Outcome::refused);
}

TEST_CASE("abandon: the truth of that moment") {
  Machine m(Operation::generate);
  SECTION("before the last write, which is then forbidden") {
    CHECK(m.exchange.abandon() == Outcome::not_sent);
    CHECK_FALSE(m.exchange.on_last_write());
  }
  SECTION("after it") {
    CHECK(m.exchange.on_last_write());
    CHECK(m.exchange.abandon() == Outcome::unknown);
  }
  SECTION("between attempts") {
    REQUIRE(m.fail(Errc::connect, Sent::none).action == Action::wait);
    CHECK(m.exchange.abandon() == Outcome::not_sent);
  }
}

TEST_CASE("abandon: after the answer, before the caller has it") {
  for (const Operation op : all_operations) {
    Machine done(op);
    REQUIRE(done.answer(200).action == Action::succeed);
    CHECK(done.exchange.abandon() == Outcome::done_answer_lost);
    Machine refused(op);
    REQUIRE(refused.answer(422).outcome == Outcome::refused);
    CHECK(refused.exchange.abandon() == Outcome::not_sent);
    if (repeats_after_unknown(op)) continue;
    Machine lost(op);
    REQUIRE(lost.fail(Errc::connection_lost, Sent::all).outcome == Outcome::unknown);
    CHECK(lost.exchange.abandon() == Outcome::unknown);
    Machine cut(op);
    REQUIRE(cut.fail(Errc::connection_lost, Sent::all, 200).outcome == Outcome::done_answer_lost);
    CHECK(cut.exchange.abandon() == Outcome::done_answer_lost);
  }
}

TEST_CASE("answers: status, code and operation decide (faults.md 2.2 D)") {
  struct Row {
    Operation op;
    Credential credential;
    int status;
    const char* code;
    Errc expected;
    Outcome outcome;
  };
  using O = Operation;
  using C = Credential;
  using E = Errc;
  const auto RJ = Outcome::refused;
  const auto UN = Outcome::unknown;
  const auto NP = Outcome::not_sent;
  const Row rows[] = {
      {O::sign_in, C::publishable, 401, "invalid_credentials", E::invalid_credentials, RJ},
      {O::sign_in, C::publishable, 401, "invalid_publishable_key", E::usage, RJ},
      {O::sign_in, C::publishable, 403, "account_locked", E::forbidden, RJ},
      {O::sign_in, C::publishable, 429, "rate_limit_exceeded", E::rate_limited, RJ},
      {O::verify_challenge, C::publishable, 401, "invalid_mfa_code", E::invalid_code, RJ},
      {O::verify_challenge, C::publishable, 401, "", E::invalid_code, RJ},
      {O::verify_challenge, C::publishable, 401, "something_new", E::invalid_code, RJ},
      {O::verify_challenge, C::publishable, 401, "token_expired", E::invalid_code, RJ},
      {O::verify_challenge, C::publishable, 401, "invalid_challenge", E::challenge_expired, RJ},
      {O::verify_challenge, C::publishable, 400, "invalid_grant", E::challenge_expired, RJ},
      {O::verify_challenge, C::publishable, 400, "validation_failed", E::usage, RJ},
      {O::verify_challenge, C::publishable, 500, "store_error", E::server, UN},
      {O::verify_challenge, C::publishable, 502, "", E::unavailable, UN},
      {O::verify_challenge, C::publishable, 503, "", E::unavailable, UN},
      {O::verify_challenge, C::publishable, 504, "", E::unavailable, UN},
      {O::verify_challenge, C::publishable, 599, "", E::server, UN},
      {O::verify_challenge, C::publishable, 409, "", E::conflict, UN},
      {O::generate, C::access_token, 409, "mfa_not_enrolled", E::conflict, RJ},
      {O::generate, C::access_token, 409, "conflict", E::conflict, UN},
      {O::verify_challenge, C::publishable, 202, "", E::protocol, UN},
      {O::verify_challenge, C::publishable, 206, "", E::protocol, UN},
      {O::verify_challenge, C::publishable, 204, "", E::body, UN},
      {O::recovery_verify, C::none, 401, "invalid_token", E::token_used_or_expired, RJ},
      {O::recovery_verify, C::none, 401, "token_expired", E::token_used_or_expired, RJ},
      {O::recovery_verify, C::none, 410, "", E::token_used_or_expired, RJ},
      {O::recovery_verify, C::none, 429, "", E::rate_limited, RJ},
      {O::refresh, C::none, 401, "refresh_token_invalid", E::auth_expired, RJ},
      {O::refresh, C::none, 500, "", E::server, UN},
      {O::generate, C::access_token, 403, "reauthentication_required", E::reauthentication_required,
       RJ},
      {O::generate, C::access_token, 403, "insufficient_permissions", E::forbidden, RJ},
      {O::generate, C::recovery, 403, "insufficient_permissions", E::session_restricted, RJ},
      {O::generate, C::recovery, 401, "token_expired", E::auth_expired, RJ},
      {O::generate, C::access_token, 401, "session_revoked", E::auth_expired, RJ},
      {O::confirm, C::access_token, 401, "invalid_mfa_code", E::invalid_code, RJ},
      {O::confirm, C::access_token, 401, "never_seen", E::invalid_code, RJ},
      {O::list_factors, C::access_token, 404, "not_found", E::not_found, RJ},
      {O::enroll, C::access_token, 405, "", E::usage, RJ},
      {O::enroll, C::access_token, 413, "", E::usage, RJ},
      {O::enroll, C::access_token, 415, "", E::usage, RJ},
      {O::enroll, C::access_token, 422, "", E::usage, RJ},
      {O::enroll, C::access_token, 423, "", E::forbidden, RJ},
      {O::enroll, C::access_token, 431, "", E::usage, RJ},
      {O::enroll, C::access_token, 501, "", E::usage, RJ},
      {O::enroll, C::access_token, 301, "", E::protocol, NP},
      {O::enroll, C::access_token, 307, "", E::protocol, NP},
      {O::recovery_request, C::none, 404, "not_found", E::not_found, RJ},
      {O::recovery_request, C::none, 500, "", E::server, UN},
  };
  for (const Row& row : rows) {
    Machine m(row.op, row.credential);
    const auto step = m.answer(row.status, row.code);
    INFO(traits_of(row.op).path_template << " " << row.status << " " << row.code);
    CHECK(step.action == Action::fail);
    CHECK(step.code == row.expected);
    CHECK(step.outcome == row.outcome);
  }
}

TEST_CASE("408, 421 and 425 prove that nothing was done: sent again") {
  for (const int status : {408, 421, 425}) {
    Machine m(Operation::generate);
    CHECK(m.answer(status).action == Action::wait);
  }
}

TEST_CASE("an expired access token is renewed once, and only where that is safe") {
  for (const Operation op : {Operation::generate, Operation::list_factors, Operation::enroll,
                             Operation::confirm, Operation::remove_factor}) {
    Machine m(op, Credential::access_token);
    REQUIRE(m.answer(401, "token_expired").action == Action::renew);
    m.exchange.on_send();
    const auto again = m.answer(401, "token_expired");
    CHECK(again.action == Action::fail);
    CHECK(again.code == Errc::auth_expired);
  }
  for (const Operation op : {Operation::verify_challenge, Operation::recovery_verify,
                             Operation::refresh, Operation::recovery_request}) {
    Machine m(op);
    CHECK(m.answer(401, "token_expired").action == Action::fail);
  }
}

TEST_CASE("429 and 503 with Retry-After are waited out for reads, remove and refresh alone") {
  for (const Operation op : all_operations)
    for (const int status : {429, 503}) {
      Machine m(op);
      const auto step = m.answer(status, "", 5s);
      INFO(traits_of(op).path_template << " " << status);
      const bool waits = repeats_after_unknown(op) || op == Operation::refresh;
      CHECK(step.action == (waits ? Action::wait : Action::fail));
      if (waits)
        CHECK(step.at >= t0 + 5s);
      else
        CHECK(step.outcome == Outcome::refused);
    }
}

TEST_CASE("a wait that does not fit the deadline is not begun") {
  Machine m(Operation::list_factors);
  CHECK(m.answer(429, "", 31s).action == Action::fail);
  Machine late(Operation::list_factors);
  TransportFailure failure;
  failure.code = Errc::connect;
  CHECK(late.exchange.on_failure(failure, late.at(t0 + 30s)).action == Action::fail);
}

TEST_CASE("back-off: full jitter under a doubling ceiling, capped") {
  RetryOptions retry;
  retry.max_attempts = 20;
  RetryBudget budget(retry);
  Exchange exchange(Operation::list_factors, Credential::none, retry, t0 + 24h);
  const std::chrono::milliseconds ceilings[] = {200ms,  400ms,  800ms, 1600ms,
                                                3200ms, 5000ms, 5000ms};
  for (const auto ceiling : ceilings) {
    exchange.on_send();
    TransportFailure failure;
    failure.code = Errc::connect;
    const auto step = exchange.on_failure(failure, {t0, &budget, 0.999999});
    REQUIRE(step.action == Action::wait);
    CHECK(step.at > t0 + ceiling - 2ms);
    CHECK(step.at <= t0 + ceiling);
  }
}

TEST_CASE("retry budget: an outage is not answered with a storm (R10)") {
  RetryOptions retry;
  RetryBudget budget(retry);
  int attempts = 0;
  for (int call = 0; call < 1000; ++call) {
    Exchange exchange(Operation::list_factors, Credential::none, retry, t0 + 30s);
    for (;;) {
      exchange.on_send();
      ++attempts;
      TransportFailure failure;
      failure.code = Errc::connect;
      if (exchange.on_failure(failure, {t0, &budget, 0.0}).action != Action::wait) break;
    }
  }
  CHECK(attempts == 1010);
  for (int i = 0; i < 10; ++i) budget.on_success();
  CHECK(budget.take());
  CHECK_FALSE(budget.take());
}

TEST_CASE("answers that are no JSON are a proxy speaking") {
  Machine m(Operation::generate, Credential::access_token);
  const auto step = m.exchange.on_answer({200, "", false, false, true}, {}, m.at());
  CHECK(step.action == Action::fail);
  CHECK(step.code == Errc::body);
  CHECK(step.outcome == Outcome::unknown);
}

TEST_CASE("any 2xx of a recovery request is accepted (contract.md E11)") {
  for (const int status : {200, 201, 202, 204}) {
    Machine m(Operation::recovery_request);
    CHECK(m.answer(status).action == Action::succeed);
  }
}
