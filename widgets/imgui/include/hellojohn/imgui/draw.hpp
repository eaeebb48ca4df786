// Draws the headless components with Dear ImGui and returns what the person did. Reads the screen, submits items, keeps
// nothing: what must be remembered between frames is in ImGui's own storage.
#pragma once

#include <hellojohn/imgui/style.hpp>
#include <hellojohn/widgets/account_access.hpp>
#include <hellojohn/widgets/screen.hpp>
#include <hellojohn/widgets/text.hpp>

namespace hellojohn {
inline namespace v0 {
namespace imgui {

/// One component's screen, in the current ImGui window, as wide as what is left of it.
///
/// `part` is put into the intents. Typed characters go straight into the component's wiped buffers; no intent holds text.
/// Allocates nothing when nothing changes. A window that is collapsed or clipped costs next to nothing.
/// **Exceptions** none.
/// **Thread safety** that of the ImGui context.
[[nodiscard]] widgets::Intents draw(const widgets::Screen& screen, const Style& style,
                                    const widgets::Text& text,
                                    widgets::Part part = widgets::Part::main) noexcept;

/// Everything AccountAccess shows: the recovery banner, the notice about few codes, the task. In the current window.
/// **Exceptions** none. **Thread safety** the thread of the ImGui context.
[[nodiscard]] widgets::Intents draw(const widgets::AccountAccessView& view, const Style& style,
                                    const widgets::Text& text) noexcept;

/// The same in a separate window that fills the main viewport.
/// **Exceptions** none. **Thread safety** the thread of the ImGui context.
[[nodiscard]] widgets::Intents draw_page(const widgets::AccountAccessView& view, const Style& style,
                                         const widgets::Text& text) noexcept;

/// The same in a centred window above whatever the host draws, which is dimmed. For overlays.
/// **Exceptions** none. **Thread safety** the thread of the ImGui context.
[[nodiscard]] widgets::Intents draw_modal(const widgets::AccountAccessView& view,
                                          const Style& style, const widgets::Text& text) noexcept;

/// Wipes what ImGui itself keeps of typed text and of the clipboard: edit buffers, undo, pasted text. The fields do it by
/// themselves when they lose the focus; call it when a window with a field is dropped in the midst of typing.
/// **Exceptions** none. **Thread safety** the thread of the ImGui context.
void scrub() noexcept;

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
