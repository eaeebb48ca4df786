// Implementation of time.hpp. Knows nothing of which clock the time came from.
#include "time.hpp"

#include <charconv>
#include <cstddef>
#include <system_error>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::int64_t unix_seconds(Time time) {
  return std::chrono::floor<seconds>(time).time_since_epoch().count();
}

std::int64_t unix_millis(Time time) {
  return std::chrono::floor<milliseconds>(time).time_since_epoch().count();
}

Time from_millis(std::int64_t millis) {
  return Time{std::chrono::duration_cast<Time::duration>(milliseconds{millis})};
}

std::optional<Time> parse_rfc3339(std::string_view text) {
  constexpr std::size_t size_of_day = 10;
  if (text.size() == size_of_day) return read_rfc3339(std::string(text) + "T00:00:00Z");
  return read_rfc3339(text);
}

std::optional<seconds> parse_duration(std::string_view text) {
  if (text.size() < 2 || text.size() > 10 || text.front() == '0') return std::nullopt;
  unsigned count = 0;
  const char* const unit = text.data() + text.size() - 1;
  const auto [end, problem] = std::from_chars(text.data(), unit, count);
  if (problem != std::errc() || end != unit) return std::nullopt;
  switch (*unit) {
    case 's': return seconds{count};
    case 'm': return std::chrono::minutes{count};
    case 'h': return std::chrono::hours{count};
    case 'd': return std::chrono::days{count};
    default: return std::nullopt;
  }
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
