// What is said of each role, when, and how urgently. Private to the reader; a test compares it with its own copy.
#pragma once

#include <hellojohn/speech/reader.hpp>
#include <hellojohn/widgets/screen.hpp>

#include <chrono>
#include <cstdint>

namespace hellojohn {
inline namespace v0 {
namespace speech {

/// What becomes of an element that appears on a screen that is there already, or whose words change.
enum class Change : std::uint8_t {
  silent,  ///< Nothing is said until it gets the focus.
  polite,  ///< Urgency::polite
  next,    ///< Urgency::next
  now,     ///< Urgency::now
};

struct Rule {
  widgets::Role role;
  bool on_arrival;          ///< Part of what is said of a new screen.
  Change on_change;         ///< A grave notice is said `now` in any case.
  bool takes_focus;         ///< Counts for "2 of 5".
  widgets::MessageId kind;  ///< Said after the name at the focus; none: nothing.
};

/// One row for each role. A role out of range gives the row of Role::room, which is silent.
[[nodiscard]] const Rule& rule_of(widgets::Role role) noexcept;

/// The sentence counts seconds down in {n}.
[[nodiscard]] bool counts_in_n(widgets::MessageId id) noexcept;
/// A countdown passed a mark between two looks: 10 min, 2 min or 30 s.
[[nodiscard]] bool passed_mark(std::chrono::seconds before, std::chrono::seconds now) noexcept;

}  // namespace speech
}  // namespace v0
}  // namespace hellojohn
