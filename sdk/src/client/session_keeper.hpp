// The only one that changes the session: asks rules/session and rules/renewal what to do, does it, feeds the result back.
// Its lock is never held while a transport, a store or a caller's code runs.
#pragma once

#include "base/process.hpp"
#include "client/call.hpp"
#include "client/client_log.hpp"
#include "client/codes_ledger.hpp"
#include "client/events.hpp"
#include "client/session_state.hpp"
#include "client/store_queue.hpp"
#include "rules/renewal.hpp"
#include "rules/session.hpp"

#include <hellojohn/auth.hpp>
#include <hellojohn/options.hpp>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace detail {

class Dispatcher;

/// "Bearer " and the token.
[[nodiscard]] Secret bearer_of(std::string_view token);

class SessionKeeper final : public StoreSink {
 public:
  /// Everything given here outlives this object, or holds it: `owner` is the Client's core.
  SessionKeeper(Loop& loop, const ClientOptions& options, ClientLog& log, EventQueue& events,
                CodesLedger& codes, Dispatcher& calls);
  /// Before the first call. `self` is this object as a part of the Client's core; renewals are calls of `loop`.
  void own(std::weak_ptr<Loop> loop, std::weak_ptr<StoreSink> self) noexcept;

  struct Identity {
    bool signed_in = false;
    bool fresh = false;  ///< Backup codes may be made: the sign-in is young enough.
    std::string user_id{};
    std::uint64_t person = 0;  ///< For Plan::person.
  };
  [[nodiscard]] Identity identity() const;
  [[nodiscard]] std::optional<SignedIn> current() const;
  /// Tells of something that does not change the session.
  void emit(AuthEvent event) noexcept;

  // For calls.
  enum class Admission : std::uint8_t { send, wait, refused };
  /// A call starts: whose session it belongs to.
  void on_start(CallBase& call) noexcept;
  /// Whether the call may be sent with the access token, which `bearer` then holds. `wait`: it goes on after a renewal.
  [[nodiscard]] Admission admit(CallBase& call, Secret& bearer);
  /// The access token of the call's own session.
  [[nodiscard]] Result<Secret> access_token(const CallBase& call) const;
  void on_token_refused(CallBase& call) noexcept;
  /// The call has decoded its answer: a session in it takes the place, then the result is given.
  void on_decoded(CallBase& call) noexcept;
  void stop_waiting(CallBase& call) noexcept;
  /// The call's deadline has passed. True if it waited only for the store, and has its result now.
  [[nodiscard]] bool go_on_without_store(CallBase& call) noexcept;
  /// The renewal that may have been sent, or nothing.
  [[nodiscard]] Running renewal_under_way() noexcept;

  /// Signs out at once, and has the store erased. `call`, which is not submitted yet, waits for that; its token and what
  /// the server hears are set. False without memory: nothing has changed then.
  [[nodiscard]] bool sign_out(CallBase& call, Secret& token);
  /// Reads the store for a call whose decode() makes a session of the bytes.
  void restore(CallBase& call);

  /// Nothing changes the session any more; the store is not touched after `end`.
  void close(std::chrono::steady_clock::time_point end) noexcept;
  void stop() noexcept;

  void on_store_done(StoreOpId id, std::optional<Error>&& error) noexcept override;
  void on_store_loaded(StoreOpId id, Result<Secret>&& loaded) noexcept override;

 private:
  enum class Purpose : std::uint8_t { none, restore, save, erase, lock, reread };
  struct StoreOp {
    Running running{};
    Purpose purpose = Purpose::none;
    Session::Version version = 0;
  };
  /// An operation that may be given to the store: what it needs of us is allocated.
  struct Ticket {
    StoreOpId id = 0;
    std::unique_ptr<StoreJob> job{};
  };
  class RenewalCall;
  /// The lock. If events were pushed under it, the host hears of them after it.
  class LockedForEvents {
   public:
    explicit LockedForEvents(SessionKeeper& keeper) noexcept : keeper_(keeper) {
      keeper_.mutex_.lock();
    }
    ~LockedForEvents() {
      keeper_.mutex_.unlock();
      if (keeper_.events_.waiting()) keeper_.loop_.tell_ready();
    }
    LockedForEvents(const LockedForEvents&) = delete;
    LockedForEvents& operator=(const LockedForEvents&) = delete;

   private:
    SessionKeeper& keeper_;
  };

  // The session, in session_keeper.cpp.
  [[nodiscard]] TokenNeed need_locked(const CallBase& call) const noexcept;
  void arrive_locked(CallBase& call, Session::Source source, Session::Version version) noexcept;
  void leave_locked(AuthEvent event) noexcept;
  void push_locked(AuthEvent event) noexcept;
  [[nodiscard]] SessionState::Time session_time() const noexcept;

  // The store, in session_keeper_store.cpp.
  [[nodiscard]] bool has_store() const noexcept { return queue_ != nullptr; }
  [[nodiscard]] Ticket ticket(CallBase* call, Purpose purpose);
  void drop_locked(const Ticket& ticket) noexcept { at_store_.erase(ticket.id); }
  void queue_locked(Ticket ticket) noexcept;
  [[nodiscard]] StoreOp take_op(StoreOpId id) noexcept;
  void install(CallBase& call) noexcept;
  [[nodiscard]] bool save(CallBase& call) noexcept;
  void write_current() noexcept;
  void end_write(const StoreOp& op, const Error* error) noexcept;
  void end_restore(CallBase& call, Result<Secret>&& loaded) noexcept;
  void fail_for_store(CallBase& call) noexcept;

  // Renewing, in session_keeper_renewal.cpp.
  void drive(CallBase& renewal, Renewal::Action action) noexcept;
  [[nodiscard]] bool ask_for_lock(CallBase& renewal) noexcept;
  [[nodiscard]] bool read_again(CallBase& renewal) noexcept;
  void send(CallBase& renewal) noexcept;
  void end_lock(const Running& renewal, bool held) noexcept;
  void end_reread(const Running& renewal, Result<Secret>&& loaded) noexcept;
  void end_renewal(const CallBase& renewal, const Error* error) noexcept;
  void answer_waiting(const std::vector<Running>& waiting, const Error* error,
                      bool lost_before) noexcept;
  void unlock() noexcept;

  Loop& loop_;
  const ClientOptions& options_;
  ClientLog& log_;
  EventQueue& events_;
  CodesLedger& codes_;
  Dispatcher& calls_;
  std::weak_ptr<Loop> own_loop_;
  std::weak_ptr<StoreSink> self_;
  std::shared_ptr<StoreQueue> queue_;  // Null without a store.

  mutable OwnMutex
      mutex_;  // Guards what follows, and the parts of calls that say so. Only leaves are taken inside.
  Session session_;
  std::optional<SessionState> tokens_;  // Of the session in force.
  Renewal renewal_;
  Running sent_renewal_;          // From when it may be sent.
  std::vector<Running> waiting_;  // For the renewal.
  StoreOpId last_op_ = 0;
  std::unordered_map<StoreOpId, StoreOp> at_store_;
  bool store_is_stuck_ =
      false;  // A call's time passed while the store was at work; until an operation ends.
};

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
