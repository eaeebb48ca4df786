// Looks at each session in poll(); the notices are 10 and 2 minutes before the end.
#include "client/recovery_watch.hpp"

#include "client/recovery_state.hpp"

#include <algorithm>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace detail {

namespace {
constexpr std::chrono::seconds notices[] = {std::chrono::minutes(10), std::chrono::minutes(2)};
constexpr int all_said = 3;
}  // namespace

void RecoveryWatch::add(std::weak_ptr<RecoveryState> session, Time ends) {
  const std::lock_guard lock(mutex_);
  std::erase_if(watches_, [](const Watch& w) { return w.session.expired(); });
  watches_.push_back({std::move(session), ends, 0});
  watching_.store(true, std::memory_order_release);
}

RecoveryWatch::Due RecoveryWatch::check(Time now) noexcept {
  Due due;
  const std::lock_guard lock(mutex_);
  for (Watch& watch : watches_) {
    const auto state = watch.session.lock();
    if (!state) continue;
    while (watch.said < 2 && now >= watch.ends - notices[watch.said] && now < watch.ends) {
      ++watch.said;
      ++due.expiring;
    }
    if (now >= watch.ends && watch.said < all_said) {
      watch.said = all_said;
      const std::lock_guard state_lock(state->mutex);
      if (std::exchange(state->token, nullptr)) ++due.ended;
    }
  }
  std::erase_if(watches_, [](const Watch& w) { return w.said == all_said || w.session.expired(); });
  watching_.store(!watches_.empty(), std::memory_order_release);
  return due;
}

RecoveryWatch::Time RecoveryWatch::next(Time now, Time then) noexcept {
  if (!watching()) return Time::max();
  Time first = Time::max();
  const std::lock_guard lock(mutex_);
  for (const Watch& watch : watches_) {
    if (watch.session.expired()) continue;
    const Time due = watch.said < 2 ? watch.ends - notices[watch.said] : watch.ends;
    first = std::min(first, then + (due - now));
  }
  return first;
}

void RecoveryWatch::close() noexcept {
  std::vector<Watch> watches;
  {
    const std::lock_guard lock(mutex_);
    watches.swap(watches_);
    watching_.store(false, std::memory_order_release);
  }
  for (const Watch& watch : watches) {
    const auto state = watch.session.lock();
    if (!state) continue;
    const std::lock_guard state_lock(state->mutex);
    state->token = nullptr;
  }
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
