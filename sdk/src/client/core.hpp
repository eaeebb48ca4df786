// A Client inside: the parts that it is made of, and the one entrance of all calls.
// Decides nothing itself: calls go to the Dispatcher, the session belongs to the SessionKeeper.
#pragma once

#include "base/noinline.hpp"
#include "base/out_of_memory.hpp"
#include "client/call.hpp"
#include "client/client_log.hpp"
#include "client/codes_ledger.hpp"
#include "client/dispatcher.hpp"
#include "client/events.hpp"
#include "client/known_factors.hpp"
#include "client/loop.hpp"
#include "client/make_plan.hpp"
#include "client/ready_signal.hpp"
#include "client/recovery_watch.hpp"
#include "client/session_keeper.hpp"
#include "json/json.hpp"

#include <hellojohn/client.hpp>
#include <hellojohn/options.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace detail {

class Core final : public Loop, public std::enable_shared_from_this<Core> {
 public:
  using WallTime = std::chrono::system_clock::time_point;

  /// `key` is the publishable key, or the secret key of the admin library.
  Core(ClientOptions options, Secret key, std::unique_ptr<Transport> transport);
  /// Makes one that can be used.
  [[nodiscard]] static std::shared_ptr<Core> make(ClientOptions options, Secret key,
                                                  std::unique_ptr<Transport> transport);

  /// Returns what `make` starts, or an error at once: the client is shutting down, this is a child of fork(), or memory ran out. All
  /// facades enter here: nothing behind it asks whether the host's clock and store are still there.
  template <class T, class Make>
  Pending<T> attempt(Make make) noexcept;
  /// Makes a call and starts it. `Decode` is Result<T>(HttpResponse&, CallBase&).
  template <class T, class Decode>
  Pending<T> start(Plan&& plan, Decode decode);
  /// Makes a call; `begin(CallBase&)` starts it.
  template <class T, class Decode, class Begin>
  Pending<T> start_by(Plan&& plan, Decode decode, Begin begin);
  ///@{
  /// A call that has its result already.
  template <class T>
  Pending<T> finished(T value);
  template <class T>
  Pending<T> finished(Error&& error);
  ///@}

  [[nodiscard]] const ClientOptions& options() const noexcept { return options_; }
  [[nodiscard]] const Dialect& dialect() const noexcept { return dialect_of(options_); }
  [[nodiscard]] Plan plan(Operation op, Credential credential, const Ask& ask = {}) const {
    return make_plan(options_, op, credential, ask);
  }
  /// True once shutdown() has begun: the host's clock, log and store may be gone.
  [[nodiscard]] bool over() const noexcept { return calls_.over(); }
  [[nodiscard]] WallTime server_time(const HttpResponse& response) const noexcept {
    return detail::server_time(response, clock());
  }

  /// A session of the user who has just signed in.
  [[nodiscard]] SessionState proved_session(codec::Tokens&& tokens, const HttpResponse& response);

  [[nodiscard]] Dispatcher& calls() noexcept { return calls_; }
  [[nodiscard]] SessionKeeper& session() noexcept { return session_; }
  [[nodiscard]] EventQueue& events() noexcept { return events_; }
  [[nodiscard]] CodesLedger& codes() noexcept { return codes_; }
  /// The factors that the service has listed.
  [[nodiscard]] KnownFactors& known_factors() noexcept { return known_factors_; }
  [[nodiscard]] RecoveryWatch& recoveries() noexcept { return recoveries_; }

  std::size_t poll() noexcept;
  /// False if poll() would find nothing, which is known without a lock or a look at the clock.
  [[nodiscard]] bool has_work() const noexcept;
  /// As Client::time_to_poll().
  [[nodiscard]] std::chrono::milliseconds time_to_poll() noexcept;
  void tell_ready() noexcept override {
    if (!was_forked()) ready_.tell();
  }
  void shutdown(std::chrono::milliseconds limit) noexcept;
  /// What the owner's destructor does: shutdown, then the final delivery.
  void close() noexcept;

 private:
  [[nodiscard]] std::chrono::milliseconds bound_of(const Plan& plan) const noexcept;
  /// Why a call is not sent; nothing, and when it ends, if it is.
  [[nodiscard]] std::optional<Error> problem_of(const Plan& plan,
                                                Exchange::Time& deadline) const noexcept;
  /// No call can be made: this client is a parent's, or shut down.
  [[nodiscard]] bool refuses() const noexcept { return was_forked() || over(); }
  [[nodiscard]] Error refusal() const noexcept;
  /// Where such a call ends.
  [[nodiscard]] std::shared_ptr<Loop> loop_of_refusals();
  /// A call that is not sent: `decode` sees the failure, as it sees every other.
  template <class T, class Decode>
  Pending<T> refused(Decode& decode, Error&& error);
  /// Where a child of fork() finds its calls on this client. With `make` never null.
  [[nodiscard]] std::shared_ptr<Loop> refused_calls(bool make) const;

