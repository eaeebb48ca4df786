// The session inside Core: who is signed in, installing and dropping, renewing once for all who wait, the store.
#include "runtime/core.hpp"

#include "core/retry_after.hpp"
#include "runtime/recovery_state.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace hellojohn::detail {

namespace {

constexpr std::chrono::seconds assumed_access_life{
    900};  // Where the server tells no end: the shortest page's figure.
constexpr std::chrono::seconds pause_after_failed_renewal{30};

/// The one running renewal. Belongs to no caller, so nobody's cancel ends it.
class Renewal final : public State<Unit>, public CallBase {
 public:
  Renewal(const std::shared_ptr<Core>& core, Plan plan, Exchange::Time deadline)
      : State<Unit>(core),
        CallBase(std::move(plan), core->options().retry, deadline),
        core_(core.get()) {}

  void fail(Error&& error) noexcept override {
    Core* const core = core_;
    const Running keep = running(*this);
    Error copy = error;
    complete(std::move(error));
    core->end_renewal(std::move(copy));
  }
  void decode(HttpResponse&& response) noexcept override {
    codec::Tokens tokens;
    if (const codec::Problem problem = codec::read_tokens(response.body.reveal(), tokens)) {
      problem_ = bad_body(response, problem);
      return;
    }
    to_install_ = core_->session_from(std::move(tokens), core_->server_time(response));
  }
  void release_result() noexcept override {
    if (problem_) return fail(std::move(*problem_));
    Core* const core = core_;
    const Running keep = running(*this);
    complete(Unit{});
    core->end_renewal({});
  }
  [[nodiscard]] StateBase& state() noexcept override { return *this; }

 private:
  Outcome abandon() noexcept override { return core_->abandon(*this); }
  void stop_network() noexcept override { core_->stop_network(*this); }
  void on_due() noexcept override {
    // give_up() would end the renewal without telling those who wait.
    if (core_->clock().now() < exchange_.deadline()) return core_->on_due(*this);
    const Running keep = running(*this);
    Core* const core = core_;
    give_up(Errc::timeout);
    core->end_renewal(local_error(Errc::timeout, "the renewal of the session took too long"));
  }

  Core* core_;
  std::optional<Error> problem_;
};

/// Hears the one end of one store operation and goes. A store may end it after the Client has gone.
class StoreTicket final : public StoreSink {
 public:
  explicit StoreTicket(std::weak_ptr<Core> core) noexcept : core_(std::move(core)) {}
  void on_store_done(StoreOpId id, std::optional<Error>&& error) noexcept override {
    const std::unique_ptr<StoreTicket> self(this);
    if (const auto core = core_.lock()) core->on_store_done(id, std::move(error));
  }
  void on_store_loaded(StoreOpId id, Result<Secret>&& loaded) noexcept override {
    const std::unique_ptr<StoreTicket> self(this);
    if (const auto core = core_.lock()) core->on_store_loaded(id, std::move(loaded));
  }

 private:
  std::weak_ptr<Core> core_;
};

std::chrono::seconds life_of(const codec::Tokens& tokens, Core::WallTime server_now) {
  using std::chrono::seconds;
  seconds life = assumed_access_life;
  if (tokens.expires_in)
    life = *tokens.expires_in;
  else if (tokens.expires_at)
    life = std::chrono::duration_cast<seconds>(*tokens.expires_at - server_now);
  else if (const auto claims = codec::read_claims(tokens.access_token.reveal());
           claims && claims->expires_at)
    life = std::chrono::duration_cast<seconds>(*claims->expires_at - server_now);
  return std::clamp(life, seconds(0), seconds(366LL * 24 * 3600));
}

}  // namespace

Core::WallTime Core::server_time(const HttpResponse& response) const noexcept {
  const auto date = read_http_date(response.header("Date"));
  return date ? *date : clock().wall_now();
}

SessionState Core::session_from(codec::Tokens&& tokens, WallTime server_now) {
  SessionState session;
  const auto life = life_of(tokens, server_now);
  session.access = std::move(tokens.access_token);
  session.refresh = std::move(tokens.refresh_token);
  session.user_id = std::move(tokens.user_id);
  set_life(session, clock().now(), life, random());
  return session;
}

Core::Identity Core::identity() const {
  const std::lock_guard lock(mutex_);
  if (!session_) return {};
  Identity identity{true, false, session_->user_id};
  identity.fresh =
      session_->proved_at && clock().now() - *session_->proved_at <= options_.fresh_sign_in;
  return identity;
}

std::optional<SignedIn> Core::current() const {
  const std::lock_guard lock(mutex_);
  if (!session_) return {};
  return session_->summary();
}

Result<Secret> Core::access_token_now() const {
  const std::lock_guard lock(mutex_);
  if (!session_) return local_error(Errc::auth_expired, "nobody is signed in");
  return session_->access.clone();
}

