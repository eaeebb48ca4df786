// The fonts of the samples. Knows no window and no widget.
#pragma once

#include <imgui.h>

#include <string>

namespace samples {

/// Where they are (Debian: fonts-roboto-unhinted, fonts-dejavu-core); empty: ImGui's own is taken.
struct FontFiles {
  std::string body, heading, mono;
};
[[nodiscard]] FontFiles sample_fonts();

/// Null where the file is missing: the widgets then take the body's font.
struct Fonts {
  ImFont* heading = nullptr;
  ImFont* mono = nullptr;
};

/// Puts them into the atlas of the current context, the body's first. `size` in pixels.
Fonts add_fonts(float size);

}  // namespace samples
