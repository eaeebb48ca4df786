// The way of a call out: start, token, send, cancel. What comes back is in dispatcher_answer.cpp.
#include "client/dispatcher.hpp"

#include "base/out_of_memory.hpp"
#include "client/make_plan.hpp"
#include "client/session_keeper.hpp"
#include "secret/wipe_registers.hpp"

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace detail {

Error local_error(Errc code, const char* detail) noexcept {
  Error error;
  error.code = code;
  if (!completes([&] { error.detail = detail; })) error.detail.clear();
  return error;
}

Plan::Plan() noexcept = default;
Plan::Plan(Plan&&) noexcept = default;
Plan& Plan::operator=(Plan&&) noexcept = default;
Plan::~Plan() = default;

CallBase::CallBase(Plan&& plan, const ClientOptions& options, Exchange::Time deadline) noexcept
    : plan_(std::move(plan)),
      exchange_(plan_.op, plan_.credential, options.retry, deadline, dialect_of(options)) {}

CallBase::~CallBase() = default;

void CallBase::fail(Error&& error) noexcept { state().fail(std::move(error)); }

void CallBase::release_result() noexcept {
  bad_answer_ ? state().fail(std::move(*bad_answer_)) : state().succeed();
}

Dispatcher::Dispatcher(Loop& loop, const ClientOptions& options, ClientLog& log,
                       SessionKeeper& keeper, Secret key, std::unique_ptr<Transport> transport)
    : loop_(loop),
      options_(options),
      log_(log),
      keeper_(keeper),
      transport_(std::move(transport)),
      driven_(transport_->is_driven()),
      key_(std::move(key)),
      budget_(options.retry),
      random_(options.retry.jitter_seed != 0
                  ? options.retry.jitter_seed
                  : static_cast<std::uint64_t>(loop.clock().now().time_since_epoch().count()) ^
                        reinterpret_cast<std::uintptr_t>(this)) {}

double Dispatcher::random() noexcept {
  const std::lock_guard lock(mutex_);
  return random_.next();
}

bool Dispatcher::adopt(CallBase& call) noexcept {
  keeper_.on_start(call);
  bool stopped = false;
  {
    const std::lock_guard lock(mutex_);
    stopped = stopped_;
    if (!stopped) {
      call.started_ = loop_.clock().now();
      // Under the lock: shutdown() fails every call that it can see, and this one is visible from here on.
      call.state().keep_until_ready();
    }
  }
  if (stopped) {
    call.fail(local_error(Errc::shutting_down, "the client is shut down"));
    return false;
  }
  call.state().set_due(call.exchange_.deadline());
  return true;
}

void Dispatcher::submit(CallBase& call) noexcept {
  if (adopt(call)) advance(call);
}

void Dispatcher::advance(CallBase& call) noexcept {
  if (!completes([&] { take_step(call); })) fail_for_memory(call, nullptr);
}

// Strong guarantee: if this throws, the call is unchanged.
void Dispatcher::take_step(CallBase& call) {
  Secret bearer;
  if (call.plan_.credential == Credential::access_token) {
    switch (keeper_.admit(call, bearer)) {
      case SessionKeeper::Admission::send: break;
      case SessionKeeper::Admission::wait: return;
      case SessionKeeper::Admission::refused: {
        Error error = local_error(Errc::auth_expired, "nobody is signed in");
        error.outcome = so_far(call);
        return call.fail(std::move(error));
      }
    }
  }
  if (call.plan_.local) return finish(call, HttpResponse{200, {}, {}});
  send(call, std::move(bearer));
}

HttpRequest Dispatcher::request_for(const CallBase& call, Secret bearer) const {
  const Plan& plan = call.plan_;
  HttpRequest request;
  const Operation asked = call.exchange_.asked();
  const OperationTraits& traits = call.exchange_.traits();
  const bool own = asked == plan.op;
  const std::string& target = own ? plan.target : plan.look->list_target;
  request.method = traits.method;
  request.origin = plan.origin.empty() ? options_.base_url : plan.origin;
  request.target = target.empty() ? traits.path_template : std::string_view(target);
  request.headers.push_back({"X-Tenant-ID", options_.tenant_id});
  request.deadline = call.exchange_.deadline();
  if (own) request.body = plan.body.clone();
  switch (plan.credential) {
    case Credential::none: break;
    case Credential::publishable:
    case Credential::secret_key:
      if (!key_.empty()) request.authorization = bearer_of(key_.reveal());
      break;
    case Credential::access_token: request.authorization = std::move(bearer); break;
    case Credential::recovery:
    case Credential::ended_session:
      if (plan.own_token) request.authorization = bearer_of(plan.own_token->reveal());
      break;
  }
  return request;
}

void Dispatcher::send(CallBase& call, Secret bearer) {
  const RegistersWipedAfter registers;
  const Running keep = running(call);
  HttpRequest request;
  ExchangeId id = 0;
  {
    const std::lock_guard lock(mutex_);
    if (stopped_ || call.state().ready()) return;
    request = request_for(call, std::move(bearer));
    id = ++last_id_;
    add_exchange_locked(id, keep);
    call.exchange_id_ = id;
    call.backing_off_ = false;
    call.exchange_.on_send();
  }
  call.state().set_due(call.exchange_.deadline());
  transport_->start(id, std::move(request), *this);
  // Nobody but the host begins with it.
  if (driven_) loop_.tell_ready();
}

bool Dispatcher::is_at_transport() noexcept {
  const std::lock_guard lock(mutex_);
  return !at_transport_.empty();
}

Running Dispatcher::take_exchange(ExchangeId id) noexcept {
  const std::lock_guard lock(mutex_);
  const auto it = at_transport_.find(id);
  if (it == at_transport_.end()) return {};
  Running taken = std::move(it->second);
  spare_ = at_transport_.extract(it);
  taken.call->exchange_id_ = 0;
  return taken;
}

// Reuses the map node of the previous call, so back-to-back calls do not allocate.
void Dispatcher::add_exchange_locked(ExchangeId id, const Running& call) {
  if (spare_.empty()) {
    at_transport_.emplace(id, call);
    return;
  }
  spare_.key() = id;
  spare_.mapped() = call;
  at_transport_.insert(std::move(spare_));
}

bool Dispatcher::on_last_write(ExchangeId id) noexcept {
  const std::lock_guard lock(mutex_);
  const auto it = at_transport_.find(id);
  return it != at_transport_.end() && it->second.call->exchange_.on_last_write();
}

Outcome Dispatcher::abandon(CallBase& call) noexcept {
  // An access_token() call sends nothing itself, so its outcome is that of the renewal it waits for.
  const bool asks_token = call.plan_.local && call.plan_.credential == Credential::access_token;
  const Running renewal = asks_token ? keeper_.renewal_under_way() : Running{};
  const std::lock_guard lock(mutex_);
  const Outcome outcome = call.exchange_.abandon();
  return renewal.call != nullptr ? renewal.call->exchange_.so_far() : outcome;
}

Outcome Dispatcher::so_far(const CallBase& call) noexcept {
  const std::lock_guard lock(mutex_);
  return call.exchange_.so_far();
}

void Dispatcher::stop_network(CallBase& call) noexcept {
  if (loop_.was_forked()) return;
  // No other call waits for a renewal.
  if (call.plan_.credential == Credential::access_token) keeper_.stop_waiting(call);
  ExchangeId id = 0;
  {
    // Waits for a send() that has not seen the call's end.
    const std::lock_guard lock(mutex_);
    id = call.exchange_id_;
  }
  if (id != 0) transport_->cancel(id);
}

void Dispatcher::on_due(CallBase& call, Exchange::Time now) noexcept {
  if (now >= call.exchange_.deadline()) {
    // Only the store is waited for: what the service did counts, and an event says that the session is not stored.
    if (keeper_.go_on_without_store(call)) return;
    return call.state().give_up(Errc::timeout);
  }
  bool repeat = false;
  {
    const std::lock_guard lock(mutex_);
    repeat = std::exchange(call.backing_off_, false);
  }
  call.state().set_due(call.exchange_.deadline());
  if (repeat) advance(call);
}

void Dispatcher::on_wake() noexcept {
  const OnTransportThread here;
  loop_.run_due();
}

bool Dispatcher::stop() noexcept {
  const std::lock_guard lock(mutex_);
  return !stopped_.exchange(true);
}

void Dispatcher::stop_transport(Exchange::Time deadline) noexcept {
  transport_->shutdown(deadline);
}

void Dispatcher::forget() noexcept {
  std::unordered_map<ExchangeId, Running> left;  // Released without the lock.
  const std::lock_guard lock(mutex_);
  left.swap(at_transport_);
  key_.clear();
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
