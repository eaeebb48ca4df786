// What drawing one screen needs at hand, and the few items everything is made of: text, icons, things to press.
// Knows ImGui and the palette; knows no role.
#pragma once

#include "lines.hpp"
#include "shim.hpp"

#include <hellojohn/imgui/style.hpp>
#include <hellojohn/widgets/screen.hpp>
#include <hellojohn/widgets/text.hpp>

#include <imgui.h>

#include <array>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace imgui {

[[nodiscard]] inline ImU32 rgb(Color color) noexcept {
  return IM_COL32(color.r, color.g, color.b, 255);
}
/// `part` of `color` on the opaque `behind`.
[[nodiscard]] Color mix(Color color, Color behind, float part) noexcept;

struct Canvas {
  const Style& style;
  const widgets::Text& words;
  const Palette& colors;
  const widgets::Screen& screen;
  widgets::Part part;
  widgets::Intents& intents;
  ImDrawList* list;
  float width;  ///< Of the column, in pixels.
  float em;     ///< The size of the current font, in pixels: every other measure is a multiple.
  bool arrived = false;      ///< The screen is new: the focus goes to the element `start`.
  std::size_t start = 0;     ///< Screen::start().
  bool typed = false;        ///< The field drawn last took input in this frame.
  std::uint8_t element = 0;  ///< Index of the element that is being drawn.
  std::uint8_t drawn = 0;    ///< Things to press that it has had so far.
  bool takes_focus = false;  ///< The next thing to press gets the focus.
  bool shows_focus =
      false;  ///< The thing to press that was drawn last has the focus, and it is to be seen.

  void press(widgets::Action action, std::uint8_t index = 0) const noexcept {
    intents.add(action, index, part);
  }
  [[nodiscard]] Color color_of(widgets::Emphasis emphasis) const noexcept;
};

using Sentence = std::array<char, widgets::longest_sentence>;

/// The sentence, with plain forms of typographic signs that the font lacks.
[[nodiscard]] std::string_view say(const Canvas& canvas, const widgets::Message& message,
                                   Sentence& out) noexcept;

/// True for the typographic signs that say() replaces where the font lacks them.
[[nodiscard]] bool has_plain_form(unsigned code) noexcept;

[[nodiscard]] Face body(const Canvas& canvas) noexcept;
[[nodiscard]] Face heading(const Canvas& canvas) noexcept;
[[nodiscard]] Face small(const Canvas& canvas) noexcept;
/// For codes; `factor` times the text's size.
[[nodiscard]] Face mono(const Canvas& canvas, float factor) noexcept;

/// Words and the room they take. **Lifetime** that of the text.
struct Block {
  Face face;
  std::string_view text;
  float wrap = 0;  ///< 0 if one line is enough: looking for breaks costs more than drawing.
  ImVec2 size;
  bool ideographic = false;  ///< More than one line, which take_line() breaks.
};
/// Broken into lines of `wrap` pixels; 0: never.
[[nodiscard]] Block lay(const Face& face, std::string_view text, float wrap) noexcept;
/// No item: only ink. Goes past ImGui's own text functions, which keep what they print in a buffer.
void ink(const Canvas& canvas, const Block& block, ImVec2 at, Color color) noexcept;
/// Ink with the room it takes.
void text_item(const Canvas& canvas, const Face& face, Color color, std::string_view text) noexcept;
/// One character in the middle of a cell.
void ink_cell(const Canvas& canvas, const Face& face, ImVec2 cell_min, ImVec2 cell_size,
              Color color, char character) noexcept;

/// Shows what has the focus; stays clear of the words above and below.
void draw_ring(const Canvas& canvas, ImVec2 min, ImVec2 max, float rounding) noexcept;

/// Empty room below what was drawn last, in font sizes.
void gap(const Canvas& canvas, float ems) noexcept;

struct Look {
  Color fill;
  Color edge;
  float rounding_em = 0.35F;
  bool shows_focus = true;  ///< False if it would tell a secret.
  bool bare = false;        ///< `fill` is what is behind: drawn only to show the mouse.
  bool ring =
      true;  ///< False if something else shows that it has the focus, or draws the ring later.
  bool dashed = false;  ///< Of an edge: it is not enabled, and colour alone would not tell.
};

/// Something to press: takes room, focus and clicks, draws its box. True when pressed by mouse, key or pad. `enabled`
/// false: it still takes the focus, so that its reason can be read, but is never pressed.
[[nodiscard]] bool press_box(Canvas& canvas, ImVec2 size, const Look& look, bool enabled) noexcept;

/// What is noted next belongs to this element.
void begin_items(Canvas& canvas, const widgets::Element& element) noexcept;
/// Tells the host where the item submitted last is.
void note_item(Canvas& canvas) noexcept;

enum class Icon { tick, cross, info, warning, copy, arrow };
void draw_icon(const Canvas& canvas, Icon icon, ImVec2 center, float size, Color color) noexcept;
void draw_spinner(const Canvas& canvas, ImVec2 center, float radius, Color color) noexcept;

/// Of an element within its screen; stays the same while others come and go above it.
[[nodiscard]] inline int id_of(const widgets::Element& element) noexcept {
  return static_cast<int>(element.role) << 16 | static_cast<int>(element.action) << 8 |
         static_cast<int>(element.index);
}

/// Of a button with one line of words.
[[nodiscard]] float button_height(const Canvas& canvas) noexcept;
/// Of a button or a link with its words in one line.
[[nodiscard]] float press_width(const Canvas& canvas, const widgets::Element& element) noexcept;
void draw_button(Canvas& canvas, const widgets::Element& element, float width) noexcept;
/// Room on both sides of a link's words and a checkbox, in which the mouse finds it too.
[[nodiscard]] float link_pad(const Canvas& canvas) noexcept;
void draw_link(Canvas& canvas, const widgets::Element& element, Color behind) noexcept;

// Several elements that belong together, beginning at `first`; they answer how many they have drawn.
[[nodiscard]] std::size_t draw_buttons(Canvas& canvas, std::size_t first) noexcept;
[[nodiscard]] std::size_t draw_notice(Canvas& canvas, std::size_t first) noexcept;
[[nodiscard]] std::size_t draw_values(const Canvas& canvas, std::size_t first) noexcept;
/// Nothing, as high as a notice of these words.
void draw_room(const Canvas& canvas, const widgets::Element& element) noexcept;

// One role each; all take the whole width of the column.
void draw_card(Canvas& canvas, const widgets::Element& element) noexcept;
void draw_checkbox(Canvas& canvas, const widgets::Element& element) noexcept;
void draw_error(const Canvas& canvas, const widgets::Element& element) noexcept;
void draw_steps(const Canvas& canvas, const widgets::Element& element) noexcept;
void draw_tick(const Canvas& canvas, const widgets::Element& element) noexcept;
void draw_busy(const Canvas& canvas, const widgets::Element& element) noexcept;
void draw_code_field(Canvas& canvas, const widgets::Element& element) noexcept;
void draw_code_pad(Canvas& canvas, const widgets::Element& element) noexcept;
void draw_text_field(Canvas& canvas, const widgets::Element& element) noexcept;
void draw_codes(Canvas& canvas, const widgets::Element& element) noexcept;
/// From `at`, at most `most` wide; answers the side of its square.
[[nodiscard]] float draw_qr(const Canvas& canvas, ImVec2 at, float most) noexcept;

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
