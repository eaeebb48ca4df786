// Breaks lines in scripts that have no spaces between words. Knows fonts and characters; knows no screen.
#pragma once

#include <imgui.h>

#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace imgui {

/// A font at a size.
struct Face {
  ImFont* font = nullptr;
  float size = 0;
};

/// True if a line may end between two characters of the text: it has ideographs or kana. Dear ImGui breaks the others.
[[nodiscard]] bool is_ideographic(std::string_view text) noexcept;

/// Takes from `rest` the longest line that is at most `wrap` pixels wide. No line begins with a sign that closes, such as a
/// full stop, or ends with one that opens; words in Latin letters stay whole if they fit into a line.
[[nodiscard]] std::string_view take_line(const Face& face, std::string_view& rest,
                                         float wrap) noexcept;

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
