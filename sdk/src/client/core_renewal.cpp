// Renewing the access token: once for all who wait, under the store's lock where processes share a store, and never so
// that a failure costs the session. Knows nothing of what the waiting calls are for.
#include "client/core.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>

namespace hellojohn::inline v0::detail {

namespace {

using std::chrono::seconds;

constexpr seconds pause_after_failed_renewal{30};
/// A lost answer may have spent the refresh token: some servers take it once more within seconds.
constexpr seconds pause_after_lost_answer{2};
constexpr seconds last_try_before_end{60};

/// Without its texts, where there is no memory for them.
Error copy_of(const Error& error) noexcept {
  Error copy;
  copy.code = error.code;
  copy.outcome = error.outcome;
  copy.http_status = error.http_status;
  copy.retry_after = error.retry_after;
  if (!completes([&] { copy = error; })) copy.detail.clear();
  return copy;
}

bool is_lost(const Error& error) noexcept {
  return error.outcome == Outcome::unknown || error.outcome == Outcome::done_answer_lost;
}

}  // namespace

/// The one running renewal. Belongs to no caller, so nobody's cancel ends it.
class Core::Renewal final : public State<Unit>, public CallBase {
 public:
  Renewal(const std::shared_ptr<Core>& core, Plan plan, Exchange::Time deadline)
      : State<Unit>(core),
        CallBase(std::move(plan), core->options().retry, deadline),
        core_(core.get()) {}

  void fail(Error&& error) noexcept override {
    const Running keep = running(*this);
    const Error copy = copy_of(error);
    complete(std::move(error));
    end(&copy);
  }
  void decode(HttpResponse&& response) override {
    codec::Tokens tokens;
    if (const codec::Problem problem = codec::read_tokens(response.body.reveal(), tokens)) {
      problem_ = bad_body(response, problem);
      return;
    }
    to_install_ = core_->session_from(std::move(tokens), core_->server_time(response));
  }
  void release_result() noexcept override {
    if (problem_) return fail(std::move(*problem_));
    const Running keep = running(*this);
    complete(Unit{});
    end(nullptr);
  }
  [[nodiscard]] StateBase& state() noexcept override { return *this; }

 private:
  Outcome abandon() noexcept override { return core_->abandon(*this); }
  void stop_network() noexcept override { core_->stop_network(*this); }
  void on_due() noexcept override {
    // give_up() would end the renewal without telling those who wait.
    if (core_->clock().now() < exchange_.deadline()) return core_->on_due(*this);
    const Running keep = running(*this);
    Error error = local_error(Errc::timeout, "the renewal of the session took too long");
    error.outcome = core_->abandon(*this);
    give_up(Errc::timeout);
    end(&error);
  }
  // Once: what a transport says of a renewal that was given up must not end the next one.
  void end(const Error* error) noexcept {
    if (!ended_.exchange(true)) core_->end_renewal(*this, error);
  }

  Core* core_;
  std::optional<Error> problem_;
  std::atomic<bool> ended_{false};
};

Core::Need Core::need_locked(const CallBase& call) const noexcept {
  if (call.plan_.credential != Credential::access_token) return Need::none;
  if (!session_ || call.identity_ != identity_) return Need::sign_in;
  const Time now = session_now(clock());
  const bool renewable = !session_->refresh.empty();
  // A renewal that ended after this call was sent has already brought the token that the server asks for.
  if (call.must_renew_ && !call.renewal_tried_ && call.renewals_at_send_ == renewals_)
    return renewable ? Need::renewal : Need::sign_in;
  if (session_->over(now)) return renewable && !call.renewal_tried_ ? Need::renewal : Need::sign_in;
  return session_->due(now) && !call.renewal_tried_ ? Need::renewal : Need::none;
}

void Core::join_renewal(CallBase& call) {
  Ref<Renewal> renewal;
  {
    const Running keep = running(call);
    std::unique_lock lock(mutex_);
    if (stopped_ || call.state().ready()) return;
    if (!renewing_ && need_locked(call) != Need::renewal) {
      // The one that ran a moment ago has brought what is needed.
      lock.unlock();
      return advance(call);
    }
    if (!renewing_) {
      Plan plan;
      plan.op = Operation::refresh;
      renewal = Ref<Renewal>(
          new Renewal(shared_from_this(), std::move(plan), end_of(options_.timeouts.other)));
    }
    waiting_.push_back(keep);  // The last that may fail.
    call.renewal_tried_ = true;
    if (!renewal) return;
    renewing_ = true;
  }
  if (!adopt_running(*renewal.get())) return;
  if (!lock_store(*renewal.get())) send_renewal(*renewal.get());
}

bool Core::lock_store(CallBase& renewal) noexcept {
  if (options_.store == nullptr) return false;
  {
    const std::lock_guard lock(mutex_);
    // Still wanted by a renewal that was given up: this one must not wait as long.
    if (std::exchange(store_lock_pending_, true)) return false;
  }
  Ticket ticket;
  if (completes([&] { ticket = store_ticket(&renewal, StorePurpose::lock); })) {
    StoreSink* sink = ticket.job.release();  // It goes with its one call, which may come at once.
    if (options_.store->lock(ticket.id, *sink)) return true;
    delete sink;
    (void)take_store_op(ticket.id);
  }
  const std::lock_guard lock(mutex_);
  store_lock_pending_ = false;
  return false;
}

void Core::on_store_locked(const Running& renewal, bool failed) noexcept {
  {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(store_lock_pending_, false)) return;  // Given up by shutdown().
  }
  if (failed) {
    // Without the lock another process may renew as well; without a renewal the session would surely end.
    if (renewal.call != nullptr) send_renewal(*renewal.call);
    return;
  }
  bool needed = false;
  {
    const std::lock_guard lock(mutex_);
    needed = !stopped_ && renewal.call != nullptr && !renewal.call->state().ready();
    store_locked_ = needed;
  }
  if (!needed) return options_.store->unlock();
  // Unread, the store may hold a newer pair than ours, and to send ours would end both.
  if (!completes([&] { reread_store(*renewal.call); })) fail_for_memory(*renewal.call, nullptr);
}

