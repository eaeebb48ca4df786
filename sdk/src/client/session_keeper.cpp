// The session itself: who is signed in, what a call may be sent with, what takes the place and what ends.
#include "client/session_keeper.hpp"

#include "base/out_of_memory.hpp"
#include "client/dispatcher.hpp"
#include "client/make_plan.hpp"

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace detail {

Secret bearer_of(std::string_view token) {
  Secret bearer;
  bearer.reserve(token.size() + 7);
  bearer.append("Bearer ");
  bearer.append(token);
  return bearer;
}

SessionKeeper::SessionKeeper(Loop& loop, const ClientOptions& options, ClientLog& log,
                             EventQueue& events, CodesLedger& codes, Dispatcher& calls)
    : loop_(loop),
      options_(options),
      log_(log),
      events_(events),
      codes_(codes),
      calls_(calls),
      queue_(options.store != nullptr ? std::make_shared<StoreQueue>(*options.store) : nullptr) {}

void SessionKeeper::own(std::weak_ptr<Loop> loop, std::weak_ptr<StoreSink> self) noexcept {
  own_loop_ = std::move(loop);
  self_ = std::move(self);
}

SessionState::Time SessionKeeper::session_time() const noexcept {
  return session_now(loop_.clock());
}

SessionKeeper::Identity SessionKeeper::identity() const {
  const std::lock_guard lock(mutex_);
  if (!tokens_) return {};
  Identity identity{true, false, tokens_->user_id, session_.now().person};
  identity.fresh =
      tokens_->proved_at && session_time() - *tokens_->proved_at <= options_.fresh_sign_in;
  return identity;
}

std::optional<SignedIn> SessionKeeper::current() const {
  if (loop_.was_forked()) return {};
  const std::lock_guard lock(mutex_);
  if (!tokens_) return {};
  return tokens_->summary();
}

void SessionKeeper::push_locked(AuthEvent event) noexcept {
  if (session_.closed() || !events_.has_listeners()) return;
  if (!completes(
          [&] { events_.push(event, tokens_ ? std::optional(tokens_->summary()) : std::nullopt); }))
    events_.lose(event);
}

void SessionKeeper::emit(AuthEvent event) noexcept {
  if (loop_.was_forked()) return;
  const LockedForEvents lock(*this);
  push_locked(event);
}

void SessionKeeper::on_start(CallBase& call) noexcept {
  const std::lock_guard lock(mutex_);
  call.seen_ = session_.now();
  if (call.plan_.person != 0) call.seen_.person = call.plan_.person;
}

TokenNeed SessionKeeper::need_locked(const CallBase& call) const noexcept {
  if (!tokens_ || !session_.is_of(call.seen_)) return TokenNeed::sign_in;
  // A renewal that ended after the call was sent has already brought the token that the service asks for.
  const bool refused = call.must_renew_ && !session_.is_newer_than(call.seen_);
  return need_of(*tokens_, tokens_->renewable(), {refused, call.renewal_tried_}, session_time());
}

Result<Secret> SessionKeeper::access_token(const CallBase& call) const {
  const std::lock_guard lock(mutex_);
  if (!tokens_ || !session_.is_of(call.seen_))
    return local_error(Errc::auth_expired, "nobody is signed in");
  return tokens_->access.clone();
}

void SessionKeeper::on_token_refused(CallBase& call) noexcept {
  const std::lock_guard lock(mutex_);
  call.must_renew_ = true;
}

void SessionKeeper::stop_waiting(CallBase& call) noexcept {
  const std::lock_guard lock(mutex_);
  std::erase_if(waiting_, [&call](const Running& r) { return r.call == &call; });
}

Running SessionKeeper::renewal_under_way() noexcept {
  const std::lock_guard lock(mutex_);
  return sent_renewal_;
}

// The event is queued under the same lock, so that events come in the order of the facts.
void SessionKeeper::arrive_locked(CallBase& call, Session::Source source,
                                  Session::Version version) noexcept {
  tokens_ = std::move(call.to_install_);
  call.to_install_.reset();
  session_.arrive(source, version);
  push_locked(source == Session::Source::renewed ? AuthEvent::token_refreshed
                                                 : AuthEvent::signed_in);
}

void SessionKeeper::leave_locked(AuthEvent event) noexcept {
  const bool was_in_force = session_.in_force();
  tokens_.reset();
  session_.leave();
  if (!was_in_force) return;
  codes_.forget();
  push_locked(event);
}

bool SessionKeeper::sign_out(CallBase& call, Secret& token) {
  // First, because it may fail: a session that is gone here must not stay in the store.
  Ticket erase;
  if (has_store()) erase = ticket(&call, Purpose::erase);
  {
    const LockedForEvents lock(*this);
    if (tokens_) {
      Ask ask;
      ask.refresh = tokens_->refresh.reveal();
      if (!completes([&] { write_request(call.plan_, options_, ask); })) {
        if (has_store()) drop_locked(erase);
        return false;
      }
      token = std::move(tokens_->access);
    }
    leave_locked(AuthEvent::signed_out);
    if (has_store()) {
      call.writing_ = CallBase::Writing::open;
      queue_locked(std::move(erase));
    }
  }
  if (has_store()) queue_->pump();
  return true;
}

void SessionKeeper::stop() noexcept {
  const std::lock_guard lock(mutex_);
  session_.close();
}

void SessionKeeper::close(std::chrono::steady_clock::time_point end) noexcept {
  if (has_store() && !queue_->close(end))
    log_.trouble("store_not_written", "the store did not answer in time");
  std::vector<Running> waiting;
  std::unordered_map<StoreOpId, StoreOp> at_store;
  Running renewal;
  Renewal::Action action = Renewal::Action::wait;
  {
    const std::lock_guard lock(mutex_);
    action = renewal_.on_closed();
    waiting.swap(waiting_);
    at_store.swap(at_store_);
    std::swap(renewal, sent_renewal_);
    tokens_.reset();
    session_.leave();
  }
  if (action == Renewal::Action::unlock) options_.store->unlock();
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
