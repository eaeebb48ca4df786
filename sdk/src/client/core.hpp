// What a Client is inside: sends calls, owns the session, shares renewals, queues events.
// Thin: every decision about an exchange is in core/, every byte of JSON in codec/.
#pragma once

#include "base/process.hpp"
#include "client/call.hpp"
#include "client/events.hpp"
#include "client/loop.hpp"
#include "client/session_state.hpp"
#include "client/store_queue.hpp"
#include "codec/codec.hpp"
#include "core/out_of_memory.hpp"
#include "core/random.hpp"

#include <hellojohn/client.hpp>
#include <hellojohn/options.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace hellojohn::inline v0::detail {

class Core final : public Loop,
                   public ExchangeSink,
                   public StoreSink,
                   public std::enable_shared_from_this<Core> {
 public:
  using WallTime = std::chrono::system_clock::time_point;

  /// `key` is the publishable key, or the secret key of the admin library.
  Core(ClientOptions options, Secret key, std::unique_ptr<Transport> transport);

  /// Makes a call and starts it. `Decode` is Result<T>(HttpResponse&, CallBase&).
  template <class T, class Decode>
  Pending<T> start(Plan plan, Decode decode);
  /// A call that has its result already.
  template <class T>
  Pending<T> finished(Result<T> result);
  /// What `make` starts; Errc::resource where there is no memory for that.
  template <class T, class Make>
  Pending<T> attempt(Make make) noexcept;

  // The session.
  struct Identity {
    bool signed_in = false;
    bool fresh = false;  ///< Backup codes may be made (docs/contract/assumptions.md#fresh-sign-in).
    std::string user_id{};
  };
  [[nodiscard]] Identity identity() const;
  [[nodiscard]] std::optional<SignedIn> current() const;
  [[nodiscard]] Result<Secret> access_token_now() const;
  /// Forgets the session; its access token, for a last request, or empty.
  [[nodiscard]] Secret drop_session(AuthEvent event);
  Pending<std::optional<SignedIn>> restore();
  /// A session made of an answer, for CallBase::to_install_.
  /// `server_now` is what the server's clock showed: its timestamps are compared with that clock only.
  [[nodiscard]] SessionState session_from(codec::Tokens&& tokens, WallTime server_now);
  /// The Date of an answer; the local wall clock where it has none.
  [[nodiscard]] WallTime server_time(const HttpResponse& response) const noexcept;

  /// Tells of something that does not change the session.
  void emit(AuthEvent event) noexcept;
  /// True once shutdown() has begun: the host's clock, log and store may be gone.
  [[nodiscard]] bool over() const noexcept { return stopped_.load(std::memory_order_acquire); }
  [[nodiscard]] EventQueue& events() noexcept { return events_; }
  /// Says recovery_expiring and recovery_ended in time. `ends` is where the session is over.
  void watch_recovery(std::weak_ptr<RecoveryState> session, Time ends);

  // The count of backup codes, as far as it is known here (docs/contract/assumptions.md#remaining-count).
  void note_codes_made(std::size_t count, const std::string& set_id);
  /// A backup code of that user was accepted at `seen_at`; `left` where the server sent a count with it.
  void note_code_used(std::optional<int> left, const std::string& user_id, WallTime seen_at);
  [[nodiscard]] BackupCodesStatus codes_status(const std::vector<Factor>& factors,
                                               std::optional<int> from_server) const;

  std::size_t poll() noexcept;
  /// False where poll() would find nothing, which is known without a lock or a look at the clock.
  [[nodiscard]] bool has_work() const noexcept;
  void shutdown(std::chrono::milliseconds limit) noexcept;
  /// What the owner's destructor does: shutdown, then the final delivery.
  void close() noexcept;

  [[nodiscard]] const ClientOptions& options() const noexcept { return options_; }
  [[nodiscard]] double random() noexcept;
  /// When a call with this bound ends. A longest bound keeps the sum inside the clock's range.
  [[nodiscard]] Time end_of(std::chrono::milliseconds bound) const noexcept {
    constexpr std::chrono::milliseconds longest = std::chrono::hours(24);
    return clock().now() + (bound < longest ? bound : longest);
  }

  // For calls.
  Outcome abandon(CallBase& call) noexcept;
  void stop_network(CallBase& call) noexcept;
  void on_due(CallBase& call) noexcept;
  /// `error` is null where it went well.
  void end_renewal(const CallBase& renewal, const Error* error) noexcept;

  bool on_last_write(ExchangeId id) noexcept override;
  void on_response(ExchangeId id, HttpResponse&& response) noexcept override;
  void on_failure(ExchangeId id, TransportFailure&& failure) noexcept override;
  void on_wake() noexcept override;
  void on_store_done(StoreOpId id, std::optional<Error>&& error) noexcept override;
  void on_store_loaded(StoreOpId id, Result<Secret>&& loaded) noexcept override;

 private:
  void submit(CallBase& call) noexcept;
  [[nodiscard]] bool adopt_running(CallBase& call) noexcept;
  void advance(CallBase& call) noexcept;
  void take_step(CallBase& call);
  void send(CallBase& call);
  [[nodiscard]] HttpRequest request_for(const CallBase& call) const;
  void apply(CallBase& call, const Exchange::Step& step, Error&& error) noexcept;
  void finish(CallBase& call, HttpResponse&& response) noexcept;
  void judge(CallBase& call, HttpResponse&& response);
  void fail_for_memory(CallBase& call, const HttpResponse* answer) noexcept;
  void install_and_release(CallBase& call) noexcept;
  [[nodiscard]] bool save(CallBase& call) noexcept;
  void install(CallBase& call) noexcept;
  /// `change` changes the session and says whether it did; the event is queued under the same lock, so that events come
  /// in the order of the facts.
  template <class Change>
  bool change_session(AuthEvent event, Change change) noexcept;
  [[nodiscard]] bool push_locked(AuthEvent event) noexcept;
  void install_locked(CallBase& call) noexcept;
  [[nodiscard]] Exchange::Context context_locked() noexcept;
  [[nodiscard]] Running take_exchange(ExchangeId id) noexcept;
  void add_exchange_locked(ExchangeId id, const Running& call);

  enum class Need : std::uint8_t { none, renewal, sign_in };
  [[nodiscard]] Need need_locked(const CallBase& call) const noexcept;
  // Renewing, in core_renewal.cpp.
  class Renewal;
  void join_renewal(CallBase& call);
  void on_store_locked(const Running& renewal, bool failed) noexcept;
  void on_store_reread(const Running& renewal, Result<Secret>&& loaded) noexcept;
  void reread_store(CallBase& renewal);
  [[nodiscard]] bool lock_store(CallBase& renewal) noexcept;
  void send_renewal(CallBase& renewal) noexcept;
  void postpone_renewal_locked(const Error& error) noexcept;
  [[nodiscard]] bool accepts_locked(const CallBase& renewal) const noexcept;

  enum class StorePurpose : std::uint8_t { none, restore, save, erase, lock, reread };
  struct StoreOp {
    Running running{};
    StorePurpose purpose = StorePurpose::none;
  };
  /// An operation that may be given to the store: what it needs of us is allocated.
  struct Ticket {
    StoreOpId id = 0;
    std::unique_ptr<StoreJob> job{};
  };
  [[nodiscard]] Ticket store_ticket(CallBase* call, StorePurpose purpose);
  [[nodiscard]] StoreOp take_store_op(StoreOpId id) noexcept;
  void wish_locked(Ticket ticket) noexcept;
  /// True where the store is known to hold something else than what is in force, and nothing that changes it is queued.
  [[nodiscard]] bool store_differs_locked() const noexcept;
  void write_current() noexcept;
  void check_recovery(Time now);

  void on_earlier_due(Time due) noexcept override;
  bool on_callback_threw() noexcept override;
  void log(const CallBase& call, std::string_view event, const Error* error, int status) noexcept;
  void log_trouble(std::string_view event, std::string_view detail) noexcept;

  OwnProcess process_;
  ClientOptions options_;
  Secret key_;
  std::unique_ptr<Transport> transport_;
  EventQueue events_{*this};

  mutable std::mutex mutex_;          // Guards everything below, and the mutable parts of calls.
  std::atomic<bool> stopped_{false};  // Set under the lock.
  ExchangeId last_id_ = 0;
  std::unordered_map<ExchangeId, Running> at_transport_;
  std::unordered_map<ExchangeId, Running>::node_type spare_;
  RetryBudget budget_;
  Random random_;
  std::optional<SessionState> session_;
  std::uint64_t identity_ = 1;  // Another number whenever another session takes the place.
  bool renewing_ = false;
  const CallBase* renewal_ = nullptr;  // The running one, from when it may be sent.
  std::uint64_t renewals_ = 0;
  std::vector<Running> waiting_;  // For the renewal.
  StoreOpId last_store_id_ = 0;
  std::unordered_map<StoreOpId, StoreOp> at_store_;
  std::shared_ptr<StoreQueue> store_queue_;  // Null without a store. Not guarded: it never changes.
  std::size_t writes_open_ = 0;
  std::uint64_t store_holds_ =
      0;  // The save whose bytes are there; 0: nothing, or what another run left.
  bool store_locked_ = false;  // By the running renewal.
  bool store_lock_pending_ = false;
  /// What this process knows of a set of codes. Codes spent elsewhere are not in it: `left` is at most.
  struct Ledger {
    std::string set_id;  ///< Empty: the set that was in force at `seen_at`.
    int left = 0;
    std::string user_id;
    WallTime seen_at;
  };
  [[nodiscard]] bool speaks_of(const Ledger& ledger, const std::string& set_created_at) const;
  std::optional<Ledger> ledger_;
  struct Watch {
    std::weak_ptr<RecoveryState> session;
    Time ends;
    int said;  // Notices given so far.
  };
  std::vector<Watch> watches_;
  std::atomic<bool> watching_{false};  // There are watches.
};

