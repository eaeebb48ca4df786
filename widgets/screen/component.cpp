// The guard against carried-over presses, the busy sign, and rebuilding a screen only where something changed.
#include <hellojohn/widgets/component.hpp>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

void Component::tick(Time now) noexcept {
  now_ = now;
  if (just_arrived_) {
    arrived_ = now;
    just_arrived_ = false;
  }
  if (waiting_ && waiting_since_ == Time{}) waiting_since_ = now;
  const bool wanted = waiting_ && now - waiting_since_ >= busy_after;
  if (wanted && !screen_.busy) {
    screen_.busy = true;
    busy_since_ = now;
    dirty_ = true;
  } else if (!waiting_ && screen_.busy && now - busy_since_ >= busy_at_least) {
    screen_.busy = false;
    dirty_ = true;
  }
}

bool Component::takes(const Intent& intent) const noexcept {
  if (intent.action == Action::none || just_arrived_ || now_ - arrived_ < press_guard) return false;
  if (intent.action == Action::reveal_row || intent.action == Action::copy_row) {
    return screen_.find(Role::codes) != nullptr;
  }
  return screen_.can(intent.action, intent.index);
}

void Component::arrive() noexcept {
  ++screen_.arrival;
  just_arrived_ = true;
  dirty_ = true;
}

void Component::waiting(bool on) noexcept {
  if (on && !waiting_) waiting_since_ = Time{};
  waiting_ = on;
  dirty_ = true;
}

void Component::settle(const Countdown* countdown) noexcept {
  if (countdown != nullptr && countdown->running()) {
    const auto left = countdown->left(now_);
    if (left != shown_left_) dirty_ = true;
    shown_left_ = left;
  }
  if (!dirty_) return;
  dirty_ = false;
  screen_.clear();
  build(screen_);
  const std::size_t start = screen_.start();
  if (start < screen_.size()) screen_.focus = start;
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
