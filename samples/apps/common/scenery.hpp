// A quiet night over hills, drawn with ImGui's draw lists: the game behind the overlay, the picture beside the sign-in.
// Knows no widget.
#pragma once

#include <imgui.h>

namespace samples {

/// Fills the rectangle. `time` in seconds moves it; a whole frame costs a few hundred triangles.
void draw_scenery(ImDrawList& list, ImVec2 min, ImVec2 max, double time);

}  // namespace samples
