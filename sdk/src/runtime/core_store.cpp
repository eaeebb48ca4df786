// The session store inside Core: what is given to it, and what comes of that, perhaps after the Client has gone.
// Knows nothing of where the bytes go.
#include "runtime/core.hpp"

#include <memory>
#include <utility>

namespace hellojohn::inline v0::detail {

namespace {

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

}  // namespace

// False where there is no memory for it: the session is then kept in memory alone.
bool Core::save(CallBase& call) noexcept {
  Secret bytes;
  Ticket ticket;
  const bool prepared = completes([&] {
    bytes = store_form(*call.to_install_, clock());
    ticket = store_ticket(&call, StorePurpose::keep);
  });
  if (prepared)
    options_.store->save(ticket.id, bytes.view(), *ticket.sink.release());
  else
    log_trouble("session_not_stored", to_string(Errc::resource));
  return prepared;
}

Core::Ticket Core::store_ticket(CallBase* call, StorePurpose purpose) {
  Ticket ticket;
  ticket.sink = std::make_unique<StoreTicket>(weak_from_this());
  const std::lock_guard lock(mutex_);
  ticket.id = ++last_store_id_;
  at_store_.emplace(ticket.id, StoreOp{call != nullptr ? running(*call) : Running{}, purpose});
  return ticket;
}

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
  if (error) log_trouble("session_not_stored", to_string(error->code));
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
  if (!completes([&] { taken.call->decode(std::move(response)); }))
    return fail_for_memory(*taken.call, nullptr);
  bool restored = false;
  {
    const std::lock_guard lock(mutex_);
    restored = taken.call->to_install_ && !stopped_ && !taken.call->state().ready();
    if (restored) {
      session_ = std::move(taken.call->to_install_);
      ++identity_;
    }
    taken.call->to_install_.reset();
  }
  if (restored) emit(AuthEvent::signed_in);
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
  Ticket ticket = store_ticket(call, StorePurpose::keep);
  call->keep_until_ready();
  call->set_due(call->exchange_.deadline());
  options_.store->load(ticket.id, *ticket.sink.release());
  return pending;
}

}  // namespace hellojohn::inline v0::detail
