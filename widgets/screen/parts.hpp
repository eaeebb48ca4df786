// Short forms with which the components fill their screens. Not part of the public headers.
#pragma once

#include <hellojohn/error.hpp>
#include <hellojohn/widgets/screen.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace widgets::parts {

/// How long to wait after a "too many tries" that names no time.
inline constexpr std::chrono::seconds default_wait{30};

inline Message say(MessageId id) noexcept {
  Message message;
  message.id = id;
  return message;
}
inline Message say(MessageId id, std::int32_t n, std::int32_t total = 0) noexcept {
  Message message = say(id);
  message.n = n;
  message.total = total;
  return message;
}
inline Message say(MessageId id, std::string_view text, std::string_view text2 = {}) noexcept {
  Message message = say(id);
  message.text = text;
  message.text2 = text2;
  return message;
}
inline Message say(MessageId id, std::chrono::seconds time) noexcept {
  Message message = say(id);
  message.time = time;
  return message;
}

inline Element& heading(Screen& s, MessageId id) noexcept { return s.add(Role::heading, say(id)); }
inline Element& text(Screen& s, const Message& m) noexcept { return s.add(Role::paragraph, m); }
inline Element& text(Screen& s, MessageId id) noexcept { return text(s, say(id)); }
inline Element& hint(Screen& s, MessageId id) noexcept { return s.add(Role::hint, say(id)); }
Element& notice(Screen& s, Emphasis emphasis, const Message& m) noexcept;
Element& button(Screen& s, Action action, MessageId label,
                Emphasis emphasis = Emphasis::normal) noexcept;
Element& link(Screen& s, Action action, MessageId label) noexcept;
/// The element becomes the one that gets the focus on arrival.
void focus(Screen& s, const Element& element) noexcept;
/// The request id, if there is one and support can help: not after a typing error.
void reference(Screen& s, const Error& error) noexcept;

/// `wanted`, unless it claims that nothing happened although that is not certain. Asking so is a mistake of the caller.
[[nodiscard]] MessageId honest(MessageId wanted, const Error& error) noexcept;
/// For a call whose outcome is not known, or that was done and not answered.
[[nodiscard]] MessageId words_for_doubt(Outcome outcome) noexcept;
[[nodiscard]] bool support_can_help(Errc code) noexcept;
/// The words for a failed call, if the screen has no own words. The outcome decides before the code.
[[nodiscard]] MessageId words_for(const Error& error) noexcept;
/// What ends a line in a text file of this platform; see line_end_<platform>.cpp.
[[nodiscard]] std::string_view file_line_end() noexcept;
/// "2024-01-15 14:02 UTC"; empty if the time is unknown.
[[nodiscard]] std::string written_time(std::int64_t unix_seconds);

}  // namespace widgets::parts
}  // namespace v0
}  // namespace hellojohn
