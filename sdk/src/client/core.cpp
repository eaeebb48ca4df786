// The way of a call out: submit, credential, send, cancel; and the end of them all. What comes back is in
// core_answer.cpp. Locks are never held while a transport, a store or a caller's code runs.
#include "client/core.hpp"

#include "client/recovery_state.hpp"
#include "core/registers.hpp"

#include <utility>

namespace hellojohn::inline v0::detail {

Core::Core(ClientOptions options, Secret key, std::unique_ptr<Transport> transport)
    : Loop(options.clock != nullptr ? *options.clock : hellojohn::system_clock()),
      options_(std::move(options)),
      key_(std::move(key)),
      transport_(std::move(transport)),
      budget_(options_.retry),
      random_(options_.retry.jitter_seed != 0
                  ? options_.retry.jitter_seed
                  : static_cast<std::uint64_t>(clock().now().time_since_epoch().count()) ^
                        reinterpret_cast<std::uintptr_t>(this)),
      store_queue_(options_.store != nullptr ? std::make_shared<StoreQueue>(*options_.store)
                                             : nullptr) {}

double Core::random() noexcept {
  const std::lock_guard lock(mutex_);
  return random_.next();
}

// Makes a call a live one; false, and failed, where the client is shut down.
bool Core::adopt_running(CallBase& call) noexcept {
  // Before the lock: a thread that fork() did not copy may hold it.
  if (process_.was_forked()) {
    call.fail(local_error(Errc::usage, "the client was made before fork(): make another one"));
    return false;
  }
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
    case Credential::ended_session:
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
  if (process_.was_forked()) return transport_->shutdown(std::chrono::steady_clock::now());
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    stopped_ = true;
  }
  // Waiters first: what the transport reports while it stops must not win over shutting_down.
  fail_all(Errc::shutting_down);
  const auto bound = limit < std::chrono::hours(1) ? limit : std::chrono::hours(1);
  const auto end = std::chrono::steady_clock::now() + bound;
  transport_->shutdown(end);
  if (store_queue_)
    store_queue_->close(std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now()));
  bool unlock = false;
  std::unordered_map<ExchangeId, Running> left;
  std::vector<Running> waiting;
  std::vector<Watch> watches;
  std::unique_lock lock(mutex_);
  unlock = std::exchange(store_locked_, false) || std::exchange(store_lock_pending_, false);
  left.swap(at_transport_);
  waiting.swap(waiting_);
  session_.reset();
  key_.clear();
  watches.swap(watches_);
  watching_.store(false, std::memory_order_release);
  lock.unlock();
  for (const Watch& watch : watches) {
    const auto state = watch.session.lock();
    if (!state) continue;
    const std::lock_guard state_lock(state->mutex);
    state->token = nullptr;
  }
  if (unlock) options_.store->unlock();
}

void Core::close() noexcept {
  if (process_.was_forked()) return shutdown({});
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
