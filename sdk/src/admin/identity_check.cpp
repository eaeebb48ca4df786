// The run-time half of the identity check, lifetimes, and the reason that is sent. Pure.
#include "core/ascii.hpp"

#include <hellojohn/admin/overrides.hpp>

#include <cstddef>
#include <cstdint>

namespace hellojohn::inline v0::admin {

namespace {

constexpr std::size_t longest_field = 200;
constexpr std::size_t longest_reason = 500;

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Length of a well-formed UTF-8 sequence that shows something, or 0. Overlong forms do not matter to a reader.
std::size_t character_at(std::string_view text) noexcept {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return first < 0x20 || first == 0x7f ? 0 : 1;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) return 0;
  const bool control = first == 0xc2 && static_cast<unsigned char>(text[1]) < 0xa0;
  return control ? 0 : length;
}

/// Characters between the blanks around them; nothing where one may not stand in a record.
std::optional<std::size_t> characters_in(std::string_view text) noexcept {
  std::size_t count = 0;
  for (text = trimmed(text); !text.empty(); ++count) {
    const std::size_t length = character_at(text);
    if (length == 0) return {};
    text.remove_prefix(length);
  }
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
  std::string out(trimmed(identity.reason.words()));
  out += " [identity: ";
  out += trimmed(identity.method.words());
  out += "; by ";
  out += trimmed(identity.checked_by.words());
  out += "; ticket ";
  out += trimmed(identity.reference.words());
  out += ']';
  return out;
}

}  // namespace hellojohn::inline v0::admin
