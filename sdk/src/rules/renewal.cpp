// The decisions of renewal.hpp, each in one place.
#include "rules/renewal.hpp"

#include <algorithm>

namespace hellojohn {
inline namespace v0 {

namespace {

using std::chrono::seconds;

constexpr seconds pause_after_failed_renewal{30};
/// A lost answer may have spent the refresh token: some servers take it once more within seconds.
constexpr seconds pause_after_lost_answer{2};
constexpr seconds last_try_before_end{60};

}  // namespace

TokenNeed need_of(const TokenLife& life, bool renewable, const TokenTried& tried,
                  TokenLife::Time now) noexcept {
  const bool may_renew = renewable && !tried.renewed;
  if (tried.refused && !tried.renewed) return renewable ? TokenNeed::renewal : TokenNeed::sign_in;
  if (life.over(now)) return may_renew ? TokenNeed::renewal : TokenNeed::sign_in;
  return may_renew && now >= life.renew_at ? TokenNeed::renewal : TokenNeed::none;
}

// A passing failure never ends a session: the old token is good to its end.
void postpone(TokenLife& life, bool lost, TokenLife::Time now) noexcept {
  if (!lost) {
    life.renew_at = std::max(life.renew_at, now + pause_after_failed_renewal);
    return;
  }
  ++life.lost_renewals;
  life.renew_at = life.lost_renewals == 1 ? now + pause_after_lost_answer
                                          : std::max(now + pause_after_failed_renewal,
                                                     life.expires_at - last_try_before_end);
}

Renewal::Action Renewal::on_begin(bool has_store) noexcept {
  number_ = ++last_;
  // A lock that an earlier renewal still waits for: this one must not wait as long.
  if (!has_store || lock_ != Lock::free || closed_) return send();
  phase_ = Phase::locking;
  lock_ = Lock::asked;
  return Action::lock;
}

Renewal::Action Renewal::on_not_locked(Number number) noexcept {
  if (lock_ == Lock::asked) lock_ = Lock::free;
  return number == number_ && phase_ == Phase::locking ? send() : Action::wait;
}

Renewal::Action Renewal::on_lock_ended(Number number, bool held) noexcept {
  if (lock_ != Lock::asked || closed_) return Action::wait;  // Given back by on_closed().
  lock_ = held ? Lock::held : Lock::free;
  const bool awaited = number == number_ && phase_ == Phase::locking;
  if (!held) {
    // Without the lock another process may renew as well; without a renewal the session would surely end.
    return awaited ? send() : Action::wait;
  }
  if (awaited) {
    phase_ = Phase::reading;
    return Action::read;
  }
  return unlock();
}

Renewal::Action Renewal::on_read(Number number, bool fresh) noexcept {
  if (number != number_ || phase_ != Phase::reading) return Action::wait;
  return fresh ? Action::tell : send();
}

Renewal::Action Renewal::on_ended(Number number) noexcept {
  if (number != number_) return Action::wait;
  number_ = 0;
  phase_ = Phase::idle;
  return lock_ == Lock::held ? unlock() : Action::wait;
}

Renewal::Action Renewal::on_closed() noexcept {
  closed_ = true;
  const bool wanted = lock_ == Lock::asked || lock_ == Lock::held;
  lock_ = Lock::free;
  return wanted ? Action::unlock : Action::wait;
}

}  // namespace v0
}  // namespace hellojohn