void Core::reread_store(CallBase& renewal) {
  Ticket ticket = store_ticket(&renewal, StorePurpose::reread);
  {
    const std::lock_guard lock(mutex_);
    wish_locked(std::move(ticket));
  }
  store_queue_->pump();
}

void Core::on_store_reread(const Running& renewal, Result<Secret>&& loaded) noexcept {
  if (renewal.call == nullptr || renewal.call->state().ready()) return;
  std::optional<SessionState> stored;
  const bool read = completes([&] {
    if (loaded) stored = read_store_form(loaded->reveal(), clock(), random());
  });
  if (!read) return fail_for_memory(*renewal.call, nullptr);
  bool fresh = false;
  (void)change_session(AuthEvent::token_refreshed, [&] {
    // Another process has renewed: its pair is the one that counts, ours is spent.
    const bool newer = stored && session_ && renewal.call->identity_ == identity_ &&
                       stored->user_id == session_->user_id && !stored->refresh.empty() &&
                       stored->refresh.reveal() != session_->refresh.reveal();
    if (newer) {
      stored->proved_at = session_->proved_at;
      stored->stored_as = store_holds_;
      session_ = std::move(*stored);
      ++renewals_;
      fresh = !session_->due(session_now(clock())) && !session_->over(session_now(clock()));
    }
    return fresh;
  });
  if (!fresh) return send_renewal(*renewal.call);
  renewal.call->release_result();
}

void Core::send_renewal(CallBase& renewal) noexcept {
  const bool written = completes([&] {
    const std::lock_guard lock(mutex_);
    renewal_ = &renewal;
    if (!session_) return;
    renewal.kept_ = {session_->user_id, session_->refresh.clone()};
    renewal.plan_.body = codec::refresh_body(session_->refresh.reveal());
  });
  if (!written) return fail_for_memory(renewal, nullptr);
  if (renewal.plan_.body.empty())
    return renewal.fail(local_error(Errc::auth_expired, "nobody is signed in"));
  advance(renewal);
}

bool Core::accepts_locked(const CallBase& renewal) const noexcept {
  // Also an answer that came after the renewal was given up: its pair is the only one that the server still takes. Not
  // where another person's session, or a later pair, took the place.
  return !stopped_ && session_ && renewal.identity_ == identity_ &&
         renewal.renewals_at_send_ == renewals_;
}

void Core::end_renewal(const CallBase& renewal, const Error* error) noexcept {
  std::vector<Running> waiting;
  bool ended = false;
  bool unlock = false;
  bool lost_before = false;
  {
    const std::lock_guard lock(mutex_);
    renewing_ = false;
    renewal_ = nullptr;
    unlock = std::exchange(store_locked_, false);
    waiting.swap(waiting_);
    // Not where the refused token is no longer ours: a late answer to an earlier renewal brought another.
    ended =
        error != nullptr && ends_session(error->code, error->outcome) && accepts_locked(renewal);
    lost_before = session_ && session_->lost_renewals > 0;
    if (error != nullptr && !ended && session_) postpone_renewal_locked(*error);
  }
  if (unlock) options_.store->unlock();
  // Without memory for that the dead session stays, and the next renewal ends it.
  (void)completes([&] {
    if (ended) (void)drop_session(AuthEvent::session_expired);
  });
  for (const Running& waiter : waiting) {
    bool usable = error == nullptr;
    {
      const std::lock_guard lock(mutex_);
      usable = usable ||
               (session_ && !waiter.call->must_renew_ && !session_->over(session_now(clock())));
    }
    if (usable) {
      advance(*waiter.call);
      continue;
    }
    Error copy = copy_of(*error);
    if (ended && lost_before && !completes([&] {
          copy.detail = "refresh_lost: the answer to an earlier renewal was lost";
        }))
      copy.detail.clear();
    // What the waiter asked for itself was never sent; one that asks for the token alone asked for the renewal.
    if (!waiter.call->plan_.local) copy.outcome = Outcome::not_sent;
    waiter.call->fail(std::move(copy));
  }
}

// A passing failure never ends a session: the old token is good to its end.
void Core::postpone_renewal_locked(const Error& error) noexcept {
  const Time now = session_now(clock());
  if (!is_lost(error)) {
    session_->renew_at = std::max(session_->renew_at, now + pause_after_failed_renewal);
    return;
  }
  ++session_->lost_renewals;
  session_->renew_at =
      session_->lost_renewals == 1
          ? now + pause_after_lost_answer
          : std::max(now + pause_after_failed_renewal, session_->expires_at - last_try_before_end);
}

}  // namespace hellojohn::inline v0::detail