/// `Decode` is Result<T>(HttpResponse&, CallBase&); where it has on_error(Error&), that sees every failure.
template <class T, class Decode>
class Call final : public State<T>, public CallBase {
 public:
  Call(const std::shared_ptr<Core>& core, Plan plan, Exchange::Time deadline, Decode decode)
      : State<T>(core),
        CallBase(std::move(plan), core->options().retry, deadline),
        core_(core.get()),
        decode_(std::move(decode)) {}

  void fail(Error&& error) noexcept override { this->complete(std::move(error)); }
  void decode(HttpResponse&& response) override {
    result_.emplace(decode_(response, static_cast<CallBase&>(*this)));
  }
  void release_result() noexcept override {
    if (result_) this->complete(std::move(*result_));
  }
  [[nodiscard]] StateBase& state() noexcept override { return *this; }

 private:
  Outcome abandon() noexcept override { return core_->abandon(*this); }
  void stop_network() noexcept override { core_->stop_network(*this); }
  void on_due() noexcept override { core_->on_due(*this); }
  void on_error(Error& error) noexcept override {
    if constexpr (requires { decode_.on_error(error); }) decode_.on_error(error);
  }

  Core* core_;  // The same object as the state's loop, which it keeps.
  Decode decode_;
  std::optional<Result<T>> result_;
};

