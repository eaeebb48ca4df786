// The session inside Core: who is signed in, installing and dropping, how many codes are left.
#include "client/core.hpp"

#include "client/recovery_state.hpp"
#include "core/retry_after.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace hellojohn::inline v0::detail {

namespace {

constexpr std::chrono::seconds assumed_access_life{
    900};  // Where the server tells no end: the shortest page's figure.

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

Result<Secret> Core::access_token_now() const {
  const std::lock_guard lock(mutex_);
  if (!session_) return local_error(Errc::auth_expired, "nobody is signed in");
  return session_->access.clone();
}

Secret Core::drop_session(AuthEvent event) {
  Secret access;
  // First, because it may fail: a session that is gone here must not stay in the store.
  Ticket ticket;
  if (store_queue_) ticket = store_ticket(nullptr, StorePurpose::erase);
  const bool dropped = change_session(event, [&] {
    if (!session_) {
      at_store_.erase(ticket.id);
      return false;
    }
    access = std::move(session_->access);
    session_.reset();
    ledger_.reset();
    ++identity_;
    if (store_queue_) wish_locked(std::move(ticket));
    return true;
  });
  if (dropped && store_queue_) store_queue_->pump();
  return access;
}

// Without memory for it an event is lost; current() is still right.
bool Core::push_locked(AuthEvent event) noexcept {
  return completes([&] {
    if (!stopped_ && events_.has_listeners())
      events_.push(event, session_ ? std::optional(session_->summary()) : std::nullopt);
  });
}

void Core::emit(AuthEvent event) noexcept {
  (void)change_session(event, [] { return true; });
}

void Core::install_and_release(CallBase& call) noexcept {
  const bool renewal = call.plan_.op == Operation::refresh;
  if (!renewal && call.state().ready()) return;  // Given up: nobody is waiting for this session.
  if (renewal) {
    const std::lock_guard lock(mutex_);
    SessionState& fresh = *call.to_install_;
    if (!accepts_locked(call)) {
      call.to_install_.reset();
    } else {
      if (fresh.user_id.empty()) fresh.user_id = std::move(call.kept_.user_id);
      if (fresh.refresh.empty()) fresh.refresh = std::move(call.kept_.refresh);
      fresh.proved_at = session_->proved_at;
      fresh.adopted = session_->adopted;
    }
  }
  const bool stores = call.to_install_ && options_.store != nullptr;
  if (stores && save(call)) return;
  install(call);
  if (stores) emit(AuthEvent::session_not_stored);
  call.release_result();
}

void Core::install(CallBase& call) noexcept {
  if (!call.to_install_) return;
  const bool renewal = call.plan_.op == Operation::refresh;
  (void)change_session(renewal ? AuthEvent::token_refreshed : AuthEvent::signed_in, [&] {
    install_locked(call);
    return true;
  });
}

void Core::install_locked(CallBase& call) noexcept {
  session_ = std::move(call.to_install_);
  call.to_install_.reset();
  if (call.plan_.op == Operation::refresh)
    ++renewals_;
  else
    ++identity_;
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
  watching_.store(true, std::memory_order_release);
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
    watching_.store(!watches_.empty(), std::memory_order_release);
  }
  for (; expiring > 0; --expiring) emit(AuthEvent::recovery_expiring);
  for (; ended > 0; --ended) emit(AuthEvent::recovery_ended);
}

}  // namespace hellojohn::inline v0::detail