Secret Core::drop_session(AuthEvent event) {
  Secret access;
  bool stored = false;
  {
    const std::lock_guard lock(mutex_);
    if (!session_) return access;
    access = std::move(session_->access);
    session_.reset();
    ledger_.reset();
    ++identity_;
    stored = options_.store != nullptr;
  }
  if (stored) options_.store->erase(add_store_op(nullptr), store_sink());
  emit(event);
  return access;
}

void Core::emit(AuthEvent event) { events_.push(event, current()); }

Core::Need Core::need_locked(const CallBase& call) const noexcept {
  if (call.plan_.credential != Credential::access_token) return Need::none;
  if (!session_ || call.identity_ != identity_) return Need::sign_in;
  const Time now = clock().now();
  const bool renewable = !session_->refresh.empty();
  // A renewal that ended after this call was sent has already brought the token that the server asks for.
  if (call.must_renew_ && !call.renewal_tried_ && call.renewals_at_send_ == renewals_)
    return renewable ? Need::renewal : Need::sign_in;
  if (session_->over(now)) return renewable && !call.renewal_tried_ ? Need::renewal : Need::sign_in;
  return session_->due(now) && !call.renewal_tried_ ? Need::renewal : Need::none;
}

void Core::join_renewal(CallBase& call) noexcept {
  Renewal* renewal = nullptr;
  {
    const Running keep = running(call);
    std::unique_lock lock(mutex_);
    if (stopped_ || call.state().ready()) return;
    call.renewal_tried_ = true;
    waiting_.push_back(keep);
    if (renewing_ || !session_) return;
    renewing_ = true;
    Plan plan;
    plan.op = Operation::refresh;
    plan.target = traits_of(Operation::refresh).path_template;
    plan.body = codec::refresh_body(session_->refresh.reveal());
    lock.unlock();
    renewal =
        new Renewal(shared_from_this(), std::move(plan), clock().now() + options_.timeouts.other);
  }
  const Ref<State<Unit>> keep(renewal);
  submit(*renewal);
}

void Core::end_renewal(std::optional<Error> error) noexcept {
  std::vector<Running> waiting;
  bool ended = false;
  {
    const std::lock_guard lock(mutex_);
    renewing_ = false;
    if (!error) ++renewals_;
    waiting.swap(waiting_);
    ended = error && error->code == Errc::auth_expired && error->outcome == Outcome::refused;
    // A passing failure never ends a session: the old token is good to its end, and is not renewed again at once.
    if (error && !ended && session_)
      session_->renew_at = std::max(session_->renew_at, clock().now() + pause_after_failed_renewal);
  }
  if (ended) (void)drop_session(AuthEvent::session_expired);
  for (const Running& waiter : waiting) {
    bool usable = !error;
    {
      const std::lock_guard lock(mutex_);
      usable = usable || (session_ && !waiter.call->must_renew_ && !session_->over(clock().now()));
    }
    if (usable) {
      advance(*waiter.call);
      continue;
    }
    Error copy = *error;
    // What the waiter asked for itself was never sent.
    copy.outcome = Outcome::not_sent;
    waiter.call->fail(std::move(copy));
  }
}

void Core::install_and_release(CallBase& call) noexcept {
  const bool renewal = call.plan_.op == Operation::refresh;
  if (call.state().ready()) return;  // Given up meanwhile: nobody is waiting for this session.
  if (renewal) {
    const std::lock_guard lock(mutex_);
    SessionState& fresh = *call.to_install_;
    if (!session_ || call.identity_ != identity_) {
      // Another person's session took the place: this pair belongs to nobody here.
      call.to_install_.reset();
    } else {
      if (fresh.user_id.empty()) fresh.user_id = session_->user_id;
      if (fresh.refresh.empty()) fresh.refresh = session_->refresh.clone();
      fresh.proved_at = session_->proved_at;
      fresh.adopted = session_->adopted;
    }
  }
  if (call.to_install_ && options_.store != nullptr) {
    const Secret bytes = store_form(*call.to_install_, clock());
    return options_.store->save(add_store_op(&call), bytes.view(), store_sink());
  }
  if (call.to_install_) {
    {
      const std::lock_guard lock(mutex_);
      session_ = std::move(call.to_install_);
      call.to_install_.reset();
      if (!renewal) ++identity_;
    }
    emit(renewal ? AuthEvent::token_refreshed : AuthEvent::signed_in);
  }
  call.release_result();
}

StoreOpId Core::add_store_op(CallBase* call) {
  const std::lock_guard lock(mutex_);
  const StoreOpId id = ++last_store_id_;
  at_store_.emplace(id, call != nullptr ? running(*call) : Running{});
  return id;
}

StoreSink& Core::store_sink() { return *new StoreTicket(weak_from_this()); }

Running Core::take_store_op(StoreOpId id) noexcept {
  const std::lock_guard lock(mutex_);
  const auto it = at_store_.find(id);
  if (it == at_store_.end()) return {};
  Running taken = std::move(it->second);
  at_store_.erase(it);
  return taken;
}

