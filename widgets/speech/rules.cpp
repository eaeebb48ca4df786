// The table of what is said.
#include "rules.hpp"

#include <cstddef>
#include <iterator>

namespace hellojohn {
inline namespace v0 {
namespace speech {

namespace {

using widgets::MessageId;
using widgets::Role;

constexpr Rule rules[] = {
    // role, on arrival, on change, takes the focus, kind
    {Role::heading, true, Change::next, false, MessageId::none},
    {Role::paragraph, true, Change::polite, false, MessageId::none},
    {Role::hint, true, Change::polite, false, MessageId::none},
    {Role::notice, true, Change::next, false, MessageId::none},
    {Role::error, true, Change::now, false, MessageId::none},
    {Role::text_field, false, Change::silent, true, MessageId::speech_text_field},
    {Role::password_field, false, Change::silent, true, MessageId::speech_password_field},
    {Role::code_field, false, Change::silent, true, MessageId::speech_code_field},
    {Role::codes, true, Change::next, true, MessageId::none},
    {Role::qr, true, Change::polite, false, MessageId::none},
    {Role::value, true, Change::polite, false, MessageId::none},
    {Role::checkbox, false, Change::silent, true, MessageId::speech_checkbox},
    {Role::button, false, Change::silent, true, MessageId::speech_button},
    {Role::link, false, Change::silent, true, MessageId::speech_link},
    {Role::card, false, Change::silent, true, MessageId::speech_choice},
    {Role::steps, true, Change::polite, false, MessageId::none},
    {Role::tick, true, Change::polite, false, MessageId::none},
    {Role::busy, true, Change::next, false, MessageId::none},
    {Role::room, false, Change::silent, false, MessageId::none},
};

constexpr bool in_order() noexcept {
  for (std::size_t i = 0; i < std::size(rules); ++i) {
    if (static_cast<std::size_t>(rules[i].role) != i) return false;
  }
  return std::size(rules) == static_cast<std::size_t>(Role::room) + 1;
}
static_assert(in_order(), "each role has its row");

}  // namespace

const Rule& rule_of(Role role) noexcept {
  const auto i = static_cast<std::size_t>(role);
  return i < std::size(rules) ? rules[i] : rules[std::size(rules) - 1];
}

bool counts_in_n(MessageId id) noexcept { return id == MessageId::copied_clears; }

bool passed_mark(std::chrono::seconds before, std::chrono::seconds now) noexcept {
  using std::chrono::minutes;
  using std::chrono::seconds;
  for (const seconds mark : {seconds(minutes(10)), seconds(minutes(2)), seconds(30)}) {
    if (before > mark && now <= mark) return true;
  }
  return false;
}

}  // namespace speech
}  // namespace v0
}  // namespace hellojohn
