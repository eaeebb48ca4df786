// The session and its store: a session is written before it is in force, and what is written follows what is in force.
// Operations may end after the Client has gone; they then find nothing to do.
#include "client/session_keeper.hpp"

#include "base/out_of_memory.hpp"
#include "client/dispatcher.hpp"

#include <memory>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace detail {

namespace {

Session::Source source_of(const CallBase& call) noexcept {
  return call.plan_.op == Operation::refresh ? Session::Source::renewed
                                             : Session::Source::signed_in;
}

}  // namespace

SessionKeeper::Ticket SessionKeeper::ticket(CallBase* call, Purpose purpose) {
  Ticket ticket;
  ticket.job = std::make_unique<StoreJob>(self_);
  if (purpose == Purpose::save) ticket.job->kind = StoreJob::Kind::save;
  if (purpose == Purpose::erase) ticket.job->kind = StoreJob::Kind::erase;
  const std::lock_guard lock(mutex_);
  ticket.id = ticket.job->op = ++last_op_;
  const Session::Version version = purpose == Purpose::save ? session_.new_version() : 0;
  at_store_.emplace(ticket.id,
                    StoreOp{call != nullptr ? running(*call) : Running{}, purpose, version});
  return ticket;
}

// Under the lock, so that the store is written in the order in which the session changed.
void SessionKeeper::queue_locked(Ticket ticket) noexcept {
  if (ticket.job->kind != StoreJob::Kind::load) session_.on_write_queued();
  queue_->push(std::move(ticket.job));
}

SessionKeeper::StoreOp SessionKeeper::take_op(StoreOpId id) noexcept {
  const std::lock_guard lock(mutex_);
  const auto it = at_store_.find(id);
  if (it == at_store_.end()) return {};
  StoreOp taken = std::move(it->second);
  at_store_.erase(it);
  return taken;
}

void SessionKeeper::on_decoded(CallBase& call) noexcept {
  bool failed = false;
  {
    const std::lock_guard lock(mutex_);
    call.answered_ = true;
    if (call.writing_ == CallBase::Writing::open && !store_is_stuck_) return;
    failed = call.writing_ == CallBase::Writing::failed || call.writing_ == CallBase::Writing::open;
  }
  if (failed) return fail_for_store(call);
  if (call.to_install_) return install(call);
  call.release_result();
}

void SessionKeeper::install(CallBase& call) noexcept {
  const Session::Source source = source_of(call);
  bool waits = has_store();
  {
    const std::lock_guard lock(mutex_);
    if (!session_.accepts(source, call.seen_, !call.state().ready())) {
      call.to_install_.reset();
    } else if (source == Session::Source::renewed) {
      SessionState& fresh = *call.to_install_;
      if (fresh.user_id.empty()) fresh.user_id = std::move(call.kept_.user_id);
      if (fresh.refresh.empty()) fresh.refresh = std::move(call.kept_.refresh);
      fresh.proved_at = tokens_->proved_at;
      fresh.adopted = tokens_->adopted;
    }
    waits = waits && call.to_install_ && !store_is_stuck_;
  }
  if (waits && save(call)) return;
  const bool unstored = has_store() && call.to_install_;
  {
    const LockedForEvents lock(*this);
    // Without a version: it is written as soon as the store has ended what it is at.
    if (call.to_install_) arrive_locked(call, source, session_.new_version());
    if (unstored) push_locked(AuthEvent::session_not_stored);
  }
  call.release_result();
}

// False if nothing is written: there is no memory for it, or the session is not wanted any more and gone from the call.
bool SessionKeeper::save(CallBase& call) noexcept {
  Ticket saving;
  const bool prepared = completes([&] {
    Secret bytes = store_form(*call.to_install_, loop_.clock());
    saving = ticket(&call, Purpose::save);
    saving.job->bytes = std::move(bytes);
  });
  if (!prepared) {
    log_.trouble("session_not_stored", to_string(Errc::resource));
    return false;
  }
  {
    const std::lock_guard lock(mutex_);
    // Again, with the queueing: after a sign-out in between, the save would follow its erase.
    if (!session_.accepts(source_of(call), call.seen_, !call.state().ready())) {
      drop_locked(saving);
      call.to_install_.reset();
      return false;
    }
    call.writing_ = CallBase::Writing::open;
    queue_locked(std::move(saving));
  }
  queue_->pump();
  return true;
}

// After a write for a session that no longer exists: a cancelled sign-in, a renewal after a sign-out.
void SessionKeeper::write_current() noexcept {
  const bool prepared = completes([&] {
    Ticket saving = ticket(nullptr, Purpose::save);
    Ticket erasing = ticket(nullptr, Purpose::erase);
    const std::lock_guard lock(mutex_);
    const Session::Follow follow = session_.follow();
    if (follow == Session::Follow::save) saving.job->bytes = store_form(*tokens_, loop_.clock());
    if (follow != Session::Follow::save) drop_locked(saving);
    if (follow != Session::Follow::erase) drop_locked(erasing);
    if (follow == Session::Follow::nothing) return;
    const bool saves = follow == Session::Follow::save;
    session_.on_follow_queued(saves ? at_store_[saving.id].version : 0);
    queue_->push(std::move((saves ? saving : erasing).job));
  });
  if (!prepared) return log_.trouble("session_not_stored", to_string(Errc::resource));
  queue_->pump();
}

