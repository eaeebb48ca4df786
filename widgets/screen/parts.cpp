// Short forms with which the components fill their screens.
#include "parts.hpp"

#include <chrono>
#include <cstdio>

namespace hellojohn {
inline namespace v0 {
namespace widgets::parts {

Element& notice(Screen& s, Emphasis emphasis, const Message& m) noexcept {
  Element& element = s.add(Role::notice, m);
  element.emphasis = emphasis;
  return element;
}

Element& button(Screen& s, Action action, MessageId label, Emphasis emphasis) noexcept {
  Element& element = s.add(Role::button, say(label));
  element.action = action;
  element.emphasis = emphasis;
  return element;
}

Element& link(Screen& s, Action action, MessageId label) noexcept {
  Element& element = s.add(Role::link, say(label));
  element.action = action;
  element.emphasis = Emphasis::quiet;
  return element;
}

void focus(Screen& s, const Element& element) noexcept {
  s.focus = static_cast<std::size_t>(&element - s.begin());
}

void reference(Screen& s, const Error& error) noexcept {
  if (error.request_id.empty() || !support_can_help(error.code)) return;
  s.add(Role::value, say(MessageId::reference)).value =
      say(MessageId::reference_value, std::string_view(error.request_id));
}

std::string written_time(std::int64_t unix_seconds) {
  if (unix_seconds <= 0) return {};
  using namespace std::chrono;
  const sys_seconds time{seconds(unix_seconds)};
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  char out[40];
  const int n = std::snprintf(
      out, sizeof out, "%04d-%02u-%02u %02d:%02d UTC", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()));
  return std::string(out, static_cast<std::size_t>(n));
}

}  // namespace widgets::parts
}  // namespace v0
}  // namespace hellojohn
