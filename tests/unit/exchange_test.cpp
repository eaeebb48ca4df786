// The exchange machine and the meaning of answers as tables: every operation against every kind of event.
#include "rules/exchange.hpp"
#include "worlds/catch.hpp"

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
  Exchange::Step answer(int status, std::string_view code = "some_code",
                        std::optional<std::chrono::seconds> retry_after = {}) {
    (void)exchange.on_last_write();
    return exchange.on_answer({status, code, true, true}, retry_after, at());
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
         op == Operation::verify_session;
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
  Machine m(Operation::list_factors);
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

TEST_CASE("answers: status, code and operation decide") {
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
  const Row rows[] = {
      {O::sign_in, C::publishable, 401, "invalid_credentials", E::invalid_credentials, RJ},
      {O::sign_in, C::publishable, 401, "invalid_publishable_key", E::usage, RJ},
      {O::sign_in, C::publishable, 403, "account_locked", E::forbidden, RJ},
      {O::sign_in, C::publishable, 429, "rate_limit_exceeded", E::rate_limited, RJ},
      {O::verify_challenge, C::publishable, 401, "invalid_mfa_code", E::invalid_code, RJ},
      {O::verify_challenge, C::publishable, 401, "some_code", E::invalid_code, RJ},
      {O::verify_challenge, C::publishable, 401, "something_new", E::invalid_code, RJ},
      {O::verify_challenge, C::publishable, 401, "token_expired", E::invalid_code, RJ},
      {O::verify_challenge, C::publishable, 401, "invalid_challenge", E::challenge_expired, RJ},
      {O::verify_challenge, C::publishable, 400, "invalid_grant", E::challenge_expired, RJ},
      {O::verify_challenge, C::publishable, 400, "validation_failed", E::usage, RJ},
      {O::verify_challenge, C::publishable, 500, "store_error", E::server, UN},
      {O::verify_challenge, C::publishable, 502, "some_code", E::unavailable, UN},
      {O::verify_challenge, C::publishable, 503, "some_code", E::unavailable, UN},
      {O::verify_challenge, C::publishable, 504, "some_code", E::unavailable, UN},
      {O::verify_challenge, C::publishable, 599, "some_code", E::server, UN},
      {O::verify_challenge, C::publishable, 409, "some_code", E::conflict, UN},
      {O::generate, C::access_token, 409, "mfa_not_enrolled", E::conflict, RJ},
      {O::generate, C::access_token, 409, "conflict", E::conflict, UN},
      {O::verify_challenge, C::publishable, 202, "some_code", E::protocol, UN},
      {O::verify_challenge, C::publishable, 206, "some_code", E::protocol, UN},
      {O::verify_challenge, C::publishable, 204, "some_code", E::body, UN},
      {O::recovery_verify, C::none, 401, "invalid_token", E::token_used_or_expired, RJ},
      {O::recovery_verify, C::none, 401, "token_expired", E::token_used_or_expired, RJ},
      {O::recovery_verify, C::none, 410, "some_code", E::token_used_or_expired, RJ},
      {O::recovery_verify, C::none, 429, "some_code", E::rate_limited, RJ},
      {O::refresh, C::none, 401, "refresh_token_invalid", E::auth_expired, RJ},
      {O::refresh, C::none, 500, "some_code", E::server, UN},
      {O::generate, C::access_token, 403, "reauthentication_required", E::reauthentication_required,
       RJ},
      {O::generate, C::access_token, 403, "insufficient_permissions", E::forbidden, RJ},
      {O::generate, C::recovery, 403, "insufficient_permissions", E::session_restricted, RJ},
      {O::generate, C::recovery, 401, "token_expired", E::auth_expired, RJ},
      {O::generate, C::access_token, 401, "session_revoked", E::auth_expired, RJ},
      {O::confirm, C::access_token, 401, "invalid_mfa_code", E::invalid_code, RJ},
      {O::confirm, C::access_token, 401, "never_seen", E::invalid_code, RJ},
      {O::list_factors, C::access_token, 404, "not_found", E::not_found, RJ},
      {O::enroll, C::access_token, 405, "some_code", E::unsupported, RJ},
      {O::enroll, C::access_token, 413, "some_code", E::usage, RJ},
      {O::enroll, C::access_token, 415, "some_code", E::unsupported, RJ},
      {O::enroll, C::access_token, 422, "some_code", E::usage, RJ},
      {O::enroll, C::access_token, 423, "some_code", E::forbidden, RJ},
      {O::enroll, C::access_token, 431, "some_code", E::usage, RJ},
      {O::enroll, C::access_token, 501, "some_code", E::unsupported, RJ},
      {O::enroll, C::access_token, 301, "some_code", E::protocol, UN},
      {O::enroll, C::access_token, 307, "some_code", E::protocol, UN},
      {O::recovery_request, C::none, 404, "not_found", E::not_found, RJ},
      {O::recovery_request, C::none, 500, "some_code", E::server, UN},
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

TEST_CASE("who speaks: an answer without the service's JSON leaves every effect unknown") {
  for (const Operation op : all_operations)
    for (int status = 300; status < 600; ++status) {
      Machine m(op, Credential::access_token);
      (void)m.exchange.on_last_write();
      AnswerHead page;
      page.status = status;
      page.has_body = true;
      page.is_foreign = true;
      const auto step = m.exchange.on_answer(page, 1s, m.at());
      INFO(traits_of(op).path_template << " " << status);
      if (!repeats_after_unknown(op)) CHECK(step.action == Action::fail);
      if (step.action == Action::fail) CHECK(step.outcome == Outcome::unknown);
      CHECK_FALSE(ends_session(step.code, step.outcome));
    }
}

TEST_CASE("nothing with an effect is sent again after its last byte left, whatever the status") {
  for (const Operation op : all_operations)
    for (const int status : {408, 409, 421, 425, 429, 500, 502, 503, 504}) {
      Machine m(op);
      INFO(traits_of(op).path_template << " " << status);
      CHECK(m.answer(status, "some_code", 1s).action ==
            (repeats_after_unknown(op) ? Action::wait : Action::fail));
    }
}

TEST_CASE("401: a code that is not about the token is neither renewed nor sent again") {
  for (const Operation op : all_operations)
    for (const char* code : {"invalid_password", "invalid_mfa_code", "wrong_code", "something"}) {
      Machine m(op, Credential::access_token);
      INFO(traits_of(op).path_template << " " << code);
      const auto step = m.answer(401, code);
      CHECK(step.action == Action::fail);
      CHECK_FALSE(ends_session(step.code, step.outcome));
    }
}

TEST_CASE("401: WWW-Authenticate: Bearer means the token if the code is unknown") {
  Machine m(Operation::generate, Credential::access_token);
  AnswerHead head{401, "something", true, true};
  head.asks_bearer = true;
  CHECK(m.exchange.on_answer(head, {}, m.at()).action == Action::renew);
  CHECK(asks_for_bearer("Bearer realm=\"x\""));
  CHECK(asks_for_bearer("Basic realm=\"x\", bearer"));
  CHECK_FALSE(asks_for_bearer("Basic realm=\"Bearers\""));
}

TEST_CASE("a wrong one-time code is invalid_code by its code, whatever the status") {
  for (const int status : {400, 401, 403, 422})
    for (const Operation op : {Operation::verify_challenge, Operation::confirm}) {
      Machine m(op, Credential::access_token);
      const auto step = m.answer(status, "invalid_mfa_code");
      CHECK(step.code == Errc::invalid_code);
      CHECK(step.outcome == Outcome::refused);
    }
}

TEST_CASE("a session ends only on the service's 401 with a code that says so") {
  const auto ends = [](int status, const char* code) {
    const auto step = Machine(Operation::refresh).answer(status, code);
    return ends_session(step.code, step.outcome);
  };
  CHECK(ends(401, "refresh_token_invalid"));
  CHECK(ends(401, "REFRESH_TOKEN_REUSE"));
  for (const char* code : {"", "something"}) CHECK_FALSE(ends(401, code));
  for (const int status : {302, 400, 403, 408, 429, 500, 503})
    CHECK_FALSE(ends(status, "refresh_token_invalid"));
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

TEST_CASE("429 and 503 with Retry-After are waited out only for questions") {
  for (const Operation op : all_operations)
    for (const int status : {429, 503}) {
      Machine m(op);
      const auto step = m.answer(status, "some_code", 5s);
      INFO(traits_of(op).path_template << " " << status);
      const bool waits = repeats_after_unknown(op);
      CHECK(step.action == (waits ? Action::wait : Action::fail));
      if (waits)
        CHECK(step.at >= t0 + 5s);
      else
        CHECK(step.outcome == (status == 429 ? Outcome::refused : Outcome::unknown));
    }
}

TEST_CASE("a wait that does not fit the deadline is not begun") {
  Machine m(Operation::list_factors);
  CHECK(m.answer(429, "some_code", 31s).action == Action::fail);
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

TEST_CASE("retry budget: an outage is not answered with a storm") {
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
  AnswerHead page{200, "", false, false, true};
  page.is_foreign = true;
  const auto step = m.exchange.on_answer(page, {}, m.at());
  CHECK(step.action == Action::fail);
  CHECK(step.code == Errc::body);
  CHECK(step.outcome == Outcome::unknown);
}

TEST_CASE("any 2xx of a recovery request is accepted") {
  for (const int status : {200, 201, 202, 204}) {
    Machine m(Operation::recovery_request);
    CHECK(m.answer(status).action == Action::succeed);
  }
}
