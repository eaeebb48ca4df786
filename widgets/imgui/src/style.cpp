// The themes.
#include <hellojohn/imgui/style.hpp>

#include "canvas.hpp"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace hellojohn {
inline namespace v0 {
namespace imgui {

namespace {

constexpr Palette dark{.background = {18, 21, 29},
                       .surface = {30, 35, 48},
                       .field = {13, 16, 23},
                       .border = {124, 134, 158},
                       .text = {240, 243, 249},
                       .quiet = {172, 181, 202},
                       .primary = {110, 168, 254},
                       .on_primary = {9, 18, 34},
                       .danger = {255, 148, 143},
                       .warning = {246, 196, 92},
                       .info = {142, 197, 255},
                       .success = {112, 214, 156},
                       .focus = {255, 209, 102},
                       .selection = {44, 78, 132}};

constexpr Palette light{.background = {244, 246, 250},
                        .surface = {255, 255, 255},
                        .field = {255, 255, 255},
                        .border = {112, 121, 142},
                        .text = {22, 27, 39},
                        .quiet = {79, 88, 109},
                        .primary = {29, 78, 216},
                        .on_primary = {255, 255, 255},
                        .danger = {176, 34, 27},
                        .warning = {133, 83, 0},
                        .info = {25, 88, 148},
                        .success = {24, 104, 56},
                        .focus = {109, 40, 217},
                        .selection = {180, 205, 255}};

constexpr Palette high_contrast{.background = {0, 0, 0},
                                .surface = {0, 0, 0},
                                .field = {0, 0, 0},
                                .border = {255, 255, 255},
                                .text = {255, 255, 255},
                                .quiet = {255, 255, 255},
                                .primary = {255, 232, 0},
                                .on_primary = {0, 0, 0},
                                .danger = {255, 158, 150},
                                .warning = {255, 208, 64},
                                .info = {140, 212, 255},
                                .success = {110, 240, 150},
                                .focus = {0, 255, 255},
                                .selection = {0, 60, 150}};

std::uint8_t byte(float value) noexcept {
  return static_cast<std::uint8_t>(value <= 0 ? 0 : value >= 1 ? 255 : value * 255 + 0.5F);
}

/// A colour of the host's style as it looks on `behind`.
Color over(const ImVec4& top, const ImVec4& behind) noexcept {
  const float a = top.w;
  return {byte(top.x * a + behind.x * (1 - a)), byte(top.y * a + behind.y * (1 - a)),
          byte(top.z * a + behind.z * (1 - a))};
}

/// sRGB to linear light. x^2.4 is the fifth root of x^12, found by Newton's method: std::pow is no constant expression.
constexpr double to_linear(int value) noexcept {
  const double c = value / 255.0;
  if (c <= 0.04045) return c / 12.92;
  const double x = (c + 0.055) / 1.055;
  const double x4 = x * x * x * x;
  const double wanted = x4 * x4 * x4;
  double root = 1;
  for (int i = 0; i < 60; ++i) root -= (root - wanted / (root * root * root * root)) / 5;
  return root;
}

constexpr std::array<double, 256> linear = [] {
  std::array<double, 256> out{};
  for (int i = 0; i < 256; ++i) out[static_cast<std::size_t>(i)] = to_linear(i);
  return out;
}();

double luminance(Color color) noexcept {
  return 0.2126 * linear[color.r] + 0.7152 * linear[color.g] + 0.0722 * linear[color.b];
}

/// `color`, or as little of a way to `pole` as makes `ratio` on each of `behind`.
Color readable(Color color, Color pole, double ratio,
               std::initializer_list<Color> behind) noexcept {
  for (int step = 0; step < 16; ++step) {
    const Color tried = mix(pole, color, static_cast<float>(step) / 16);
    const bool enough = std::all_of(behind.begin(), behind.end(),
                                    [&](Color back) { return contrast(tried, back) >= ratio; });
    if (enough) return tried;
  }
  return pole;
}

/// The host's colours, changed where they could not be read: most styles' disabled text and borders are too faint.
void make_readable(Palette& p) noexcept {
  constexpr Color black{0, 0, 0};
  constexpr Color white{255, 255, 255};
  constexpr double words = 4.5;
  constexpr double shapes = 3;
  const Color pole = contrast(p.background, white) >= contrast(p.background, black) ? white : black;
  for (Color* box : {&p.surface, &p.field, &p.selection}) {
    *box = readable(*box, p.background, words, {pole});
  }
  for (Color* color : {&p.text, &p.quiet, &p.danger, &p.warning, &p.info, &p.success}) {
    *color = readable(*color, pole, words, {p.background, p.surface, p.field});
  }
  p.text = readable(p.text, pole, words, {p.selection});
  for (Color* color : {&p.border, &p.focus}) {
    *color = readable(*color, pole, shapes, {p.background, p.surface, p.field});
  }
  if (contrast(p.on_primary, p.primary) >= words) return;
  p.on_primary = contrast(p.primary, white) >= contrast(p.primary, black) ? white : black;
}

Palette of_host() noexcept {
  const ImVec4* colors = ImGui::GetStyle().Colors;
  ImVec4 window = colors[ImGuiCol_WindowBg];
  window.w = 1;
  const Color background = over(window, window);
  // Colours that the host's style lacks come from the theme that is as light as the host.
  const bool bright = background.r + background.g + background.b > 3 * 128;
  Palette out = bright ? light : dark;
  out.background = background;
  out.surface = over(colors[ImGuiCol_Button], window);
  out.field = over(colors[ImGuiCol_FrameBg], window);
  out.border = over(colors[ImGuiCol_Border], window);
  out.text = over(colors[ImGuiCol_Text], window);
  out.quiet = over(colors[ImGuiCol_TextDisabled], window);
  out.primary = over(colors[ImGuiCol_ButtonActive], window);
  out.on_primary = out.text;
  out.info = over(colors[ImGuiCol_CheckMark], window);
  out.focus = over(colors[shim::focus_color], window);
  out.selection = over(colors[ImGuiCol_TextSelectedBg], window);
  make_readable(out);
  return out;
}

}  // namespace

Palette palette(Theme theme) noexcept {
  switch (theme) {
    case Theme::dark: return dark;
    case Theme::light: return light;
    case Theme::high_contrast: return high_contrast;
    case Theme::host: break;
  }
  return of_host();
}

Palette palette(const Style& style) noexcept {
  return style.palette != nullptr ? *style.palette : palette(style.theme);
}

double contrast(Color a, Color b) noexcept {
  const double x = luminance(a) + 0.05;
  const double y = luminance(b) + 0.05;
  return x > y ? x / y : y / x;
}

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
