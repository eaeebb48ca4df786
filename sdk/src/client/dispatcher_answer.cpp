// The way of a call back: what a transport reports, what is to be done about it, the result. Knows no socket, and asks
// rules/ and json/ for every decision.
#include "base/ascii.hpp"
#include "base/dates.hpp"
#include "base/out_of_memory.hpp"
#include "client/dispatcher.hpp"
#include "client/make_plan.hpp"
#include "client/session_keeper.hpp"
#include "rules/retry_after.hpp"
#include "secret/wipe_registers.hpp"

#include <algorithm>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace detail {

namespace {

/// What a person is asked to wait where a server says "too often" and not for how long.
constexpr std::chrono::seconds unstated_wait{30};

/// A gateway may send its page with the media type of the service. What the service sends is an object or a list.
bool is_page(std::string_view body) noexcept {
  if (body.starts_with("\xef\xbb\xbf")) body.remove_prefix(3);
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && body[first] != '{' && body[first] != '[';
}

AnswerHead head_of(const HttpResponse& response) noexcept {
  const std::string_view type = response.header("Content-Type");
  AnswerHead head;
  head.status = response.status;
  head.is_json = is_json_type(type) && !is_page(response.body.reveal());
  head.is_foreign = !type.empty() && !head.is_json;
  head.has_body = !response.body.empty();
  head.asks_bearer = response.status == 401 && asks_for_bearer(response.header("WWW-Authenticate"));
  return head;
}

/// Whether a member "error" may stand in the body. Looks for its rarest part, which few answers hold at all.
bool names_error(std::string_view body) noexcept {
  constexpr std::string_view word = "\"error\"";
  constexpr std::string_view part = "rr";
  constexpr std::size_t before = word.find(part);
  for (std::size_t at = body.find(part); at != std::string_view::npos; at = body.find(part, at + 1))
    if (at >= before && body.substr(at - before, word.size()) == word) return true;
  return false;
}

/// How long to wait, from the most explicit word to the least.
std::optional<std::chrono::seconds> wait_of(const HttpResponse& response,
                                            const codec::ServerError& said) noexcept {
  const std::string_view retry_after = response.header("Retry-After");
  if (retry_after.empty() && response.status != 429) return said.retry_after;
  const auto answered_at = read_http_date(response.header("Date"));
  if (const auto wait = read_retry_after(retry_after, answered_at)) return wait;
  if (said.retry_after || response.status != 429) return said.retry_after;
  return read_rate_limit_reset(response.header("X-RateLimit-Reset"),
                               response.header("X-RateLimit-Remaining"), answered_at);
}

}  // namespace

std::string request_id_of(const HttpResponse& response) noexcept {
  constexpr std::size_t longest = 128;
  std::string out;
  const bool whole = completes([&] {
    for (const char c : response.header("X-Request-ID").substr(0, longest))
      if (ascii::is_printable(c)) out.push_back(c);
  });
  if (!whole) out.clear();
  return out;
}

std::chrono::system_clock::time_point server_time(const HttpResponse& response,
                                                  const Clock& clock) noexcept {
  const auto date = read_http_date(response.header("Date"));
  return date ? *date : clock.wall_now();
}

Error bad_body(const HttpResponse& response, codec::Problem problem) {
  Error error;
  error.code = Errc::body;
  // Without a JSON media type the content was the only thing that could have shown who speaks.
  error.outcome = is_json_type(response.header("Content-Type")) ? Exchange::outcome_of_bad_body()
                                                                : Outcome::unknown;
  error.http_status = static_cast<std::uint16_t>(response.status);
  error.request_id = request_id_of(response);
  error.detail = problem;
  return error;
}

Exchange::Context Dispatcher::context_locked() noexcept {
  return {loop_.clock().now(), &budget_, random_.next()};
}

void Dispatcher::on_failure(ExchangeId id, TransportFailure&& failure) noexcept {
  const OnTransportThread here;
  const Running taken = take_exchange(id);
  if (taken.call == nullptr) return;
  Exchange::Step step;
  {
    const std::lock_guard lock(mutex_);
    step = taken.call->exchange_.on_failure(failure, context_locked());
  }
  Error error;
  error.http_status = failure.status_seen;
  error.detail = std::move(failure.detail);
  apply(*taken.call, step, std::move(error));
}

void Dispatcher::on_response(ExchangeId id, HttpResponse&& response) noexcept {
  const RegistersWipedAfter registers;
  const OnTransportThread here;
  const Running taken = take_exchange(id);
  if (taken.call == nullptr) return;
  if (!completes([&] { judge(*taken.call, std::move(response)); }))
    fail_for_memory(*taken.call, &response);
}

