// See events.hpp.
#include "client/events.hpp"

#include "base/out_of_memory.hpp"

namespace hellojohn {
inline namespace v0 {

const char* to_string(AuthEvent event) noexcept {
  switch (event) {
    case AuthEvent::signed_in: return "signed_in";
    case AuthEvent::signed_out: return "signed_out";
    case AuthEvent::token_refreshed: return "token_refreshed";
    case AuthEvent::session_expired: return "session_expired";
    case AuthEvent::mfa_required: return "mfa_required";
    case AuthEvent::recovery_started: return "recovery_started";
    case AuthEvent::recovery_expiring: return "recovery_expiring";
    case AuthEvent::recovery_ended: return "recovery_ended";
    case AuthEvent::session_not_stored: return "session_not_stored";
  }
  return "unlisted";
}

namespace detail {

void EventQueue::push(AuthEvent event, std::optional<SignedIn> session) {
  const std::lock_guard lock(mutex_);
  // With nobody listening the queue would only grow.
  if (listeners_.empty()) return;
  events_.push_back({event, std::move(session)});
  waiting_.store(true, std::memory_order_release);
}

void EventQueue::lose(AuthEvent event) noexcept {
  const std::lock_guard lock(mutex_);
  lost_ = event;
  waiting_.store(true, std::memory_order_release);
}

std::shared_ptr<AuthListener> EventQueue::add(AuthListener listener) {
  auto shared = std::make_shared<AuthListener>(std::move(listener));
  if (loop_.was_forked()) return shared;
  const std::lock_guard lock(mutex_);
  std::erase_if(listeners_, [](const auto& l) { return l.expired(); });
  listeners_.push_back(shared);
  return shared;
}

void EventQueue::call(const AuthListener& listener, const Event& event) noexcept {
  const SignedIn* const session = event.session ? &*event.session : nullptr;
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
  try {
    listener(event.kind, session);
  } catch (...) {
    loop_.report_throw();
  }
#else
  (void)loop_;  // Nothing can be thrown that it could be told of.
  listener(event.kind, session);
#endif
}

std::size_t EventQueue::deliver() noexcept {
  std::vector<Event> events;
  std::vector<std::weak_ptr<AuthListener>> listeners;
  std::optional<AuthEvent> lost;
  const bool taken = completes([&] {
    const std::lock_guard lock(mutex_);
    if (events_.empty() && !lost_) return;
    listeners.swap(told_);
    listeners = listeners_;
    lost.swap(lost_);
    events.swap(events_);
    waiting_.store(false, std::memory_order_release);
  });
  if (!taken) return 0;  // They wait for a poll() that has memory.
  if (lost) log_.trouble("event_lost", to_string(*lost));
  for (const Event& event : events)
    for (const auto& weak : listeners)
      if (const auto listener = weak.lock(); listener && *listener) call(*listener, event);
  const std::size_t delivered = events.size();
  if (delivered == 0) return 0;
  events.clear();
  listeners.clear();
  const std::lock_guard lock(mutex_);
  // The next delivery needs no memory then.
  if (events_.empty()) events_.swap(events);
  told_.swap(listeners);
  return delivered;
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
