// Renews the access token: once for all that wait, and under the store's lock if processes share a store. A failed renewal
// never costs the session. Knows nothing of what the waiting calls are for.
#include "base/dates.hpp"
#include "base/out_of_memory.hpp"
#include "client/dispatcher.hpp"
#include "client/make_plan.hpp"
#include "client/session_keeper.hpp"
#include "json/json.hpp"
#include "rules/classify.hpp"

#include <atomic>
#include <memory>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace detail {

namespace {

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
class SessionKeeper::RenewalCall final : public State<Unit>, public CallBase {
 public:
  RenewalCall(SessionKeeper& keeper, const std::shared_ptr<Loop>& loop, Plan plan)
      : State<Unit>(loop),
        CallBase(std::move(plan), keeper.options_,
                 end_of(loop->clock(), keeper.options_.timeouts.other)),
        keeper_(keeper) {}

  void fail(Error&& error) noexcept override {
    const Running keep = running(*this);
    const Error copy = copy_of(error);
    state().fail(std::move(error));
    end(&copy);
  }
  void decode(HttpResponse&& response) override {
    codec::Tokens tokens;
    if (const codec::Problem problem = codec::read_tokens(response.body.reveal(), tokens)) {
      bad_answer_ = bad_body(response, problem);
      return;
    }
    const Clock& clock = keeper_.loop_.clock();
    to_install_ = session_of(std::move(tokens), read_http_date(response.header("Date")), clock,
                             keeper_.calls_.random());
  }
  void release_result() noexcept override {
    if (bad_answer_) return fail(std::move(*bad_answer_));
    const Running keep = running(*this);
    hold(Unit{});
    succeed();
    end(nullptr);
  }
  [[nodiscard]] StateBase& state() noexcept override { return *this; }

  Renewal::Number number_ = 0;

 private:
  Outcome abandon() noexcept override { return keeper_.calls_.abandon(*this); }
  void stop_network() noexcept override { keeper_.calls_.stop_network(*this); }
  void on_due(Exchange::Time now) noexcept override {
    // give_up() would end the renewal without telling those who wait.
    if (now < exchange_.deadline()) return keeper_.calls_.on_due(*this, now);
    if (keeper_.go_on_without_store(*this)) return;
    const Running keep = running(*this);
    Error error = local_error(Errc::timeout, "the renewal of the session took too long");
    error.outcome = keeper_.calls_.abandon(*this);
    give_up(Errc::timeout);
    end(&error);
  }
  // Once: a transport's late report of a cancelled renewal must not end the next one.
  void end(const Error* error) noexcept {
    if (!ended_.exchange(true)) keeper_.end_renewal(*this, error);
  }

