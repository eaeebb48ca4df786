// Which font files this machine has for the samples. Each system has its own file. Knows no ImGui.
#pragma once

#include <hellojohn/widgets/language.hpp>

#include <string>

namespace samples {

/// Paths in UTF-8; empty if the file is missing.
struct FontFiles {
  std::string body, heading, mono;
};

struct CjkFont {
  std::string file;  ///< Empty: there is none.
  int number = 0;    ///< Of the font in its file.
};

/// Roboto and DejaVu Sans Mono if they are installed, on Windows else Segoe UI and Consolas.
[[nodiscard]] FontFiles sample_fonts();
/// The best one for a language written in Chinese, Japanese or Korean characters. `small`: the small one or none.
[[nodiscard]] CjkFont cjk_font(hellojohn::widgets::Language language, bool small);
/// Which package has a font for the language, for a message.
[[nodiscard]] const char* font_package(hellojohn::widgets::Language language);
[[nodiscard]] bool is_cjk(hellojohn::widgets::Language language);

}  // namespace samples
