// See canvas.hpp.
#include "canvas.hpp"

#include <hellojohn/imgui/items.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace hellojohn {
inline namespace v0 {
namespace imgui {

namespace {

struct Substitute {
  std::string_view sign;
  unsigned code;
  std::string_view plain;
};
// The signs of our words beyond Latin-1; ImGui's own font has none of them.
constexpr Substitute substitutes[] = {
    {"\xE2\x80\x93", 0x2013, "-"},  {"\xE2\x80\x94", 0x2014, "-"},
    {"\xE2\x80\x98", 0x2018, "'"},  {"\xE2\x80\x9A", 0x201A, "'"},
    {"\xE2\x80\x9E", 0x201E, "\""}, {"\xE2\x80\xAF", 0x202F, "\xC2\xA0"},
    {"\xE2\x80\x99", 0x2019, "'"},  {"\xE2\x80\x9C", 0x201C, "\""},
    {"\xE2\x80\x9D", 0x201D, "\""}, {"\xE2\x80\xA2", 0x2022, "*"},
    {"\xE2\x80\xA6", 0x2026, "..."}};

/// As std::floor and std::ceil, which are calls into another library for a processor without SSE 4.1.
float round_down(float value) noexcept {
  const auto whole = static_cast<float>(static_cast<int>(value));
  return whole > value ? whole - 1 : whole;
}
float round_up(float value) noexcept { return -round_down(-value); }

/// In place: no plain form is longer than its sign.
std::size_t replace_missing(char* text, std::size_t size) noexcept {
  ImFont* font = ImGui::GetFont();
  std::size_t to = 0;
  for (std::size_t from = 0; from < size;) {
    const Substitute* found = nullptr;
    if (text[from] == '\xE2') {
      const std::string_view rest(text + from, size - from);
      for (const Substitute& s : substitutes) {
        if (rest.substr(0, s.sign.size()) == s.sign) found = &s;
      }
    }
    if (found != nullptr && !shim::has_glyph(font, found->code)) {
      std::memcpy(text + to, found->plain.data(), found->plain.size());
      to += found->plain.size();
      from += found->sign.size();
    } else {
      text[to++] = text[from++];
    }
  }
  return to;
}

}  // namespace

bool has_plain_form(unsigned code) noexcept {
  return std::any_of(std::begin(substitutes), std::end(substitutes),
                     [code](const Substitute& s) { return s.code == code; });
}

Color mix(Color color, Color behind, float part) noexcept {
  const auto one = [part](std::uint8_t a, std::uint8_t b) {
    const float mixed = static_cast<float>(a) * part + static_cast<float>(b) * (1 - part);
    const float above_half = mixed + 0.5F;  // So that cutting rounds.
    return static_cast<std::uint8_t>(above_half);
  };
  return {one(color.r, behind.r), one(color.g, behind.g), one(color.b, behind.b)};
}

Color Canvas::color_of(widgets::Emphasis emphasis) const noexcept {
  switch (emphasis) {
    case widgets::Emphasis::danger: return colors.danger;
    case widgets::Emphasis::warning: return colors.warning;
    case widgets::Emphasis::info: return colors.info;
    case widgets::Emphasis::success: return colors.success;
    case widgets::Emphasis::primary: return colors.primary;
    case widgets::Emphasis::quiet: return colors.quiet;
    case widgets::Emphasis::normal: break;
  }
  return colors.text;
}

std::string_view say(const Canvas& canvas, const widgets::Message& message,
                     Sentence& out) noexcept {
  const std::string_view plain = canvas.words.words(message.id, message.n);
  const auto has = [](std::string_view text, char c) {
    return !text.empty() && std::memchr(text.data(), c, text.size()) != nullptr;
  };
  if (!has(plain, '{') && !has(plain, '\xE2')) return plain;
  const std::string_view said = canvas.words.format(message, out);
  if (!has(said, '\xE2')) return said;
  return {said.data(), replace_missing(out.data(), said.size())};
}

Face body(const Canvas& canvas) noexcept { return {ImGui::GetFont(), canvas.em}; }
Face small(const Canvas& canvas) noexcept { return {ImGui::GetFont(), canvas.em * 0.9F}; }
Face heading(const Canvas& canvas) noexcept {
  ImFont* own = canvas.style.heading;
  return {own != nullptr ? own : ImGui::GetFont(), canvas.em * 1.45F};
}
Face mono(const Canvas& canvas, float factor) noexcept {
  ImFont* own = canvas.style.mono;
  return {own != nullptr ? own : ImGui::GetFont(), canvas.em * factor};
}

namespace {
/// Calls `visit` with each line and its number.
template <typename Visit>
void each_line(const Face& face, std::string_view text, float wrap, const Visit& visit) noexcept {
  for (int number = 0; !text.empty(); ++number) visit(take_line(face, text, wrap), number);
}

Block lay_lines(const Face& face, std::string_view text, float wrap) noexcept {
  ImVec2 size;
  each_line(face, text, wrap, [&](std::string_view line, int number) {
    const char* end = line.data() + line.size();
    const ImVec2 one = face.font->CalcTextSizeA(face.size, 1e9F, 0, line.data(), end);
    size.x = std::max(size.x, one.x);
    size.y = face.size * static_cast<float>(number + 1);
  });
  return {face, text, wrap, {round_up(size.x), round_up(size.y)}, true};
}
}  // namespace

Block lay(const Face& face, std::string_view text, float wrap) noexcept {
  const char* begin = text.data();
  const char* end = begin + text.size();
  const char* rest = end;
  const float most = wrap > 0 ? wrap : 1e9F;
  ImVec2 size = face.font->CalcTextSizeA(face.size, most, 0, begin, end, &rest);
  if (rest == end) {
    wrap = 0;
  } else if (is_ideographic(text)) {
    return lay_lines(face, text, wrap);
  } else {
    size = face.font->CalcTextSizeA(face.size, 1e9F, wrap, begin, end);
  }
  return {face, text, wrap, {round_up(size.x), round_up(size.y)}, false};
}

void ink(const Canvas& canvas, const Block& block, ImVec2 at, Color color) noexcept {
  const ImVec2 pixel(round_down(at.x), round_down(at.y));
  const auto add = [&](std::string_view text, float down, float wrap) {
    canvas.list->AddText(block.face.font, block.face.size, {pixel.x, pixel.y + down}, rgb(color),
                         text.data(), text.data() + text.size(), wrap);
  };
  if (!block.ideographic) return add(block.text, 0, block.wrap);
  each_line(block.face, block.text, block.wrap, [&](std::string_view line, int number) {
    add(line, block.face.size * static_cast<float>(number), 0);
  });
}

void text_item(const Canvas& canvas, const Face& face, Color color,
               std::string_view text) noexcept {
  const Block block = lay(face, text, canvas.width);
  ink(canvas, block, ImGui::GetCursorScreenPos(), color);
  ImGui::Dummy({canvas.width, block.size.y});
}

void ink_cell(const Canvas& canvas, const Face& face, ImVec2 cell_min, ImVec2 cell_size,
              Color color, char character) noexcept {
  const Block block = lay(face, {&character, 1}, 0);
  ink(canvas, block,
      {cell_min.x + (cell_size.x - block.size.x) / 2,
       cell_min.y + (cell_size.y - block.size.y) / 2},
      color);
}

void gap(const Canvas& canvas, float ems) noexcept {
  const float room = std::floor(canvas.em * ems) + ImGui::GetStyle().ItemSpacing.y;
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + room);
}

void begin_items(Canvas& canvas, const widgets::Element& element) noexcept {
  canvas.element = static_cast<std::uint8_t>(&element - canvas.screen.begin());
  canvas.drawn = 0;
}

void note_item(Canvas& canvas) noexcept {
  if (canvas.style.items == nullptr) return;
  const ImVec2 min = ImGui::GetItemRectMin();
  const ImVec2 max = ImGui::GetItemRectMax();
  canvas.style.items->add({canvas.part, canvas.element, canvas.drawn++, ImGui::IsItemFocused(),
                           min.x, min.y, max.x, max.y});
}

namespace {
void dashed_rect(const Canvas& canvas, ImVec2 min, ImVec2 max, ImU32 color) noexcept {
  const float dash = std::floor(canvas.em * 0.35F);
  for (float x = min.x; x < max.x; x += 2 * dash) {
    const float end = std::min(x + dash, max.x);
    canvas.list->AddLine({x, min.y}, {end, min.y}, color, 1);
    canvas.list->AddLine({x, max.y - 1}, {end, max.y - 1}, color, 1);
  }
  for (float y = min.y; y < max.y; y += 2 * dash) {
    const float end = std::min(y + dash, max.y);
    canvas.list->AddLine({min.x, y}, {min.x, end}, color, 1);
    canvas.list->AddLine({max.x - 1, y}, {max.x - 1, end}, color, 1);
  }
}
}  // namespace

void draw_ring(const Canvas& canvas, ImVec2 min, ImVec2 max, float rounding) noexcept {
  constexpr float reach = 2;
  shim::add_rect(canvas.list, {min.x - reach, min.y - reach}, {max.x + reach, max.y + reach},
                 rgb(canvas.colors.focus), rounding + reach, 2);
}

bool press_box(Canvas& canvas, ImVec2 size, const Look& look, bool enabled) noexcept {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 end(at.x + size.x, at.y + size.y);
  const float rounding = look.rounding_em * canvas.em;
  const shim::Press press = shim::press_item(size);
  const bool tells = enabled && look.shows_focus && press.hovered;
  if (tells || !look.bare) {
    const float part = !tells ? 0 : press.held ? 0.2F : 0.12F;
    canvas.list->AddRectFilled(at, end, rgb(mix(canvas.colors.text, look.fill, part)), rounding);
  }
  note_item(canvas);
  if (canvas.takes_focus) {
    shim::focus(shim::last_item());
    canvas.takes_focus = false;
  }
  // ImGui before 1.89 does not press a button on Enter, later ones do: a component takes the second press for none.
  const bool pressed = press.pressed || (ImGui::IsItemFocused() && !ImGui::IsAnyItemActive() &&
                                         shim::pressed(shim::Key::enter));
  if (look.dashed) {
    dashed_rect(canvas, at, end, rgb(look.edge));
  } else if (rgb(look.edge) != rgb(look.fill)) {
    shim::add_rect(canvas.list, at, end, rgb(look.edge), rounding, 1);
  }
  canvas.shows_focus = press.shows_focus && look.shows_focus;
  if (canvas.shows_focus && look.ring) draw_ring(canvas, at, end, rounding);
  return pressed && enabled;
}

void draw_icon(const Canvas& canvas, Icon icon, ImVec2 center, float size, Color color) noexcept {
  ImDrawList* list = canvas.list;
  const ImU32 ink_color = rgb(color);
  const float h = size / 2;
  const float thick = std::max(1.5F, size * 0.12F);
  const auto at = [&](float x, float y) { return ImVec2(center.x + x * h, center.y + y * h); };
  switch (icon) {
    case Icon::tick: {
      const ImVec2 points[] = {at(-0.65F, 0.05F), at(-0.15F, 0.55F), at(0.7F, -0.5F)};
      shim::add_polyline(list, points, 3, ink_color, thick);
      break;
    }
    case Icon::cross:
      list->AddLine(at(-0.5F, -0.5F), at(0.5F, 0.5F), ink_color, thick);
      list->AddLine(at(-0.5F, 0.5F), at(0.5F, -0.5F), ink_color, thick);
      break;
    case Icon::info:
      list->AddCircle(center, h, ink_color, 0, thick);
      list->AddLine(at(0, -0.05F), at(0, 0.5F), ink_color, thick);
      list->AddCircleFilled(at(0, -0.42F), thick * 0.7F, ink_color);
      break;
    case Icon::warning:
      list->AddTriangle(at(0, -0.95F), at(1, 0.8F), at(-1, 0.8F), ink_color, thick);
      list->AddLine(at(0, -0.35F), at(0, 0.25F), ink_color, thick);
      list->AddCircleFilled(at(0, 0.52F), thick * 0.65F, ink_color);
      break;
    case Icon::copy:
      shim::add_rect(list, at(-0.3F, -0.3F), at(0.75F, 0.8F), ink_color, h * 0.2F, thick * 0.8F);
      shim::add_rect(list, at(-0.75F, -0.8F), at(0.3F, 0.3F), ink_color, h * 0.2F, thick * 0.8F);
      break;
    case Icon::arrow: {
      const ImVec2 points[] = {at(-0.3F, -0.6F), at(0.35F, 0), at(-0.3F, 0.6F)};
      shim::add_polyline(list, points, 3, ink_color, thick);
      break;
    }
  }
}

void draw_spinner(const Canvas& canvas, ImVec2 center, float radius, Color color) noexcept {
  const float turn = static_cast<float>(std::fmod(ImGui::GetTime(), 1.0)) * 6.2831853F;
  canvas.list->PathArcTo(center, radius, turn, turn + 4.2F, 16);
  ImVec2 points[17];
  const int count = std::min(canvas.list->_Path.Size, 17);
  for (int i = 0; i < count; ++i) points[i] = canvas.list->_Path[i];
  canvas.list->PathClear();
  shim::add_polyline(canvas.list, points, count, rgb(color), std::max(1.5F, radius * 0.28F));
}

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
