// Reads back what a frame shows: every glyph of Dear ImGui's draw data, by its place in the font's texture; and what lies on
// what.
#pragma once

#include <imgui.h>

#include <string>
#include <vector>

namespace hellojohn::tests {

struct Glyph {
  char32_t character = 0;
  ImVec2 min, max;
  ImVec4 clip;  ///< left, top, right, bottom of what is not cut off.
};

/// In the order of drawing. Spaces have no ink, and glyphs that ImGui itself cut (in its text fields) are left out.
[[nodiscard]] std::vector<Glyph> drawn_text();

/// Corners of what is drawn in that colour that something drawn later hides. Glyphs do not count.
[[nodiscard]] int hidden_corners(ImU32 color);

/// UTF-8 as characters, without what has no ink.
[[nodiscard]] std::u32string inked(std::string_view utf8);

}  // namespace hellojohn::tests
