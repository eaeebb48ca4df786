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
  set_life(session, session_now(clock()), life, random());
  return session;
}

Core::Identity Core::identity() const {
  const std::lock_guard lock(mutex_);
  if (!session_) return {};
  Identity identity{true, false, session_->user_id};
  identity.fresh =
      session_->proved_at && session_now(clock()) - *session_->proved_at <= options_.fresh_sign_in;
  return identity;
}

std::optional<SignedIn> Core::current() const {
  const std::lock_guard lock(mutex_);
  if (!session_) return {};
  return session_->summary();
}

bool Core::has_session() const {
  const std::lock_guard lock(mutex_);
  return session_.has_value();
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
  if (stored) options_.store->erase(add_store_op(nullptr, StorePurpose::keep), store_sink());
  emit(event);
  return access;
}

void Core::emit(AuthEvent event) { events_.push(event, current()); }

void Core::install_and_release(CallBase& call) noexcept {
  const bool renewal = call.plan_.op == Operation::refresh;
  if (!renewal && call.state().ready()) return;  // Given up: nobody is waiting for this session.
  if (renewal) {
    const std::lock_guard lock(mutex_);
    SessionState& fresh = *call.to_install_;
    if (!accepts_locked(call)) {
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
    return options_.store->save(add_store_op(&call, StorePurpose::keep), bytes.view(),
                                store_sink());
  }
  if (call.to_install_) {
    {
      const std::lock_guard lock(mutex_);
      session_ = std::move(call.to_install_);
      call.to_install_.reset();
      if (renewal)
        ++renewals_;
      else
        ++identity_;
    }
    emit(renewal ? AuthEvent::token_refreshed : AuthEvent::signed_in);
  }
  call.release_result();
}

StoreOpId Core::add_store_op(CallBase* call, StorePurpose purpose) {
  const std::lock_guard lock(mutex_);
  const StoreOpId id = ++last_store_id_;
  at_store_.emplace(id, StoreOp{call != nullptr ? running(*call) : Running{}, purpose});
  return id;
}

StoreSink& Core::store_sink() { return *new StoreTicket(weak_from_this()); }

Core::StoreOp Core::take_store_op(StoreOpId id) noexcept {
  const std::lock_guard lock(mutex_);
  const auto it = at_store_.find(id);
  if (it == at_store_.end()) return {};
  StoreOp taken = std::move(it->second);
  at_store_.erase(it);
  return taken;
}

void Core::on_store_done(StoreOpId id, std::optional<Error>&& error) noexcept {
  const OnTransportThread here;
  const StoreOp operation = take_store_op(id);
  const Running& taken = operation.running;
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
  if (operation.purpose == StorePurpose::lock) return on_store_locked(taken, error.has_value());
  if (taken.call == nullptr || !taken.call->to_install_) return;
  const bool renewal = taken.call->plan_.op == Operation::refresh;
  bool orphan = false;
  {
    const std::lock_guard lock(mutex_);
    orphan = renewal ? !accepts_locked(*taken.call) : stopped_ || taken.call->state().ready();
    if (!orphan) {
      session_ = std::move(taken.call->to_install_);
      if (renewal)
        ++renewals_;
      else
        ++identity_;
    }
    taken.call->to_install_.reset();
  }
  if (!orphan) emit(renewal ? AuthEvent::token_refreshed : AuthEvent::signed_in);
  taken.call->release_result();
}

void Core::on_store_loaded(StoreOpId id, Result<Secret>&& loaded) noexcept {
  const OnTransportThread here;
  const StoreOp operation = take_store_op(id);
  const Running& taken = operation.running;
  if (operation.purpose == StorePurpose::reread) return on_store_reread(taken, std::move(loaded));
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
                                                 end_of(options_.timeouts.other), decode);
  Pending<Value> pending{Ref<State<Value>>(call)};
  call->keep_until_ready();
  call->set_due(call->exchange_.deadline());
  options_.store->load(add_store_op(call, StorePurpose::keep), store_sink());
  return pending;
}

void Core::note_codes_made(std::size_t count, const std::string& set_id) {
  const std::lock_guard lock(mutex_);
  ledger_ = Ledger{set_id, static_cast<int>(count), {}, {}};
}

void Core::note_code_used(std::optional<int> left, const std::string& user_id, WallTime seen_at) {
  const std::lock_guard lock(mutex_);
  if (left) {
    ledger_ = Ledger{{}, *left, user_id, seen_at};
  } else if (ledger_ && ledger_->left > 0) {
    --ledger_->left;
  }
}

bool Core::speaks_of(const Ledger& ledger, const std::string& set_created_at) const {
  if (!ledger.set_id.empty()) return ledger.set_id == set_created_at;
  // One set is in force at a time: one that is older than the accepted code is the one that the code came from.
  const auto made = codec::read_rfc3339(set_created_at);
  return made && *made < ledger.seen_at && session_ && session_->user_id == ledger.user_id;
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
  if (ledger_ && status.has_set && speaks_of(*ledger_, status.set_created_at)) {
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
