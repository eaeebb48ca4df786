// The session store inside Core: what it receives, and what results from that, perhaps after the Client has gone.
// What is written follows what is in force: see store_differs_locked().
#include "client/core.hpp"

#include <memory>
#include <utility>

namespace hellojohn::inline v0::detail {

// False where there is no memory for it: the session is then kept only in memory.
bool Core::save(CallBase& call) noexcept {
  Ticket ticket;
  const bool prepared = completes([&] {
    Secret bytes = store_form(*call.to_install_, clock());
    ticket = store_ticket(&call, StorePurpose::save);
    ticket.job->bytes = std::move(bytes);
  });
  if (!prepared) {
    log_trouble("session_not_stored", to_string(Errc::resource));
    return false;
  }
  {
    const std::lock_guard lock(mutex_);
    call.to_install_->stored_as = ticket.id;
    wish_locked(std::move(ticket));
  }
  store_queue_->pump();
  return true;
}

Core::Ticket Core::store_ticket(CallBase* call, StorePurpose purpose) {
  Ticket ticket;
  ticket.job = std::make_unique<StoreJob>(weak_from_this());
  if (purpose == StorePurpose::save) ticket.job->kind = StoreJob::Kind::save;
  if (purpose == StorePurpose::erase) ticket.job->kind = StoreJob::Kind::erase;
  const std::lock_guard lock(mutex_);
  ticket.id = ticket.job->op = ++last_store_id_;
  at_store_.emplace(ticket.id, StoreOp{call != nullptr ? running(*call) : Running{}, purpose});
  return ticket;
}

// Under the lock, so that the store is written in the order in which the session changed.
void Core::wish_locked(Ticket ticket) noexcept {
  if (ticket.job->kind != StoreJob::Kind::load) ++writes_open_;
  store_queue_->push(std::move(ticket.job));
}

Core::StoreOp Core::take_store_op(StoreOpId id) noexcept {
  const std::lock_guard lock(mutex_);
  const auto it = at_store_.find(id);
  if (it == at_store_.end()) return {};
  StoreOp taken = std::move(it->second);
  at_store_.erase(it);
  return taken;
}

bool Core::store_differs_locked() const noexcept {
  return writes_open_ == 0 && store_holds_ != (session_ ? session_->stored_as : 0);
}

// After what was written turned out to be nobody's session: a sign-in that was given up, a renewal after a sign-out.
void Core::write_current() noexcept {
  const bool prepared = completes([&] {
    Ticket saving = store_ticket(nullptr, StorePurpose::save);
    Ticket erasing = store_ticket(nullptr, StorePurpose::erase);
    const std::lock_guard lock(mutex_);
    if (session_) saving.job->bytes = store_form(*session_, clock());
    Ticket& wish = session_ ? saving : erasing;
    at_store_.erase(session_ ? erasing.id : saving.id);
    if (session_) session_->stored_as = wish.id;
    wish_locked(std::move(wish));
  });
  if (!prepared) return log_trouble("session_not_stored", to_string(Errc::resource));
  store_queue_->pump();
}

void Core::on_store_done(StoreOpId id, std::optional<Error>&& error) noexcept {
  const OnTransportThread here;
  const StoreOp operation = take_store_op(id);
  const Running& taken = operation.running;
  if (error) log_trouble("session_not_stored", to_string(error->code));
  if (operation.purpose == StorePurpose::lock) return on_store_locked(taken, error.has_value());
  if (operation.purpose != StorePurpose::save && operation.purpose != StorePurpose::erase) return;
  const bool waits = taken.call != nullptr && taken.call->to_install_.has_value();
  const bool renewal = waits && taken.call->plan_.op == Operation::refresh;
  (void)change_session(renewal ? AuthEvent::token_refreshed : AuthEvent::signed_in, [&] {
    --writes_open_;
    // Also where it failed: to write the same once more at once would fail as well.
    store_holds_ = operation.purpose == StorePurpose::save ? id : 0;
    if (!waits) return false;
    const bool orphan =
        renewal ? !accepts_locked(*taken.call) : stopped_ || taken.call->state().ready();
    if (!orphan) install_locked(*taken.call);
    taken.call->to_install_.reset();
    return !orphan;
  });
  bool differs = false;
  bool lost = false;
  {
    const std::lock_guard lock(mutex_);
    differs = store_differs_locked();
    lost = error && session_ && session_->stored_as == id;
  }
  if (lost) emit(AuthEvent::session_not_stored);
  if (differs) write_current();
  if (waits) taken.call->release_result();
}

void Core::on_store_loaded(StoreOpId id, Result<Secret>&& loaded) noexcept {
  const OnTransportThread here;
  const StoreOp operation = take_store_op(id);
  const Running& taken = operation.running;
  if (operation.purpose == StorePurpose::reread) return on_store_reread(taken, std::move(loaded));
  if (taken.call == nullptr || over()) return;  // What decodes looks at the host's clock.
  if (!loaded) return taken.call->fail(std::move(loaded).error());
  HttpResponse response;
  response.body = std::move(*loaded);
  if (!completes([&] { taken.call->decode(std::move(response)); }))
    return fail_for_memory(*taken.call, nullptr);
  const bool found = taken.call->to_install_.has_value();
  const bool restored = change_session(AuthEvent::signed_in, [&] {
    // A sign-in or sign-out since restore() was called is newer than what the store held then.
    const bool wanted =
        found && !stopped_ && !taken.call->state().ready() && taken.call->identity_ == identity_;
    if (wanted) {
      taken.call->to_install_->stored_as = store_holds_;
      install_locked(*taken.call);
    }
    taken.call->to_install_.reset();
    return wanted;
  });
  // Without content it decodes to "nothing was taken up".
  if (found && !restored && !completes([&] { taken.call->decode(HttpResponse{}); }))
    return fail_for_memory(*taken.call, nullptr);
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
  Ticket ticket = store_ticket(call, StorePurpose::restore);
  {
    const std::lock_guard lock(mutex_);
    call->identity_ = identity_;
    // Under the lock, as in adopt_running(): shutdown() fails every call that it can see.
    if (!stopped_) call->keep_until_ready();
    wish_locked(std::move(ticket));
  }
  call->set_due(call->exchange_.deadline());
  store_queue_->pump();
  return pending;
}

}  // namespace hellojohn::inline v0::detail
