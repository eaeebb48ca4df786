// A gamepad as the widgets see it, for hosts whose ImGui backend does not read one. Knows no widget.
#pragma once

namespace hellojohn {
inline namespace v0 {
namespace imgui {

/// Buttons that are down in this frame, by place, not by the letter printed on them.
struct PadState {
  ///@{
  /// The directions of the cross or the left stick.
  bool up = false, down = false, left = false, right = false;
  ///@}
  bool south = false;  ///< Acts.
  bool east = false;   ///< Goes back.
  bool north = false;  ///< Shows or hides codes.
  bool west = false;   ///< Pastes.
  ///@{
  /// Switch between factor and backup code.
  bool left_shoulder = false, right_shoulder = false;
  ///@}
};

/// Hands the pad to ImGui and turns its gamepad navigation on. Call once a frame, before ImGui::NewFrame().
/// Hosts whose backend reads the pad itself need not call it; where South and East are swapped, swap them here.
/// **Exceptions** none. **Thread safety** the thread of the ImGui context.
void feed(const PadState& pad) noexcept;

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