void SessionKeeper::on_store_done(StoreOpId id, std::optional<Error>&& error) noexcept {
  const OnTransportThread here;
  const StoreOp op = take_op(id);
  const bool writes = op.purpose == Purpose::save || op.purpose == Purpose::erase;
  if (error && op.purpose != Purpose::none)
    log_.trouble("session_not_stored", to_string(error->code));
  if (op.purpose == Purpose::lock) end_lock(op.running, !error.has_value());
  if (writes) end_write(op, error ? &*error : nullptr);
}

void SessionKeeper::end_write(const StoreOp& op, const Error* error) noexcept {
  CallBase* const call = op.running.call;
  bool answered = false;
  bool follows = false;
  bool refused = false;
  {
    const LockedForEvents lock(*this);
    store_is_stuck_ = false;
    session_.on_write_ended(op.version);
    const bool awaited = call != nullptr && call->writing_ == CallBase::Writing::open;
    if (awaited) {
      call->writing_ = error != nullptr ? CallBase::Writing::failed : CallBase::Writing::done;
      answered = call->answered_;
    }
    if (awaited && call->to_install_) {
      const Session::Source source = source_of(*call);
      if (session_.accepts(source, call->seen_, !call->state().ready()))
        arrive_locked(*call, source, op.version);
      call->to_install_.reset();
    }
    if (error != nullptr && op.version != 0 && session_.is_version(op.version))
      push_locked(AuthEvent::session_not_stored);
    follows = session_.follow() != Session::Follow::nothing;
    refused = error != nullptr && op.purpose == Purpose::erase;
  }
  if (follows) write_current();
  if (!answered) return;
  refused ? fail_for_store(*call) : call->release_result();
}

void SessionKeeper::fail_for_store(CallBase& call) noexcept {
  Error error = local_error(Errc::storage, "the store may still hold the session");
  // What the service said is lost with it: there is room for one answer.
  if (!call.plan_.local) error.outcome = Outcome::done_answer_lost;
  call.fail(std::move(error));
}

bool SessionKeeper::go_on_without_store(CallBase& call) noexcept {
  if (!has_store()) return false;
  const Running keep = running(call);
  bool installed = false;
  {
    const LockedForEvents lock(*this);
    if (call.writing_ != CallBase::Writing::open || !call.answered_) return false;
    call.writing_ = CallBase::Writing::none;
    store_is_stuck_ = true;
    Session::Version version = session_.new_version();
    for (const auto& [id, op] : at_store_)
      if (op.running.call == &call) version = op.version;
    installed = call.to_install_.has_value();
    if (installed) {
      const Session::Source source = source_of(call);
      if (session_.accepts(source, call.seen_, !call.state().ready())) {
        arrive_locked(call, source, version);
        push_locked(AuthEvent::session_not_stored);
      }
      call.to_install_.reset();
    }
  }
  installed ? call.release_result() : fail_for_store(call);
  return true;
}

void SessionKeeper::on_store_loaded(StoreOpId id, Result<Secret>&& loaded) noexcept {
  const OnTransportThread here;
  const StoreOp op = take_op(id);
  if (op.running.call == nullptr) return;
  if (op.purpose == Purpose::reread)
    end_reread(op.running, std::move(loaded));
  else
    end_restore(*op.running.call, std::move(loaded));
  bool follows = false;
  {
    const std::lock_guard lock(mutex_);
    store_is_stuck_ = false;
    // A session that came while the load was stuck is not written yet.
    follows = session_.follow() != Session::Follow::nothing;
  }
  if (follows) write_current();
}

void SessionKeeper::end_restore(CallBase& call, Result<Secret>&& loaded) noexcept {
  if (calls_.over()) return;  // What decodes looks at the host's clock.
  if (!loaded) return call.fail(std::move(loaded).error());
  HttpResponse response;
  response.body = std::move(*loaded);
  if (!completes([&] { call.decode(std::move(response)); }))
    return calls_.fail_for_memory(call, nullptr);
  bool unwanted = false;
  {
    const LockedForEvents lock(*this);
    if (call.to_install_) {
      unwanted = !session_.accepts(Session::Source::restored, call.seen_, !call.state().ready());
      if (!unwanted) arrive_locked(call, Session::Source::restored, session_.new_version());
      call.to_install_.reset();
    }
  }
  // Without content it decodes to "nothing was taken up".
  if (unwanted && !completes([&] { call.decode(HttpResponse{}); }))
    return calls_.fail_for_memory(call, nullptr);
  call.release_result();
}

void SessionKeeper::restore(CallBase& call) {
  Ticket load = ticket(&call, Purpose::restore);
  if (!calls_.adopt(call)) {
    (void)take_op(load.id);
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    queue_locked(std::move(load));
  }
  queue_->pump();
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
