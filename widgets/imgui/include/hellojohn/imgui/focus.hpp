// Tells a speech reader which element has ImGui's focus.
#pragma once

#include <hellojohn/imgui/items.hpp>
#include <hellojohn/speech/reader.hpp>
#include <hellojohn/widgets/account_access.hpp>
#include <hellojohn/widgets/code_sheet.hpp>
#include <hellojohn/widgets/screen.hpp>

#include <cstddef>
#include <cstdint>

namespace hellojohn {
inline namespace v0 {
namespace imgui {

/// The row of a code, out of its place in the drawn table: columns are read downwards. Two for each row, as a reader counts.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] inline std::uint8_t sheet_sub(const Items& items, const Item& item,
                                            const widgets::Screen& screen) noexcept {
  if (screen.sheet == nullptr) return item.sub;
  const std::size_t each = screen.can(widgets::Action::copy_all) ? 2 : 1;
  const std::size_t drawn = item.sub / each;
  const Item* first = nullptr;
  bool two_columns = false;
  for (const Item& other : items) {
    if (other.part != item.part || other.element != item.element) continue;
    if (first == nullptr) first = &other;
    two_columns = two_columns || (other.sub == each && other.top == first->top);
  }
  const std::size_t rows = (screen.sheet->size() + 1) / 2;
  const std::size_t row = two_columns ? drawn / 2 + (drawn % 2) * rows : drawn;
  return static_cast<std::uint8_t>(2 * row + (each == 2 ? item.sub % 2U : 0U));
}

/// The focus in one screen, out of what draw() noted; nothing if no element has it.
/// **Exceptions** none. **Thread safety** that of the ImGui context.
[[nodiscard]] inline speech::Focus focus_of(const Items& items,
                                            const widgets::Screen& screen) noexcept {
  for (const Item& item : items) {
    if (!item.focused || item.element >= screen.size()) continue;
    const bool row = screen[item.element].role == widgets::Role::codes;
    return {item.part, item.element, row ? sheet_sub(items, item, screen) : item.sub};
  }
  return {};
}

/// The focus in everything that AccountAccess shows.
/// **Exceptions** none. **Thread safety** that of the ImGui context.
[[nodiscard]] inline speech::Focus focus_of(const Items& items,
                                            const widgets::AccountAccessView& view) noexcept {
  for (const Item& item : items) {
    if (!item.focused) continue;
    const widgets::Screen* screen = item.part == widgets::Part::banner   ? view.banner
                                    : item.part == widgets::Part::notice ? view.notice
                                                                         : view.main;
    if (screen == nullptr || item.element >= screen->size()) continue;
    const bool row = (*screen)[item.element].role == widgets::Role::codes;
    return {item.part, item.element, row ? sheet_sub(items, item, *screen) : item.sub};
  }
  return {};
}

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
