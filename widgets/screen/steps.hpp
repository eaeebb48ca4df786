// The steps that a component may take from state to state, as a table beside its code. The code takes no other step, the
// tests take every one, and docs/components is written from the tables.
#pragma once

#include <hellojohn/widgets/screen.hpp>

#include <atomic>
#include <cstdint>

namespace hellojohn {
inline namespace v0 {
namespace widgets::steps {

/// What leads to a step.
enum class By : std::uint8_t {
  press,   ///< The action of the row.
  answer,  ///< A call ended.
  time,    ///< Time passed, or something was typed.
};

/// One row.
template <class State>
struct Step {
  State from;
  By by;
  Action action;  ///< none unless it was pressed.
  State to;
};

/// A row of a component whose state has no enumeration.
struct NamedStep {
  const char* from;
  const char* event;
  const char* to;
};

template <class State>
constexpr Step<State> pressed(State from, Action action, State to) noexcept {
  return {from, By::press, action, to};
}
template <class State>
constexpr Step<State> answered(State from, State to) noexcept {
  return {from, By::answer, Action::none, to};
}
template <class State>
constexpr Step<State> passed(State from, State to) noexcept {
  return {from, By::time, Action::none, to};
}

/// A Table has `rows`, perhaps `rare` ones, and `entries`: states to which something leads from everywhere.
template <class Table, class State>
[[nodiscard]] constexpr bool allows(State from, State to) noexcept {
  if (from == to) return true;
  for (const State entry : Table::entries)
    if (entry == to) return true;
  for (const Step<State>& row : Table::rows)
    if (row.from == from && row.to == to) return true;
  if constexpr (requires { Table::rare; }) {
    for (const Step<State>& row : Table::rare)
      if (row.from == from && row.to == to) return true;
  }
  return false;
}

/// How many steps were taken that no table has. Each is a mistake in a component; the tests hold it at 0.
inline std::atomic<int> unlisted{0};

/// Goes from `state` to `next`.
template <class Table, class State>
void take(State& state, State next) noexcept {
  if (!allows<Table>(state, next)) unlisted.fetch_add(1, std::memory_order_relaxed);
  state = next;
}

}  // namespace widgets::steps
}  // namespace v0
}  // namespace hellojohn
