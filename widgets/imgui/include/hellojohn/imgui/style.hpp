// How the widgets look: a theme, a scale, the host's fonts. Owns nothing; knows no screen.
#pragma once

#include <array>
#include <cstdint>

struct ImFont;

namespace hellojohn {
inline namespace v0 {
namespace imgui {

class Items;

/// An opaque sRGB colour.
struct Color {
  ///@{
  /// 0 to 255 each.
  std::uint8_t r = 0, g = 0, b = 0;
  ///@}
};

/// Where the colours come from.
enum class Theme : std::uint8_t {
  host,           ///< The colours of the host's ImGuiStyle at the moment of drawing.
  dark,           ///< Light text on dark.
  light,          ///< Dark text on light.
  high_contrast,  ///< White on black; only emphasis has colour.
};
/// For a menu of themes.
inline constexpr std::array all_themes{Theme::host, Theme::dark, Theme::light,
                                       Theme::high_contrast};

/// What everything is drawn in. Text and icons of each emphasis keep 4.5:1 on background, surface and field; the focus ring
/// and the border of a field keep 3:1 (WCAG 2.2, 1.4.3 and 1.4.11); a test computes it for our own themes.
struct Palette {
  Color background;  ///< Behind everything, if the widgets own the window.
  Color surface;     ///< Cards, notices, buttons.
  Color field;       ///< Where one types.
  Color border;      ///< Around fields and buttons.
  Color text;        ///< What is read.
  Color quiet;       ///< Hints, links, what is not enabled.
  Color primary;     ///< The button that leads on; what is reached of a task.
  Color on_primary;  ///< Text on `primary`.
  Color danger;      ///< What cannot be taken back; errors.
  Color warning;     ///< Notices that ask for something soon.
  Color info;        ///< Notices that only tell.
  Color success;     ///< What was reached.
  Color focus;       ///< The ring around what has the focus.
  Color selection;   ///< Behind selected text.
};

/// The colours of a theme. Theme::host needs a current ImGui context, and takes from its ImGuiStyle:
///
/// | Palette | ImGuiCol |
/// |---|---|
/// | background | WindowBg |
/// | surface (notices, cards, buttons) | Button |
/// | field | FrameBg |
/// | border | Border |
/// | text, on_primary | Text |
/// | quiet | TextDisabled |
/// | primary | ButtonActive |
/// | info | CheckMark |
/// | focus | NavCursor (NavHighlight before 1.91.4) |
/// | selection | TextSelectedBg |
///
/// ImGuiStyle has no colours for danger, warning and success: those come from the theme that is as light as the window.
/// Each colour is moved towards black or white until it can be read (see Palette).
/// **Exceptions** none. **Thread safety** the thread of the ImGui context.
[[nodiscard]] Palette palette(Theme theme) noexcept;

/// WCAG 2.2 contrast ratio, 1 to 21.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] double contrast(Color a, Color b) noexcept;

/// A plain struct; copied nowhere. Sizes follow the current ImGui font, so that the host's scale is obeyed.
///
/// **Lifetime** the fonts must be in the atlas of the current context.
struct Style {
  Theme theme = Theme::host;  ///< By default the look of the host.
  /// Colours of the host's own, taken as they are instead of the theme's. **Lifetime** that of the call.
  const Palette* palette = nullptr;
  ImFont* heading = nullptr;  ///< Null: the current font, larger.
  ImFont* mono = nullptr;  ///< For codes and keys. Null: the current font, in cells of one width.
  float column_em = 30;  ///< Widest column of text, in font sizes; it is centred in what is wider.
  bool couch = false;    ///< Read from afar: one code a line, codes twice as large.
  Items* items =
      nullptr;  ///< Gets what was drawn to be pressed; the host clears it. **Lifetime** that of the call.
};

/// Style::palette, or the colours of Style::theme.
/// **Exceptions** none. **Thread safety** the thread of the ImGui context.
[[nodiscard]] Palette palette(const Style& style) noexcept;

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
