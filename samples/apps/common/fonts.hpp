// The fonts of the samples. Knows no window and no widget.
#pragma once

#include "apps/common/font_files.hpp"

#include <hellojohn/widgets/language.hpp>

#include <imgui.h>

#include <string>

namespace samples {

/// Null if the file is missing: the widgets then take the body's font.
struct Fonts {
  ImFont* heading = nullptr;
  ImFont* mono = nullptr;
};

struct FontOptions {
  float size = 17;                                                           ///< In pixels.
  hellojohn::widgets::Language language = hellojohn::widgets::Language::en;  ///< Beside Latin-1.
  /// For tests of layouts: a square replaces each Chinese, Japanese or Korean character without a font.
  bool squares = false;
  /// Of the fonts for Chinese and Japanese only the small one: the same pictures on every machine.
  bool small_cjk = false;
};

/// The language if its fonts are on this machine; else English, because boxes tell nobody anything. `says`: with a line on
/// stderr.
[[nodiscard]] hellojohn::widgets::Language language_with_font(hellojohn::widgets::Language language,
                                                              bool says);

/// Puts them into the atlas of the current context, the body's first.
Fonts add_fonts(const FontOptions& options);

}  // namespace samples
