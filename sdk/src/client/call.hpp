// One running call: its request, its exchange, and what to make of the answer.
// Knows no JSON and no session: the Dispatcher sends it, the SessionKeeper gives it a token.
#pragma once

#include "client/loop.hpp"
#include "client/session_state.hpp"
#include "rules/exchange.hpp"
#include "rules/session.hpp"

#include <hellojohn/transport.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace detail {

/// What is looked for in the factor list: it settles a removal that the service answers with "not found", and allows an
/// enrolment.
struct Look {
  std::string list_target{};
  std::string factor_id{};
  bool was_listed = false;  ///< This client has read a list with the factor in it.
};

/// What a call sends. The credential is filled in when an attempt starts, because a token may be renewed in between.
struct Plan {
  ///@{
  /// Defined in one place, because a plan is made and passed on by every call.
  Plan() noexcept;
  Plan(Plan&&) noexcept;
  Plan& operator=(Plan&&) noexcept;
  ~Plan();
  ///@}

  Operation op = Operation::sign_in;
  Credential credential = Credential::none;
  std::string target{};  ///< Empty: the operation's own path, where it names no ids.
  std::string origin{};  ///< Empty: the service.
  Secret body{};
  std::shared_ptr<const Secret> own_token{};  ///< Sent instead of the session's.
  std::unique_ptr<const Look> look{};         ///< Of a removal, and of some enrolments.
  bool local = false;  ///< Nothing is sent: it succeeds as soon as its credential is at hand.
  std::uint64_t person =
      0;  ///< See Session::Seen. 0: the person who is signed in when the call starts.
};

/// The half of a call that does not depend on its result type.
class CallBase {
 public:
  CallBase(Plan&& plan, const ClientOptions& options, Exchange::Time deadline) noexcept;
  CallBase(const CallBase&) = delete;
  CallBase& operator=(const CallBase&) = delete;

  /// Ends the call with an error, unless it has a result.
  virtual void fail(Error&& error) noexcept;
  /// Decodes a successful answer. The result is held until release_result(), so that a session can be saved in between.
  virtual void decode(HttpResponse&& response) = 0;
  /// Ends a call with the decoded result.
  virtual void release_result() noexcept;
  [[nodiscard]] virtual StateBase& state() noexcept = 0;

  Plan plan_;
  Exchange::Time started_{};

  // Guarded by the Dispatcher's lock.
  Exchange exchange_;
  ExchangeId exchange_id_ = 0;  // 0: nothing at the transport.
  bool backing_off_ = false;

  // Guarded by the SessionKeeper's lock.
  Session::Seen seen_{};     // Whose session the call belongs to, and with which pair it was sent.
  bool must_renew_ = false;  // The service called the token expired.
  bool renewal_tried_ = false;
  /// Of the session that is renewed, for what the answer does not say anew: copied before it is sent, because nothing
  /// may fail between the answer and the new session.
  struct Kept {
    std::string user_id{};
    Secret refresh{};
  };
  Kept kept_{};
  std::optional<Error> unsettled_{};   // The 404 to a removal, while the factor list is asked.
  std::optional<Error> bad_answer_{};  // Set by decode(), which has no value then.
  /// Set by decode(): becomes the session before the result is given.
  std::optional<SessionState> to_install_{};
  /// What the store does for the call; the result waits for it.
  enum class Writing : std::uint8_t { none, open, done, failed };
  Writing writing_ = Writing::none;
  bool answered_ = false;  // The result is there, and only the store is waited for.

 protected:
  /// A call ends as the StateBase that it also is. Defined once, as the constructor, because every call has them.
  ~CallBase();
};

/// Keeps a call alive while something else than its caller has hold of it.
struct Running {
  Ref<StateBase> keep{};
  CallBase* call = nullptr;
};

[[nodiscard]] inline Running running(CallBase& call) noexcept {
  call.state().retain();
  return {Ref<StateBase>(&call.state()), &call};
}

/// When a call with this bound ends. A longest bound keeps the sum inside the clock's range.
[[nodiscard]] inline Exchange::Time end_of(const Clock& clock,
                                           std::chrono::milliseconds bound) noexcept {
  constexpr std::chrono::milliseconds longest = std::chrono::hours(24);
  return clock.now() + (bound < longest ? bound : longest);
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
