// The sheet of codes, masked or not, and the QR code. Characters become vertices directly: no buffer of ImGui's holds one.
#include "canvas.hpp"

#include <hellojohn/widgets/code_sheet.hpp>
#include <hellojohn/widgets/qr_matrix.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

namespace hellojohn {
inline namespace v0 {
namespace imgui {

using widgets::Action;

namespace {

void draw_code(const Canvas& canvas, std::size_t i, ImVec2 at, float room, float height) noexcept {
  const widgets::CodeSheet& sheet = *canvas.screen.sheet;
  const std::string_view shown = sheet.shown(i).reveal();
  const std::size_t length = sheet.length(i);
  const float wanted = canvas.em * (canvas.style.couch ? 1.4F : 0.78F);
  const float cell = std::min(wanted, room / static_cast<float>(std::max<std::size_t>(length, 1)));
  const Face face = mono(canvas, cell / canvas.em * 1.45F);
  const ImU32 color = rgb(canvas.colors.text);
  for (std::size_t k = 0; k < length; ++k) {
    const ImVec2 from(at.x + static_cast<float>(k) * cell, at.y);
    const ImVec2 middle(from.x + cell / 2, from.y + height / 2);
    if (sheet.separator_at(i, k)) {
      canvas.list->AddLine({middle.x - cell * 0.25F, middle.y}, {middle.x + cell * 0.25F, middle.y},
                           rgb(canvas.colors.quiet), 1.5F);
    } else if (shown.empty()) {
      canvas.list->AddCircleFilled(middle, cell * 0.22F, color);
    } else {
      ink_cell(canvas, face, from, {cell, height}, canvas.colors.text, shown[k]);
    }
  }
}

void draw_number(const Canvas& canvas, std::size_t i, ImVec2 at, float room,
                 float height) noexcept {
  char number[8];
  const auto [end, error] = std::to_chars(number, number + sizeof number, i + 1);
  if (error != std::errc()) return;
  const Block said = lay(small(canvas), {number, static_cast<std::size_t>(end - number)}, 0);
  ink(canvas, said, {at.x + room - said.size.x, at.y + (height - said.size.y) / 2},
      canvas.colors.quiet);
}

/// A row: its number, the code, a button to copy it.
void draw_row(Canvas& canvas, std::size_t i, float width, float height) noexcept {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool copies = canvas.screen.can(Action::copy_all);
  const float side = copies ? height : 0;
  const float number = canvas.em * 1.6F;
  constexpr float rounding = 0.25F;
  Look row{canvas.colors.field, canvas.colors.field, rounding};
  row.ring = false;
  ImGui::PushID(static_cast<int>(i));
  if (press_box(canvas, {width - side, height}, row, true)) {
    canvas.press(Action::reveal_row, static_cast<std::uint8_t>(i));
  }
  const bool has_ring = canvas.shows_focus;
  if (copies) {
    ImGui::SameLine(0, 0);
    ImGui::PushID("copy");
    if (press_box(canvas, {side, height}, {canvas.colors.field, canvas.colors.field, rounding},
                  true))
      canvas.press(Action::copy_row, static_cast<std::uint8_t>(i));
    ImGui::PopID();
    draw_icon(canvas, Icon::copy, {at.x + width - side / 2, at.y + height / 2}, canvas.em * 0.75F,
              canvas.colors.quiet);
  }
  ImGui::PopID();
  // Above the button to copy, which would cover its right edge.
  if (has_ring) {
    draw_ring(canvas, at, {at.x + width - side, at.y + height}, rounding * canvas.em);
  }
  draw_number(canvas, i, at, number, height);
  draw_code(canvas, i, {at.x + number + canvas.em * 0.7F, at.y},
            width - side - number - canvas.em * 0.9F, height);
}

/// The black modules of row `y`, each run of them a rectangle. Room is taken once for the row: AddRectFilled would take it
/// anew for each of some six hundred.
void draw_modules(ImDrawList& list, const widgets::QrMatrix& qr, int y, ImVec2 at,
                  float module) noexcept {
  const int most = (qr.size() + 1) / 2;
  list.PrimReserve(6 * most, 4 * most);
  int unused = most;
  for (int x = 0; x < qr.size(); ++x) {
    if (!qr.black(x, y)) continue;
    const float left = at.x + module * static_cast<float>(x);
    do {
      ++x;
    } while (qr.black(x, y));
    list.PrimRect({left, at.y}, {at.x + module * static_cast<float>(x), at.y + module},
                  IM_COL32_BLACK);
    --unused;
  }
  list.PrimUnreserve(6 * unused, 4 * unused);
}

}  // namespace

void draw_codes(Canvas& canvas, const widgets::Element& element) noexcept {
  const widgets::CodeSheet& sheet = *canvas.screen.sheet;
  const float space = std::floor(canvas.em * 0.35F);
  const bool two = !canvas.style.couch && canvas.width >= canvas.em * 21;
  const std::size_t columns = two ? 2 : 1;
  const float width = std::floor(two ? (canvas.width - space) / 2 : canvas.width);
  const float height = std::floor(canvas.em * (canvas.style.couch ? 2.8F : 1.9F));
  const std::size_t rows = (sheet.size() + columns - 1) / columns;
  Sentence words;
  text_item(canvas, small(canvas), canvas.colors.quiet, say(canvas, element.label, words));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(space, space));
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      const std::size_t i = row + column * rows;  // Read downwards, as on paper.
      if (i >= sheet.size()) continue;
      if (column != 0) ImGui::SameLine();
      draw_row(canvas, i, width, height);
    }
  }
  ImGui::PopStyleVar();
}

float draw_qr(const Canvas& canvas, ImVec2 at, float most) noexcept {
  const widgets::QrMatrix& qr = *canvas.screen.qr;
  const int edge = widgets::QrMatrix::quiet_zone;
  const int modules = qr.size() + 2 * edge;
  const float module = std::max(2.0F, std::floor(most / static_cast<float>(modules)));
  const float side = module * static_cast<float>(modules);
  // Black on white in every theme: scanners read nothing else reliably.
  canvas.list->AddRectFilled(at, {at.x + side, at.y + side}, IM_COL32_WHITE);
  for (int y = 0; y < qr.size(); ++y) {
    const float top = at.y + module * static_cast<float>(y + edge);
    draw_modules(*canvas.list, qr, y, {at.x + module * static_cast<float>(edge), top}, module);
  }
  return side;
}

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