  SessionKeeper& keeper_;  // A part of the core that the state keeps.
  std::atomic<bool> ended_{false};
};

SessionKeeper::Admission SessionKeeper::admit(CallBase& call, Secret& bearer) {
  const Running keep = running(call);
  Ref<RenewalCall> renewal;
  Renewal::Action action = Renewal::Action::wait;
  {
    const std::lock_guard lock(mutex_);
    switch (need_locked(call)) {
      case TokenNeed::sign_in: return Admission::refused;
      case TokenNeed::none:
        // With the decision, under one lock: a request never carries another person's token.
        if (!call.plan_.local) bearer = bearer_of(tokens_->access.reveal());
        call.seen_.pair = session_.now().pair;
        return Admission::send;
      case TokenNeed::renewal: break;
    }
    if (session_.closed() || call.state().ready()) return Admission::wait;
    if (!renewal_.running()) {
      Plan plan;
      plan.op = Operation::refresh;
      plan.person = session_.now().person;
      renewal = Ref<RenewalCall>(new RenewalCall(*this, own_loop_.lock(), std::move(plan)));
    }
    waiting_.push_back(keep);  // The last that may fail.
    call.renewal_tried_ = true;
    if (!renewal) return Admission::wait;
    action = renewal_.on_begin(has_store());
    renewal->number_ = renewal_.number();
  }
  if (calls_.adopt(*renewal.get())) drive(*renewal.get(), action);
  return Admission::wait;
}

// The whole of a renewal: does what the state machine asks for, and gives the result back to it.
void SessionKeeper::drive(CallBase& call, Renewal::Action action) noexcept {
  const auto number = static_cast<RenewalCall&>(call).number_;
  for (;;) {
    switch (action) {
      case Renewal::Action::wait: return;
      case Renewal::Action::lock: {
        if (ask_for_lock(call)) return;  // end_lock() goes on.
        const std::lock_guard lock(mutex_);
        action = renewal_.on_not_locked(number);
        break;
      }
      case Renewal::Action::read:
        // Unread, the store may hold a newer pair than ours, and to send ours would end both.
        if (!read_again(call)) calls_.fail_for_memory(call, nullptr);
        return;                                       // end_reread() goes on.
      case Renewal::Action::send: return send(call);  // end_renewal() follows.
      case Renewal::Action::tell: return call.release_result();
      case Renewal::Action::unlock: return unlock();
    }
  }
}

bool SessionKeeper::ask_for_lock(CallBase& renewal) noexcept {
  Ticket asking;
  if (!completes([&] { asking = ticket(&renewal, Purpose::lock); })) return false;
  StoreSink* sink = asking.job.release();  // It goes with its one call, which may come at once.
  if (options_.store->lock(asking.id, *sink)) return true;
  delete sink;
  (void)take_op(asking.id);
  return false;
}

void SessionKeeper::end_lock(const Running& renewal, bool held) noexcept {
  if (renewal.call == nullptr) return;
  Renewal::Action action = Renewal::Action::wait;
  {
    const std::lock_guard lock(mutex_);
    action = renewal_.on_lock_ended(static_cast<RenewalCall*>(renewal.call)->number_, held);
  }
  drive(*renewal.call, action);
}

bool SessionKeeper::read_again(CallBase& renewal) noexcept {
  const bool queued = completes([&] {
    Ticket load = ticket(&renewal, Purpose::reread);
    const std::lock_guard lock(mutex_);
    queue_locked(std::move(load));
  });
  if (queued) queue_->pump();
  return queued;
}

void SessionKeeper::end_reread(const Running& renewal, Result<Secret>&& loaded) noexcept {
  CallBase& call = *renewal.call;
  if (call.state().ready() || calls_.over()) return;
  std::optional<SessionState> stored;
  const bool read = completes([&] {
    if (loaded) stored = read_store_form(loaded->reveal(), loop_.clock(), calls_.random());
  });
  if (!read) return calls_.fail_for_memory(call, nullptr);
  Renewal::Action action = Renewal::Action::wait;
  {
    const LockedForEvents lock(*this);
    // Another process has renewed: its pair is the one that counts, ours is spent.
    const bool newer = stored && session_.is_of(call.seen_) &&
                       stored->user_id == tokens_->user_id && stored->renewable() &&
                       stored->refresh.reveal() != tokens_->refresh.reveal();
    bool fresh = false;
    if (newer) {
      stored->proved_at = tokens_->proved_at;
      tokens_ = std::move(*stored);
      session_.on_taken_over();
      fresh = !tokens_->due(session_time()) && !tokens_->over(session_time());
      if (fresh) push_locked(AuthEvent::token_refreshed);
    }
    action = renewal_.on_read(static_cast<RenewalCall&>(call).number_, fresh);
  }
  drive(call, action);
}

void SessionKeeper::send(CallBase& renewal) noexcept {
  const bool written = completes([&] {
    const std::lock_guard lock(mutex_);
    if (!session_.is_of(renewal.seen_)) return;
    renewal.kept_ = {tokens_->user_id, tokens_->refresh.clone()};
    Ask ask;
    ask.refresh = tokens_->refresh.reveal();
    write_request(renewal.plan_, options_, ask);
    renewal.seen_.pair = session_.now().pair;
    sent_renewal_ = running(renewal);
  });
  if (!written) return calls_.fail_for_memory(renewal, nullptr);
  if (renewal.plan_.body.empty())
    return renewal.fail(local_error(Errc::auth_expired, "nobody is signed in"));
  calls_.advance(renewal);
}

void SessionKeeper::unlock() noexcept {
  options_.store->unlock();
  const std::lock_guard lock(mutex_);
  renewal_.on_unlocked();
}

void SessionKeeper::end_renewal(const CallBase& renewal, const Error* error) noexcept {
  std::vector<Running> waiting;
  Running sent;
  Ticket erase;
  // A session ends only on the service's word, and not without memory for having it erased: the next renewal ends it then.
  bool ends = error != nullptr && ends_session(error->code, error->outcome);
  if (ends && has_store()) ends = completes([&] { erase = ticket(nullptr, Purpose::erase); });
  bool ended = false;
  bool lost_before = false;
  Renewal::Action action = Renewal::Action::wait;
  {
    const LockedForEvents lock(*this);
    action = renewal_.on_ended(static_cast<const RenewalCall&>(renewal).number_);
    std::swap(sent, sent_renewal_);
    waiting.swap(waiting_);
    lost_before = tokens_ && tokens_->lost_renewals > 0;
    // Not where the refused token is no longer ours: a late answer to an earlier renewal brought another.
    ended = ends && session_.accepts(Session::Source::renewed, renewal.seen_, true);
    if (ended) {
      leave_locked(AuthEvent::session_expired);
      if (has_store()) queue_locked(std::move(erase));
    } else {
      if (erase.id != 0) drop_locked(erase);
      if (error != nullptr && session_.is_of(renewal.seen_))
        postpone(*tokens_, is_lost(*error), session_time());
    }
  }
  if (action == Renewal::Action::unlock) unlock();
  if (ended && has_store()) queue_->pump();
  answer_waiting(waiting, error, ended && lost_before);
}

void SessionKeeper::answer_waiting(const std::vector<Running>& waiting, const Error* error,
                                   bool lost_before) noexcept {
  for (const Running& waiter : waiting) {
    bool usable = error == nullptr;
    {
      const std::lock_guard lock(mutex_);
      usable = usable || (tokens_ && !waiter.call->must_renew_ && !tokens_->over(session_time()));
    }
    if (usable) {
      calls_.advance(*waiter.call);
      continue;
    }
    Error copy = copy_of(*error);
    if (lost_before && !completes([&] {
          copy.detail = "refresh_lost: the answer to an earlier renewal was lost";
        }))
      copy.detail.clear();
    // The waiter's own request waited for the token. An access_token() call sends nothing itself, so its outcome is that
    // of the renewal.
    if (!waiter.call->plan_.local) copy.outcome = calls_.so_far(*waiter.call);
    waiter.call->fail(std::move(copy));
  }
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