// Whether the answer is one; what it says is for decode().
void Dispatcher::judge(CallBase& call, HttpResponse&& response) {
  AnswerHead head = head_of(response);
  codec::ServerError said;
  Challenge challenge;
  const bool is_success = response.status >= 200 && response.status < 300;
  // The word is looked for first: most answers need not be read twice.
  if (!head.is_foreign && (!is_success || names_error(response.body.reveal())))
    codec::read_error(response.body.reveal(), said);
  // A sign-in that needs a second factor is an answer, not an error, whatever the status of a refusal.
  const bool may_ask = response.status == 200 || (response.status >= 400 && response.status < 500);
  if (call.plan_.op == Operation::sign_in && head.is_json && may_ask &&
      codec::read_challenge(response.body.reveal(), challenge))
    return finish(call, std::move(response));

  const auto retry_after = wait_of(response, said);
  head.server_code = said.code;
  head.says_error = is_success && !said.code.empty();
  // "error":"Service Unavailable" with a 200: no success, and not the service's way to say so.
  head.is_foreign = head.is_foreign || (is_success && said.is_named && said.code.empty());
  Exchange::Step step;
  {
    const std::lock_guard lock(mutex_);
    step = call.exchange_.on_answer(head, retry_after, context_locked());
  }
  if (step.action == Exchange::Action::succeed) return finish(call, std::move(response));
  if (step.action == Exchange::Action::read_list) return read_list(call, std::move(response));
  Error error;
  error.http_status = static_cast<std::uint16_t>(response.status);
  error.server_code = std::move(said.code);
  error.server_text = std::move(said.message);
  error.request_id = said.request_id.empty() ? request_id_of(response) : std::move(said.request_id);
  error.retry_after = retry_after;
  if (step.code == Errc::unsupported) error.detail = "this base URL is not the service";
  if (step.code == Errc::rate_limited && !retry_after) {
    if (call.plan_.op == Operation::verify_challenge && dialect_of(options_).facts.locks_codes)
      error.detail = "backup codes may be refused for up to a day: use the authenticator app";
    else
      error.retry_after = unstated_wait;
  }
  apply(call, step, std::move(error));
}

void Dispatcher::read_list(CallBase& call, HttpResponse&& response) {
  const Look& look = *call.plan_.look;
  std::vector<Factor> factors;
  std::optional<int> remaining;
  std::optional<bool> listed;
  if (codec::read_factors(response.body.reveal(), factors, remaining) == nullptr)
    listed = std::any_of(factors.begin(), factors.end(), [&](const Factor& factor) {
      // Where names are ids, a list of objects may have other ids.
      return factor.id == look.factor_id || ascii::equal_ignore_case(factor.type, look.factor_id);
    });
  Exchange::Step step;
  {
    const std::lock_guard lock(mutex_);
    step = call.exchange_.on_list(listed, look.was_listed);
  }
  if (step.action == Exchange::Action::succeed) return finish(call, std::move(response));
  if (call.unsettled_ && listed)
    call.unsettled_->detail = *listed ? "the factor is still on the account's list"
                                      : "the factor is not on the account's list";
  Error error;
  if (step.code == Errc::conflict) error.detail = "an authenticator is already set up";
  apply(call, step, std::move(error));
}

void Dispatcher::apply(CallBase& call, const Exchange::Step& step, Error&& error) noexcept {
  switch (step.action) {
    case Exchange::Action::wait: {
      {
        const std::lock_guard lock(mutex_);
        call.backing_off_ = true;
      }
      log_.call(call, "request_will_repeat", nullptr, error.http_status, error.request_id);
      return call.state().set_due(step.at);
    }
    case Exchange::Action::renew: {
      keeper_.on_token_refused(call);
      return advance(call);
    }
    case Exchange::Action::ask_list: {
      call.unsettled_ = std::move(error);
      log_.call(call, "removal_asks_list", nullptr, call.unsettled_->http_status,
                call.unsettled_->request_id);
      return advance(call);
    }
    case Exchange::Action::go_on: return advance(call);
    case Exchange::Action::succeed:
    case Exchange::Action::read_list:
    case Exchange::Action::fail: break;
  }
  // The caller asked for the removal, so the error is that of its answer, not of the list's.
  if (call.unsettled_) error = std::move(*call.unsettled_);
  error.code = step.code;
  error.outcome = step.outcome;
  log_.call(call, "request_failed", &error.code, error.http_status, error.request_id);
  call.fail(std::move(error));
}

void Dispatcher::finish(CallBase& call, HttpResponse&& response) noexcept {
  // The server's name for the request costs an allocation, which only a log is worth.
  if (log_.is_read())
    log_.call(call, "request_finished", nullptr, response.status, request_id_of(response));
  if (!completes([&] { call.decode(std::move(response)); })) {
    call.to_install_.reset();
    return fail_for_memory(call, &response);
  }
  keeper_.on_decoded(call);
}

void Dispatcher::fail_for_memory(CallBase& call, const HttpResponse* answer) noexcept {
  const bool done =
      answer != nullptr && is_yes(answer->status) && is_json_type(answer->header("Content-Type"));
  Error error;
  error.code = Errc::resource;
  if (answer != nullptr) {
    error.http_status = static_cast<std::uint16_t>(answer->status);
    error.request_id = request_id_of(*answer);
  }
  {
    const std::lock_guard lock(mutex_);
    error.outcome = call.exchange_.abandon();
  }
  // A local call has no answer of the service, only a place for one.
  if (done && !call.plan_.local) error.outcome = Outcome::done_answer_lost;
  log_.call(call, "request_failed", &error.code, error.http_status, error.request_id);
  call.fail(std::move(error));
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
