// Implementation of limits.hpp: a window opens with its first hit.
// Knows nothing of routes, users or HTTP.
#include "limits.hpp"

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

LimitState Limits::look(const std::string& key, LimitRule rule, Time now) const {
  const auto found = windows_.find(key);
  if (found == windows_.end() || now >= found->second.start + rule.window) {
    return {rule.count, rule.count, now + rule.window, true};
  }
  const Window& window = found->second;
  const int left = std::max(0, rule.count - window.used);
  return {rule.count, left, window.start + rule.window, left > 0};
}

LimitState Limits::hit(const std::string& key, LimitRule rule, Time now) {
  LimitState state = look(key, rule, now);
  if (!state.allowed) return state;
  Window& window = windows_[key];
  if (state.remaining == rule.count) window = {now, 0};
  ++window.used;
  --state.remaining;
  return state;
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
