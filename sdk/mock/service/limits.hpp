// Counting windows for rate limits: so many hits per key and window.
// Knows nothing of routes, users or HTTP.
#pragma once

#include "time.hpp"

#include <map>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

struct LimitRule {
  int count = 0;
  std::chrono::seconds window{60};
};

/// What the X-RateLimit headers say.
struct LimitState {
  int limit = 0;
  int remaining = 0;
  Time reset{};
  bool allowed = true;
};

class Limits {
 public:
  /// The state before a hit: `allowed` says whether another one fits.
  [[nodiscard]] LimitState look(const std::string& key, LimitRule rule, Time now) const;
  /// Counts a hit if it fits.
  LimitState hit(const std::string& key, LimitRule rule, Time now);

 private:
  struct Window {
    Time start{};
    int used = 0;
  };
  std::map<std::string, Window> windows_;
};

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
