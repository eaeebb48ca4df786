// The way of a call out to the transport and back. Asks rules/ for every decision, and the SessionKeeper for a token.
// Knows no session. Its lock is never held while a transport, a store or a caller's code runs.
#pragma once

#include "base/process.hpp"
#include "base/random.hpp"
#include "client/call.hpp"
#include "client/client_log.hpp"
#include "json/json.hpp"

#include <hellojohn/options.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace hellojohn {
inline namespace v0 {
namespace detail {

class SessionKeeper;

class Dispatcher final : public ExchangeSink {
 public:
  /// `key` is the publishable key, or the secret key of the admin library. Everything else outlives this object.
  Dispatcher(Loop& loop, const ClientOptions& options, ClientLog& log, SessionKeeper& keeper,
             Secret key, std::unique_ptr<Transport> transport);

  /// Starts a call.
  void submit(CallBase& call) noexcept;
  /// Makes a call a live one. False, and failed, if the client is shut down.
  [[nodiscard]] bool adopt(CallBase& call) noexcept;
  /// Goes on with a call: it asks for its token, and is sent if it has one.
  void advance(CallBase& call) noexcept;
  /// There is no memory to go on. `answer` is null if nothing came.
  void fail_for_memory(CallBase& call, const HttpResponse* answer) noexcept;

  // For calls.
  Outcome abandon(CallBase& call) noexcept;
  /// What is certain of the call's own request.
  [[nodiscard]] Outcome so_far(const CallBase& call) noexcept;
  void stop_network(CallBase& call) noexcept;
  void on_due(CallBase& call, Exchange::Time now) noexcept;

  /// True once stop() was called: the host's clock, log and store may be gone.
  [[nodiscard]] bool over() const noexcept { return stopped_.load(std::memory_order_acquire); }
  /// From now on no call is adopted. False if it was so before.
  [[nodiscard]] bool stop() noexcept;
  /// Ends the transport and forgets the key. After stop().
  void stop_transport(Exchange::Time deadline) noexcept;
  void forget() noexcept;

  [[nodiscard]] double random() noexcept;
  /// False if the transport has no timer.
  bool wake_at(Exchange::Time due) noexcept { return transport_->wake_at(due, *this); }
  /// The transport has no thread, and lives from drive().
  [[nodiscard]] bool is_driven() const noexcept { return driven_; }
  bool drive(Exchange::Time until) noexcept { return transport_->drive(until); }
  /// The transport still has an exchange, also one that nobody waits for any more.
  [[nodiscard]] bool is_at_transport() noexcept;

  bool on_last_write(ExchangeId id) noexcept override;
  void on_response(ExchangeId id, HttpResponse&& response) noexcept override;
  void on_failure(ExchangeId id, TransportFailure&& failure) noexcept override;
  void on_wake() noexcept override;

 private:
  // The way out, in dispatcher.cpp.
  void take_step(CallBase& call);
  void send(CallBase& call, Secret bearer);
  [[nodiscard]] HttpRequest request_for(const CallBase& call, Secret bearer) const;
  void add_exchange_locked(ExchangeId id, const Running& call);
  [[nodiscard]] Running take_exchange(ExchangeId id) noexcept;
  // The way back, in dispatcher_answer.cpp.
  void judge(CallBase& call, HttpResponse&& response);
  void read_list(CallBase& call, HttpResponse&& response);
  void apply(CallBase& call, const Exchange::Step& step, Error&& error) noexcept;
  void finish(CallBase& call, HttpResponse&& response) noexcept;
  [[nodiscard]] Exchange::Context context_locked() noexcept;

  Loop& loop_;
  const ClientOptions& options_;
  ClientLog& log_;
  SessionKeeper& keeper_;
  std::unique_ptr<Transport> transport_;
  const bool driven_;

  OwnMutex
      mutex_;  // Guards what follows, and the parts of calls that say so. Taken with no other lock held.
  std::atomic<bool> stopped_{false};  // Set under the lock.
  Secret key_;
  ExchangeId last_id_ = 0;
  std::unordered_map<ExchangeId, Running> at_transport_;
  std::unordered_map<ExchangeId, Running>::node_type spare_;
  RetryBudget budget_;
  Random random_;
};

/// An error made here, before anything was sent. Without memory for the words it goes without them.
[[nodiscard]] Error local_error(Errc code, const char* detail) noexcept;

/// A 2xx answer with an unusable body: the server acted, but its answer is lost.
[[nodiscard]] Error bad_body(const HttpResponse& response, codec::Problem problem);

/// The server's name for the exchange; empty if it gave none, or if there is no memory for it: an error must not be
/// lost over its number.
[[nodiscard]] std::string request_id_of(const HttpResponse& response) noexcept;

/// The Date of an answer; the local wall clock if it has none.
[[nodiscard]] std::chrono::system_clock::time_point server_time(const HttpResponse& response,
                                                                const Clock& clock) noexcept;

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