/// An error made here, before anything was sent. Without memory for the words it goes without them.
[[nodiscard]] inline Error local_error(Errc code, const char* detail) noexcept {
  Error error;
  error.code = code;
  if (!completes([&] { error.detail = detail; })) error.detail.clear();
  return error;
}

/// A 2xx whose content is not what the contract says: it happened, what it answered is lost.
[[nodiscard]] Error bad_body(const HttpResponse& response, codec::Problem problem);

/// The server's name for the exchange; empty where it gave none, or where there is no memory for it: an error must not be
/// lost over its number.
[[nodiscard]] std::string request_id_of(const HttpResponse& response) noexcept;

template <class T, class Decode>
Pending<T> Core::start(Plan plan, Decode decode) {
  const bool sensitive = traits_of(plan.op).sensitive;
  const auto bound = sensitive ? options_.timeouts.sensitive : options_.timeouts.other;
  if (bound <= std::chrono::milliseconds(0))
    return finished<T>(local_error(Errc::usage, "the call's time bound is not positive"));
  auto* call =
      new Call<T, Decode>(shared_from_this(), std::move(plan), end_of(bound), std::move(decode));
  Pending<T> pending{Ref<State<T>>(call)};
  submit(*call);
  return pending;
}

template <class Change>
bool Core::change_session(AuthEvent event, Change change) noexcept {
  bool changed = false;
  bool told = true;
  {
    const std::lock_guard lock(mutex_);
    changed = change();
    if (changed) told = push_locked(event);
  }
  if (!told) log_trouble("event_lost", to_string(event));
  return changed;
}

template <class T, class Make>
Pending<T> Core::attempt(Make make) noexcept {
  Pending<T> pending;
  // The one entrance of all facades: nothing behind it asks whether the host's clock and store are still there.
  const bool made = completes([&] {
    if (over())
      pending = finished<T>(local_error(Errc::shutting_down, "the client is shut down"));
    else
      pending = make();
  });
  if (made) return pending;
  return Pending<T>(std::shared_ptr<Loop>(shared_from_this()));
}

template <class T>
class Finished final : public State<T> {
 public:
  using State<T>::State;
};

template <class T>
Pending<T> Core::finished(Result<T> result) {
  auto* state = new Finished<T>(shared_from_this());
  Pending<T> pending{Ref<State<T>>(state)};
  state->complete(std::move(result));
  return pending;
}

}  // namespace hellojohn::inline v0::detail
