// One sentence of a screen, as an id and its values. Words are in text.hpp; nothing here knows a language.
#pragma once

#include <hellojohn/error.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

/// Every sentence there is. Names are stable; numbers are not. The words are checked against these lines.
enum class MessageId : std::uint16_t {
  none,
#define HELLOJOHN_KEY(id, limit, context) id,
#include <hellojohn/widgets/words/keys.def>
#undef HELLOJOHN_KEY
  count_,
};

/// Number of sentences, `none` included.
inline constexpr std::size_t message_count = static_cast<std::size_t>(MessageId::count_);

/// One sentence with its values. Plain, and comparable, so that an unchanged screen can be recognised.
///
/// **Exceptions** none. **Thread safety** one thread at a time.
/// **Lifetime** `text` and `text2` point into the component that said it; valid until its next apply() or update().
struct Message {
  MessageId id = MessageId::none;  ///< Which sentence; none: nothing is said.
  std::int32_t n = 0;              ///< {n}; chooses the plural.
  std::int32_t total = 0;          ///< {total}
  /// {time}, as 0:47 or 1:02:03; {ago}, as 47 s, 3 min, 2 h, 4 d. Since 1970 in UTC: {date}, as January 15, 2024, and
  /// {moment}, which is the date and the time of day.
  std::chrono::seconds time{};
  /// {text}: untrusted; a skin never takes it as a format or an id. Text::format() leaves out its control characters and the
  /// marks that turn the direction of text.
  std::string_view text{};
  std::string_view text2{};  ///< {text2}: the same.

  /// Nothing is said.
  [[nodiscard]] bool empty() const noexcept { return id == MessageId::none; }
  /// Compares the texts, not where they stand.
  friend bool operator==(const Message&, const Message&) = default;
};

/// A line of the host's own, for its own screens: it is said as it is, and no translation applies.
///
/// **Exceptions** none. **Thread safety** any thread. **Lifetime** `text` must live as long as the message.
[[nodiscard]] Message free_text(std::string_view text) noexcept;

/// True for the sentences that tell a person that nothing happened, such as "Nothing was sent".
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] bool claims_nothing_happened(MessageId id) noexcept;
/// False for those sentences if the outcome is not known or the server acted. The components say no other.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] bool may_be_said(MessageId id, Outcome outcome) noexcept;

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
