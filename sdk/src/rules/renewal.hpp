// When an access token is renewed, and the steps of one renewal: lock the store, read it again, send, tell.
// Pure: events and the time come in, an action comes out. No I/O, no clock, no thread, no allocation.
#pragma once

#include <chrono>
#include <cstdint>

namespace hellojohn {
inline namespace v0 {

/// What a pair of tokens is good for, on the clock by which sessions grow old.
struct TokenLife {
  using Time = std::chrono::steady_clock::time_point;

  Time expires_at{};
  Time renew_at{};        // 75 % of the life, give or take 10 %.
  int lost_renewals = 0;  // In a row, with an unknown outcome: the refresh token may be spent.

  [[nodiscard]] bool over(Time now) const noexcept { return now >= expires_at; }
};

/// What a call needs before it may be sent with the access token.
enum class TokenNeed : std::uint8_t {
  none,     ///< The token is good.
  renewal,  ///< A new one first.
  sign_in,  ///< Nothing that is here helps.
};

/// What the call has been through.
struct TokenTried {
  bool refused =
      false;  ///< The service called the token that it was sent with expired, and no newer one came since.
  bool renewed = false;  ///< It has waited for a renewal already.
};

[[nodiscard]] TokenNeed need_of(const TokenLife& life, bool renewable, const TokenTried& tried,
                                TokenLife::Time now) noexcept;

/// A renewal failed and the session stays. `lost`: it may have been made, and the refresh token may be spent.
void postpone(TokenLife& life, bool lost, TokenLife::Time now) noexcept;

/// At most one renewal at a time. Each has a number, because what was begun for one may end after it.
class Renewal {
 public:
  using Number = std::uint64_t;  ///< 0: none.

  /// What the keeper of the session does next.
  enum class Action : std::uint8_t {
    wait,    ///< Nothing: something is under way.
    lock,    ///< Ask the store for its lock.
    read,    ///< Read the store again: another process may have renewed.
    send,    ///< Send the refresh token.
    tell,    ///< A newer pair was there: tell the callers that wait.
    unlock,  ///< Give the store's lock back.
  };

  [[nodiscard]] bool running() const noexcept { return number_ != 0; }
  [[nodiscard]] Number number() const noexcept { return number_; }

  /// A call needs it, and none runs.
  [[nodiscard]] Action on_begin(bool has_store) noexcept;
  /// The store is not shared, or could not be asked.
  [[nodiscard]] Action on_not_locked(Number number) noexcept;
  /// The store's lock is held, or could not be had. `number`: the renewal that asked for it.
  [[nodiscard]] Action on_lock_ended(Number number, bool held) noexcept;
  /// The store was read. `fresh`: it held a newer pair, which is not due.
  [[nodiscard]] Action on_read(Number number, bool fresh) noexcept;
  /// The lock was given back, as on_lock_ended() or on_ended() asked.
  void on_unlocked() noexcept {
    if (lock_ == Lock::leaving) lock_ = Lock::free;
  }
  /// The renewal has its result, or was cancelled.
  [[nodiscard]] Action on_ended(Number number) noexcept;
  /// The Client is shutting down.
  [[nodiscard]] Action on_closed() noexcept;

 private:
  enum class Phase : std::uint8_t { idle, locking, reading, sending };
  enum class Lock : std::uint8_t { free, asked, held, leaving };

  [[nodiscard]] Action send() noexcept {
    phase_ = Phase::sending;
    return Action::send;
  }
  // Free only after on_unlocked(): the store would take a new lock() before the unlock() of an abandoned one.
  [[nodiscard]] Action unlock() noexcept {
    lock_ = Lock::leaving;
    return Action::unlock;
  }

  Number last_ = 0;
  Number number_ = 0;
  Phase phase_ = Phase::idle;
  Lock lock_ = Lock::free;  // May be asked for still when the renewal that wanted it has ended.
  bool closed_ = false;
};

}  // namespace v0
}  // namespace hellojohn
