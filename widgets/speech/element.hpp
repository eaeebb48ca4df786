// What is said of one element: as part of a screen, or at the focus.
#pragma once

#include "utterance.hpp"

#include <hellojohn/widgets/screen.hpp>

#include <cstddef>
#include <cstdint>

namespace hellojohn {
inline namespace v0 {
namespace speech {

/// A row of the sheet of codes, and whether its button to copy is meant.
struct SheetRow {
  std::size_t index = 0;
  bool copies = false;
};
/// Counts two for each row.
[[nodiscard]] SheetRow row_of(std::uint8_t sub) noexcept;

/// True if something of the element is said without the focus: a busy sign that is not shown is not there.
[[nodiscard]] bool is_there(const widgets::Screen& screen,
                            const widgets::Element& element) noexcept;
/// The element as a sentence of its screen.
void say_element(Utterance& out, const widgets::Screen& screen,
                 const widgets::Element& element) noexcept;
/// The element at the focus: name, kind, state, position. `sub` as in Focus.
void say_focused(Utterance& out, const widgets::Screen& screen, const widgets::Element& element,
                 std::uint8_t sub, bool with_words) noexcept;
/// The code of the row, if it is shown and nobody else may hear it; else that it is hidden.
void say_row(Utterance& out, const widgets::Screen& screen, std::size_t row, bool with_words,
             bool asked) noexcept;

}  // namespace speech
}  // namespace v0
}  // namespace hellojohn
