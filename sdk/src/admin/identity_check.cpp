// The run-time half of the identity check, lifetimes, and the reason that is sent. Pure.
#include "base/ascii.hpp"
#include "base/text.hpp"

#include <hellojohn/admin/overrides.hpp>

#include <cstddef>
#include <cstdint>

namespace hellojohn {
inline namespace v0 {
namespace admin {

namespace {

constexpr std::size_t longest_field = 200;
constexpr std::size_t longest_reason = 500;

bool may_stand_in_a_record(const utf8::Character& c) noexcept {
  return c.valid && !text::is_control(c.point) && c.point != '\t' && !text::is_line_end(c.point);
}

/// Counts the characters between the blanks around them. Empty if the text holds a character that no record may hold,
/// also at its ends: the record keeps the text as it was given.
std::optional<std::size_t> characters_in(std::string_view text) noexcept {
  for (std::string_view rest = text; !rest.empty();) {
    const utf8::Character c = utf8::decode(rest);
    if (!may_stand_in_a_record(c)) return {};
    rest.remove_prefix(c.length);
  }
  std::size_t count = 0;
  for (text = text::trimmed(text); !text.empty(); ++count)
    text.remove_prefix(utf8::decode(text).length);
  return count;
}

bool says_something(std::string_view text, std::size_t longest) noexcept {
  return text.size() <= longest && characters_in(text).value_or(0) > 0;
}

}  // namespace

const char* problem_of(const IdentityCheck& identity) noexcept {
  if (!says_something(identity.method.words(), longest_field))
    return "the identity check does not say how it was made";
  if (!says_something(identity.checked_by.words(), longest_field))
    return "the identity check does not say by whom it was made";
  if (!says_something(identity.reference.words(), longest_field))
    return "the identity check has no ticket";
  if (!says_something(identity.reason.words(), longest_reason))
    return "the identity check has no reason";
  if (characters_in(identity.reason.words()).value_or(0) <
      static_cast<std::size_t>(shortest_reason))
    return "the reason is shorter than 10 characters";
  return nullptr;
}

std::optional<std::chrono::seconds> read_lifetime(std::string_view text) noexcept {
  if (text.size() < 2 || text.front() < '1' || text.front() > '9') return {};
  constexpr std::int64_t longest = 10LL * 366 * 24 * 3600;
  const char unit = text.back();
  const std::int64_t factor = unit == 's'   ? 1
                              : unit == 'm' ? 60
                              : unit == 'h' ? 3600
                              : unit == 'd' ? 86400
                                            : 0;
  if (factor == 0) return {};
  std::int64_t number = 0;
  for (const char c : text.substr(0, text.size() - 1)) {
    if (!ascii::is_digit(c)) return {};
    number = number * 10 + (c - '0');
    if (number > longest) return {};
  }
  if (number * factor > longest) return {};
  return std::chrono::seconds(number * factor);
}

std::string reason_for_server(const IdentityCheck& identity) {
  std::string out(text::trimmed(identity.reason.words()));
  out += " [identity: ";
  out += text::trimmed(identity.method.words());
  out += "; by ";
  out += text::trimmed(identity.checked_by.words());
  out += "; ticket ";
  out += text::trimmed(identity.reference.words());
  out += ']';
  return out;
}

}  // namespace admin
}  // namespace v0
}  // namespace hellojohn