void Core::on_store_done(StoreOpId id, std::optional<Error>&& error) noexcept {
  const OnTransportThread here;
  const Running taken = take_store_op(id);
  bool stopped = false;
  {
    const std::lock_guard lock(mutex_);
    stopped = stopped_;  // The host's log may be gone with the Client.
  }
  if (error && options_.log != nullptr && !stopped) {
    LogRecord record;
    record.level = LogLevel::error;
    record.event = "session_not_stored";
    record.detail = to_string(error->code);
    options_.log->on_log(record);
  }
  if (taken.call == nullptr || !taken.call->to_install_) return;
  const bool renewal = taken.call->plan_.op == Operation::refresh;
  bool orphan = false;
  {
    const std::lock_guard lock(mutex_);
    orphan = stopped_ || taken.call->state().ready() ||
             (renewal && (!session_ || taken.call->identity_ != identity_));
    if (!orphan) {
      session_ = std::move(taken.call->to_install_);
      if (!renewal) ++identity_;
    }
    taken.call->to_install_.reset();
  }
  if (!orphan) emit(renewal ? AuthEvent::token_refreshed : AuthEvent::signed_in);
  taken.call->release_result();
}

void Core::on_store_loaded(StoreOpId id, Result<Secret>&& loaded) noexcept {
  const OnTransportThread here;
  const Running taken = take_store_op(id);
  if (taken.call == nullptr) return;
  if (!loaded) return taken.call->fail(std::move(loaded).error());
  HttpResponse response;
  response.body = std::move(*loaded);
  taken.call->decode(std::move(response));
  {
    const std::lock_guard lock(mutex_);
    if (taken.call->to_install_ && !stopped_) {
      session_ = std::move(taken.call->to_install_);
      ++identity_;
    }
    taken.call->to_install_.reset();
  }
  taken.call->release_result();
}

Pending<std::optional<SignedIn>> Core::restore() {
  using Value = std::optional<SignedIn>;
  if (options_.store == nullptr) return finished<Value>(Value{});
  auto decode = [this](HttpResponse& response, CallBase& call) -> Result<Value> {
    if (response.body.empty()) return Value{};
    auto session = read_store_form(response.body.reveal(), clock(), random());
    if (!session) return local_error(Errc::storage, "what the store holds is not a session");
    Value summary = session->summary();
    call.to_install_ = std::move(session);
    return summary;
  };
  Plan plan;
  plan.op = Operation::account;
  auto* call = new Call<Value, decltype(decode)>(shared_from_this(), std::move(plan),
                                                 clock().now() + options_.timeouts.other, decode);
  Pending<Value> pending{Ref<State<Value>>(call)};
  call->keep_until_ready();
  call->set_due(call->exchange_.deadline());
  options_.store->load(add_store_op(call), store_sink());
  return pending;
}

void Core::note_codes_made(std::size_t count, const std::string& set_id) {
  const std::lock_guard lock(mutex_);
  ledger_ = Ledger{set_id, static_cast<int>(count)};
}

void Core::note_code_used() {
  const std::lock_guard lock(mutex_);
  if (ledger_ && ledger_->left > 0) --ledger_->left;
}

BackupCodesStatus Core::codes_status(const std::vector<Factor>& factors,
                                     std::optional<int> from_server) const {
  BackupCodesStatus status;
  for (const Factor& f : factors) {
    if (f.type != factor::backup_codes) continue;
    status.has_set = true;
    status.set_created_at = f.created_at;
  }
  if (from_server) {
    status.certainty = BackupCodesStatus::Certainty::exact;
    status.count = from_server;
    return status;
  }
  const std::lock_guard lock(mutex_);
  // The ledger speaks only of the set that it saw being made.
  if (ledger_ && status.has_set && !ledger_->set_id.empty() &&
      ledger_->set_id == status.set_created_at) {
    status.certainty = BackupCodesStatus::Certainty::at_most;
    status.count = ledger_->left;
  }
  return status;
}

void Core::watch_recovery(std::weak_ptr<RecoveryState> session, Time ends) {
  const std::lock_guard lock(mutex_);
  std::erase_if(watches_, [](const Watch& w) { return w.session.expired(); });
  watches_.push_back({std::move(session), ends, 0});
}

void Core::check_recovery(Time now) {
  constexpr std::chrono::seconds notices[] = {std::chrono::minutes(10), std::chrono::minutes(2)};
  int expiring = 0;
  int ended = 0;
  {
    const std::lock_guard lock(mutex_);
    for (Watch& watch : watches_) {
      const auto state = watch.session.lock();
      if (!state) continue;
      while (watch.said < 2 && now >= watch.ends - notices[watch.said] && now < watch.ends) {
        ++watch.said;
        ++expiring;
      }
      if (now >= watch.ends && watch.said < 3) {
        watch.said = 3;
        const std::lock_guard state_lock(state->mutex);
        if (std::exchange(state->token, nullptr)) ++ended;
      }
    }
    std::erase_if(watches_, [](const Watch& w) { return w.said == 3 || w.session.expired(); });
  }
  for (; expiring > 0; --expiring) emit(AuthEvent::recovery_expiring);
  for (; ended > 0; --ended) emit(AuthEvent::recovery_ended);
}

}  // namespace hellojohn::detail
