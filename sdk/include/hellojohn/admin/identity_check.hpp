// The identity check before an override: its method, the person who made it, the ticket and the reason.
// Knows nothing of calls.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace admin {

/// Words that must be given: it has no empty state, so that a field of this type cannot be left out.
///
/// **Exceptions** none. **Thread safety** any thread.
/// **Lifetime** a view; copied by the call that takes it.
class Given {
 public:
  Given() = delete;
  Given(std::nullptr_t) = delete;
  ///@{
  /// Implicit, so that an IdentityCheck is written as four strings; emptiness shows at run time.
  constexpr Given(std::string_view words) noexcept : words_(words) {}
  constexpr Given(const char* words) noexcept : words_(words) {}
  Given(const std::string& words) noexcept : words_(words) {}
  ///@}
  /// What was given. **Lifetime** that of the words.
  [[nodiscard]] constexpr std::string_view words() const noexcept { return words_; }

 private:
  std::string_view words_;
};

/// The identity check before an override (recovery page, "Best Practices"). All four fields are needed to compile, and
/// must say something at run time: not blank, no control characters, valid UTF-8, 200 bytes at most; the reason has at
/// least 10 characters and 500 bytes at most.
///
/// All of it goes into the local record; impersonation sends it to the server as its reason. Never put a document's
/// number, a code or an answer to a secret question in: a ticket leads to those who may see them.
struct IdentityCheck {
  Given
      method;  ///< How: "video call", "government ID seen on video", "call back to the number on file".
  Given checked_by;  ///< Who looked: a person's name or login at the studio.
  Given reference;   ///< The ticket.
  Given reason;      ///< Why the person needs help, e.g. "Lost phone, no backup codes".
};

inline constexpr int shortest_reason = 10;  ///< In characters, blanks around it not counted.

/// Says what is wrong with the check, in words that are safe to log. Null if nothing is.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] const char* problem_of(const IdentityCheck& identity) noexcept;

}  // namespace admin
}  // namespace v0
}  // namespace hellojohn
