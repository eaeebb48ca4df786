// When a countdown is said aloud.
#include <hellojohn/widgets/countdown.hpp>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

Countdown::Mark Countdown::mark(Time now) const noexcept {
  using std::chrono::minutes;
  using std::chrono::seconds;
  if (!running_) return Mark::none;
  const seconds rest = left(now);
  if (rest == seconds(0)) return Mark::over;
  if (rest <= seconds(30)) return Mark::thirty_seconds;
  if (rest <= minutes(2)) return Mark::two_minutes;
  if (rest <= minutes(10)) return Mark::ten_minutes;
  return Mark::none;
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