  void on_earlier_due(Time due) noexcept override;
  bool on_callback_threw() noexcept override { return log_.tell("callback_threw", {}); }
  bool drive(Time until) noexcept override { return calls_.drive(until); }

  ClientOptions options_;
  ClientLog log_;
  ReadySignal ready_;
  /// Made in a child of fork(), under its own lock.
  mutable std::shared_ptr<Loop> refused_calls_;
  EventQueue events_;
  CodesLedger codes_;
  KnownFactors known_factors_;
  RecoveryWatch recoveries_;
  Dispatcher calls_;
  SessionKeeper session_;
};

/// `Decode` is Result<T>(HttpResponse&, CallBase&); where it has on_error(Error&), that sees every failure.
/// Holds what depends on T and Decode, and nothing else: there is one of these for each kind of call.
template <class T, class Decode>
class Call final : public State<T>, public CallBase {
 public:
  Call(Core& core, Plan&& plan, Exchange::Time deadline, Decode decode)
      : State<T>(core.shared_from_this()),
        CallBase(std::move(plan), core.options(), deadline),
        calls_(core.calls()),
        decode_(std::move(decode)) {}

  void decode(HttpResponse&& response) override { read(response); }
  [[nodiscard]] StateBase& state() noexcept override { return *this; }

 private:
  /// Not inline: the virtual function has two entrances, and both would hold a copy.
  HELLOJOHN_NOINLINE void read(HttpResponse& response) {
    Result<T> result = decode_(response, static_cast<CallBase&>(*this));
    if (result)
      this->hold(std::move(*result));
    else
      bad_answer_ = std::move(result).error();
  }

  Outcome abandon() noexcept override { return calls_.abandon(*this); }
  void stop_network() noexcept override { calls_.stop_network(*this); }
  void on_due(Exchange::Time now) noexcept override { calls_.on_due(*this, now); }
  void on_error(Error& error) noexcept override {
    if constexpr (requires { decode_.on_error(error); }) decode_.on_error(error);
  }

  Dispatcher& calls_;  // A part of the state's loop, which it keeps.
  Decode decode_;
};

template <class T>
HELLOJOHN_NOINLINE Pending<T> failed_on(std::shared_ptr<Loop> loop, Error&& error) {
  auto* state = new State<T>(std::move(loop));
  state->fail(std::move(error));
  return Pending<T>{Ref<State<T>>(state)};
}

template <class T>
Pending<T> Core::finished(T value) {
  auto* state = new State<T>(shared_from_this());
  state->hold(std::move(value));
  state->succeed();
  return Pending<T>{Ref<State<T>>(state)};
}

template <class T>
Pending<T> Core::finished(Error&& error) {
  return failed_on<T>(shared_from_this(), std::move(error));
}

template <class T, class Decode>
Pending<T> Core::refused(Decode& decode, Error&& error) {
  if constexpr (requires { decode.on_error(error); }) decode.on_error(error);
  return finished<T>(std::move(error));
}

template <class T, class Decode, class Begin>
Pending<T> Core::start_by(Plan&& plan, Decode decode, Begin begin) {
  Exchange::Time deadline{};
  if (auto problem = problem_of(plan, deadline)) return refused<T>(decode, std::move(*problem));
  auto* call = new Call<T, Decode>(*this, std::move(plan), deadline, std::move(decode));
  Pending<T> pending{Ref<State<T>>(call)};
  begin(static_cast<CallBase&>(*call));
  return pending;
}

template <class T, class Decode>
Pending<T> Core::start(Plan&& plan, Decode decode) {
  return start_by<T>(std::move(plan), std::move(decode),
                     [this](CallBase& call) { calls_.submit(call); });
}

template <class T, class Make>
Pending<T> Core::attempt(Make make) noexcept {
  Pending<T> pending;
  const bool made = completes(
      [&] { pending = refuses() ? failed_on<T>(loop_of_refusals(), refusal()) : make(); });
  if (made) return pending;
  return Pending<T>(std::shared_ptr<Loop>(shared_from_this()));
}

/// Of a call whose answer says nothing but that it was done.
struct NothingToRead {
  Result<Unit> operator()(HttpResponse&, CallBase&) const noexcept { return Unit{}; }
};

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
