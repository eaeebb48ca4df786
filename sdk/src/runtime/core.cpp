// The way of a call: submit, credential, send, answer, result. Locks are never held while a transport, a store or a
// caller's code runs.
#include "runtime/core.hpp"

#include "core/ascii.hpp"
#include "core/registers.hpp"
#include "core/retry_after.hpp"
#include "runtime/recovery_state.hpp"

#include <utility>

namespace hellojohn::inline v0::detail {

namespace {

/// What a person is asked to wait where a server says "too often" and not for how long.
constexpr std::chrono::seconds unstated_wait{30};

bool is_json(const HttpResponse& response) noexcept {
  const std::string_view type = response.header("Content-Type");
  const std::string_view media = type.substr(0, type.find(';'));
  return media.empty() ||
         ascii::equal_ignore_case(media.substr(0, media.find(' ')), "application/json") ||
         (media.size() > 5 && media.find("+json") != std::string_view::npos);
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

Error bad_body(const HttpResponse& response, codec::Problem problem) {
  Error error;
  error.code = Errc::body;
  error.outcome = Exchange::outcome_of_bad_body();
  error.http_status = static_cast<std::uint16_t>(response.status);
  error.request_id = request_id_of(response);
  error.detail = problem;
  return error;
}

Core::Core(ClientOptions options, Secret key, std::unique_ptr<Transport> transport)
    : Loop(options.clock != nullptr ? *options.clock : hellojohn::system_clock()),
      options_(std::move(options)),
      key_(std::move(key)),
      transport_(std::move(transport)),
      budget_(options_.retry),
      random_(options_.retry.jitter_seed != 0
                  ? options_.retry.jitter_seed
                  : static_cast<std::uint64_t>(clock().now().time_since_epoch().count()) ^
                        reinterpret_cast<std::uintptr_t>(this)) {}

double Core::random() noexcept {
  const std::lock_guard lock(mutex_);
  return random_.next();
}

// Makes a call a live one; false, and failed, where the client is shut down.
bool Core::adopt_running(CallBase& call) noexcept {
  bool stopped = false;
  {
    const std::lock_guard lock(mutex_);
    stopped = stopped_;
    call.identity_ = identity_;
    call.started_ = clock().now();
    // Under the lock: shutdown() fails every call that it can see, and this one is visible from here on.
    if (!stopped) call.state().keep_until_ready();
  }
  if (stopped) {
    call.fail(local_error(Errc::shutting_down, "the client is shut down"));
    return false;
  }
  call.state().set_due(call.exchange_.deadline());
  return true;
}

void Core::submit(CallBase& call) noexcept {
  if (adopt_running(call)) advance(call);
}

void Core::advance(CallBase& call) noexcept {
  if (!completes([&] { take_step(call); })) fail_for_memory(call, nullptr);
}

// Nothing that it does is done when it throws: the call is then where it was.
void Core::take_step(CallBase& call) {
  Need need = Need::none;
  {
    const std::lock_guard lock(mutex_);
    need = need_locked(call);
  }
  switch (need) {
    case Need::sign_in: return call.fail(local_error(Errc::auth_expired, "nobody is signed in"));
    case Need::renewal: return join_renewal(call);
    case Need::none: break;
  }
  if (call.plan_.local) return finish(call, HttpResponse{200, {}, {}});
  send(call);
}

HttpRequest Core::request_for(const CallBase& call) const {
  const Plan& plan = call.plan_;
  HttpRequest request;
  const OperationTraits& traits = traits_of(plan.op);
  request.method = traits.method;
  request.origin = plan.origin.empty() ? options_.base_url : plan.origin;
  request.target = plan.target.empty() ? traits.path_template : std::string_view(plan.target);
  request.headers.push_back({"X-Tenant-ID", options_.tenant_id});
  request.deadline = call.exchange_.deadline();
  request.body = plan.body.clone();
  const auto bearer = [&request](std::string_view token) {
    request.authorization.reserve(token.size() + 7);
    request.authorization.append("Bearer ");
    request.authorization.append(token);
  };
  switch (plan.credential) {
    case Credential::none: break;
    case Credential::publishable:
    case Credential::secret_key:
      if (!key_.empty()) bearer(key_.reveal());
      break;
    case Credential::access_token:
      if (session_) bearer(session_->access.reveal());
      break;
    case Credential::recovery:
      if (plan.own_token) bearer(plan.own_token->reveal());
      break;
  }
  return request;
}

void Core::send(CallBase& call) {
  const RegistersWipedAfter registers;
  const Running keep = running(call);
  HttpRequest request;
  ExchangeId id = 0;
  {
    const std::lock_guard lock(mutex_);
    if (stopped_ || call.state().ready()) return;
    request = request_for(call);
    id = ++last_id_;
    add_exchange_locked(id, keep);
    call.exchange_id_ = id;
    call.backing_off_ = false;
    call.renewals_at_send_ = renewals_;
    call.exchange_.on_send();
  }
  call.state().set_due(call.exchange_.deadline());
  transport_->start(id, std::move(request), *this);
}

Running Core::take_exchange(ExchangeId id) noexcept {
  const std::lock_guard lock(mutex_);
  const auto it = at_transport_.find(id);
  if (it == at_transport_.end()) return {};
  Running taken = std::move(it->second);
  spare_ = at_transport_.extract(it);
  taken.call->exchange_id_ = 0;
  return taken;
}

// The place of the call before is taken again: a call after the other needs no allocation here.
void Core::add_exchange_locked(ExchangeId id, const Running& call) {
  if (spare_.empty()) {
    at_transport_.emplace(id, call);
    return;
  }
  spare_.key() = id;
  spare_.mapped() = call;
  at_transport_.insert(std::move(spare_));
}

bool Core::on_last_write(ExchangeId id) noexcept {
  const std::lock_guard lock(mutex_);
  const auto it = at_transport_.find(id);
  return it != at_transport_.end() && it->second.call->exchange_.on_last_write();
}

Exchange::Context Core::context_locked() noexcept {
  return {clock().now(), &budget_, random_.next()};
}

void Core::on_failure(ExchangeId id, TransportFailure&& failure) noexcept {
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

void Core::on_response(ExchangeId id, HttpResponse&& response) noexcept {
  const RegistersWipedAfter registers;
  const OnTransportThread here;
  const Running taken = take_exchange(id);
  if (taken.call == nullptr) return;
  if (!completes([&] { judge(*taken.call, std::move(response)); }))
    fail_for_memory(*taken.call, &response);
}

// Whether the answer is one; what it says is for decode().
void Core::judge(CallBase& call, HttpResponse&& response) {
  codec::ServerError said;
  Challenge challenge;
  const bool is_success = response.status >= 200 && response.status < 300;
  // The word is looked for first: most answers need not be read twice.
  if (!is_success || response.body.reveal().find("\"error\"") != std::string_view::npos)
    codec::read_error(response.body.reveal(), said);
  // A sign-in that needs a second factor is an answer, not an error (contract.md E3, B9).
  if (call.plan_.op == Operation::sign_in && (response.status == 403 || response.status == 200) &&
      codec::read_challenge(response.body.reveal(), challenge))
    return finish(call, std::move(response));

  const auto wall = clock().wall_now();
  auto retry_after = read_retry_after(response.header("Retry-After"), wall);
  if (!retry_after) retry_after = said.retry_after;
  if (!retry_after && response.status == 429)
    retry_after = read_rate_limit_reset(response.header("X-RateLimit-Reset"), wall);

  const AnswerHead head{response.status,         said.code,
                        retry_after.has_value(), is_json(response),
                        !response.body.empty(),  is_success && !said.code.empty()};
  Exchange::Step step;
  {
    const std::lock_guard lock(mutex_);
    step = call.exchange_.on_answer(head, retry_after, context_locked());
  }
  if (step.action == Exchange::Action::succeed) return finish(call, std::move(response));
  Error error;
  error.http_status = static_cast<std::uint16_t>(response.status);
  error.server_code = std::move(said.code);
  error.server_text = std::move(said.message);
  error.request_id = said.request_id.empty() ? request_id_of(response) : std::move(said.request_id);
  error.retry_after = retry_after;
  if (step.code == Errc::rate_limited && !retry_after) error.retry_after = unstated_wait;
  apply(call, step, std::move(error));
}

void Core::apply(CallBase& call, const Exchange::Step& step, Error&& error) noexcept {
  switch (step.action) {
    case Exchange::Action::wait: {
      {
        const std::lock_guard lock(mutex_);
        call.backing_off_ = true;
      }
      log(call, "request_will_repeat", nullptr, error.http_status);
      return call.state().set_due(step.at);
    }
    case Exchange::Action::renew: {
      {
        const std::lock_guard lock(mutex_);
        call.must_renew_ = true;
      }
      return advance(call);
    }
    case Exchange::Action::succeed:
    case Exchange::Action::fail: break;
  }
  error.code = step.code;
  error.outcome = step.outcome;
  log(call, "request_failed", &error, error.http_status);
  call.fail(std::move(error));
}

void Core::finish(CallBase& call, HttpResponse&& response) noexcept {
  log(call, "request_finished", nullptr, response.status);
  if (!completes([&] { call.decode(std::move(response)); })) {
    call.to_install_.reset();
    return fail_for_memory(call, &response);
  }
  if (call.to_install_) return install_and_release(call);
  call.release_result();
}

void Core::fail_for_memory(CallBase& call, const HttpResponse* answer) noexcept {
  const bool done = answer != nullptr && answer->status >= 200 && answer->status < 300;
  Error error;
  error.code = Errc::resource;
  if (answer != nullptr) error.http_status = static_cast<std::uint16_t>(answer->status);
  {
    const std::lock_guard lock(mutex_);
    error.outcome = call.exchange_.abandon();
  }
  // A local call has no answer of the service, only a place for one.
  if (done && !call.plan_.local) error.outcome = Outcome::done_answer_lost;
  log(call, "request_failed", &error, error.http_status);
  call.fail(std::move(error));
}

Outcome Core::abandon(CallBase& call) noexcept {
  const std::lock_guard lock(mutex_);
  const Outcome outcome = call.exchange_.abandon();
  // Who asks for a token alone asks for the renewal behind it.
  const bool asks_token = call.plan_.local && call.plan_.credential == Credential::access_token;
  return asks_token && renewal_ != nullptr ? renewal_->exchange_.so_far() : outcome;
}

void Core::stop_network(CallBase& call) noexcept {
  ExchangeId id = 0;
  {
    const std::lock_guard lock(mutex_);
    id = call.exchange_id_;
    std::erase_if(waiting_, [&call](const Running& r) { return r.call == &call; });
  }
  if (id != 0) transport_->cancel(id);
}

void Core::on_due(CallBase& call) noexcept {
  const Time now = clock().now();
  if (now >= call.exchange_.deadline()) return call.state().give_up(Errc::timeout);
  bool repeat = false;
  {
    const std::lock_guard lock(mutex_);
    repeat = std::exchange(call.backing_off_, false);
  }
  call.state().set_due(call.exchange_.deadline());
  if (repeat) advance(call);
}

void Core::on_wake() noexcept {
  const OnTransportThread here;
  run_due();
}

void Core::on_earlier_due(Time due) noexcept { transport_->wake_at(due, *this); }

bool Core::on_callback_threw() noexcept {
  if (options_.log == nullptr) return false;
  LogRecord record;
  record.level = LogLevel::error;
  record.event = "callback_threw";
  options_.log->on_log(record);
  return true;
}

std::size_t Core::poll() noexcept {
  run_due();
  if (watching_.load(std::memory_order_acquire)) check_recovery(session_now(clock()));
  return events_.deliver() + drain();
}

bool Core::has_work() const noexcept {
  return has_calls() || watching_.load(std::memory_order_acquire) || events_.waiting();
}

void Core::shutdown(std::chrono::milliseconds limit) noexcept {
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    stopped_ = true;
  }
  // Waiters first: what the transport reports while it stops must not win over shutting_down.
  fail_all(Errc::shutting_down);
  const auto bound = limit < std::chrono::hours(1) ? limit : std::chrono::hours(1);
  transport_->shutdown(std::chrono::steady_clock::now() + bound);
  bool unlock = false;
  std::unordered_map<ExchangeId, Running> left;
  std::vector<Running> waiting;
  std::unique_lock lock(mutex_);
  unlock = std::exchange(store_locked_, false) || std::exchange(store_lock_pending_, false);
  left.swap(at_transport_);
  waiting.swap(waiting_);
  session_.reset();
  key_.clear();
  watches_.clear();
  watching_.store(false, std::memory_order_release);
  lock.unlock();
  if (unlock) options_.store->unlock();
}

void Core::close() noexcept {
  // Held here: a continuation may drop the last other reference.
  const auto self = shared_from_this();
  shutdown(std::chrono::milliseconds(250));
  // A continuation may make another call, which fails at once and continues in the next pass; one that never stops
  // doing so must not hold the exit.
  constexpr int most_passes = 64;
  for (int pass = 0; pass < most_passes && drain() > 0; ++pass) {
  }
}

void Core::log(const CallBase& call, std::string_view event, const Error* error,
               int status) noexcept {
  if (options_.log == nullptr) return;
  const OperationTraits& traits = traits_of(call.plan_.op);
  LogRecord record;
  record.level = error != nullptr ? LogLevel::warning : LogLevel::info;
  record.event = event;
  record.method = traits.method;
  record.path_template = traits.path_template;
  record.status = status;
  record.duration =
      std::chrono::duration_cast<std::chrono::milliseconds>(clock().now() - call.started_);
  if (error != nullptr) {
    record.request_id = error->request_id;
    record.detail = to_string(error->code);
  }
  options_.log->on_log(record);
}

void Core::log_trouble(std::string_view event, std::string_view detail) noexcept {
  {
    const std::lock_guard lock(mutex_);
    if (options_.log == nullptr || stopped_) return;  // The log may be gone with the Client.
  }
  LogRecord record;
  record.level = LogLevel::error;
  record.event = event;
  record.detail = detail;
  options_.log->on_log(record);
}

}  // namespace hellojohn::inline v0::detail
