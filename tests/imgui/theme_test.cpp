// Everything can be read in every theme, also in the host's own colours (WCAG 2.2, 1.4.3 and 1.4.11).
#include "apps/common/offscreen.hpp"
#include "worlds/catch.hpp"

#include <hellojohn/imgui/style.hpp>

#include <imgui.h>

#include <cmath>
#include <initializer_list>
#include <string>
#include <utility>

using namespace hellojohn;
using imgui::Color;
using imgui::Palette;

namespace {

using Named = std::pair<const char*, Color>;

void check_readable(const Palette& p) {
  const std::initializer_list<Named> behind = {
      {"background", p.background}, {"surface", p.surface}, {"field", p.field}};
  const std::initializer_list<Named> words = {{"text", p.text},     {"quiet", p.quiet},
                                              {"danger", p.danger}, {"warning", p.warning},
                                              {"info", p.info},     {"success", p.success}};
  for (const auto& [back_name, back] : behind) {
    for (const auto& [name, color] : words) {
      INFO(name << " on " << back_name);
      CHECK(imgui::contrast(color, back) >= 4.5);
    }
    INFO("on " << back_name);
    CHECK(imgui::contrast(p.focus, back) >= 3.0);
    CHECK(imgui::contrast(p.border, back) >= 3.0);
  }
  CHECK(imgui::contrast(p.on_primary, p.primary) >= 4.5);
  CHECK(imgui::contrast(p.text, p.selection) >= 4.5);
}

/// By hand: Catch2 2 and 3 have their Approx in different places.
bool is_about(double value, double wanted, double margin) {
  return std::abs(value - wanted) <= margin;
}

}  // namespace

TEST_CASE("contrast is computed as WCAG does") {
  CHECK(is_about(imgui::contrast({0, 0, 0}, {255, 255, 255}), 21, 1e-5));
  CHECK(is_about(imgui::contrast({255, 255, 255}, {255, 255, 255}), 1, 1e-5));
  CHECK(is_about(imgui::contrast({118, 118, 118}, {255, 255, 255}), 4.54, 0.01));
  CHECK(imgui::contrast({119, 119, 119}, {255, 255, 255}) < 4.5);
}

TEST_CASE("each of our themes can be read") {
  for (const imgui::Theme theme :
       {imgui::Theme::dark, imgui::Theme::light, imgui::Theme::high_contrast}) {
    INFO("theme " << static_cast<int>(theme));
    check_readable(imgui::palette(theme));
  }
}

TEST_CASE("the host's colours are kept where they can be read, and corrected where they cannot") {
  const samples::Offscreen stage(100, 100, 13);
  ImGuiStyle& style = ImGui::GetStyle();
  const auto check = [](const char* name) {
    INFO(name);
    check_readable(imgui::palette(imgui::Theme::host));
  };
  ImGui::StyleColorsDark();
  check("dark");
  ImGui::StyleColorsLight();
  check("light");
  ImGui::StyleColorsClassic();
  check("classic");
  for (const float grey : {0.0F, 0.2F, 0.4F, 0.5F, 0.6F, 0.8F, 1.0F}) {
    const std::string name = "all grey " + std::to_string(grey);
    for (ImVec4& color : style.Colors) color = {grey, grey, grey, 1};
    check(name.c_str());
  }
  ImGui::StyleColorsDark();
  style.Colors[ImGuiCol_Text] = {1.0F, 0.9F, 0.8F, 1};
  const Color kept = imgui::palette(imgui::Theme::host).text;
  CHECK(kept.r == 255);
  CHECK(kept.g == 230);
  CHECK(kept.b == 204);
}

TEST_CASE("theme: the ring of the focus does not look like an error") {
  for (const imgui::Theme theme :
       {imgui::Theme::dark, imgui::Theme::light, imgui::Theme::high_contrast}) {
    INFO("theme " << static_cast<int>(theme));
    const Palette p = imgui::palette(theme);
    const int distance = std::abs(p.focus.r - p.danger.r) + std::abs(p.focus.g - p.danger.g) +
                         std::abs(p.focus.b - p.danger.b);
    CHECK(distance >= 90);
  }
}

TEST_CASE("theme: each colour of the host's style goes where the mapping says") {
  const samples::Offscreen stage(100, 100, 13);
  ImGui::StyleColorsDark();
  ImGuiStyle& style = ImGui::GetStyle();
  style.Colors[ImGuiCol_ButtonActive] = {0.8F, 1.0F, 0.8F, 1};
  style.Colors[ImGuiCol_CheckMark] = {0.6F, 1.0F, 0.6F, 1};
  style.Colors[ImGuiCol_TextSelectedBg] = {0, 0.2F, 0, 1};
  style.Colors[ImGuiCol_TextDisabled] = {0.8F, 0.8F, 1.0F, 1};
  const Palette p = imgui::palette(imgui::Theme::host);
  const auto same = [](Color a, Color b) { return a.r == b.r && a.g == b.g && a.b == b.b; };
  CHECK(same(p.primary, {204, 255, 204}));
  CHECK(same(p.info, {153, 255, 153}));
  CHECK(same(p.selection, {0, 51, 0}));
  CHECK(same(p.quiet, {204, 204, 255}));
}

TEST_CASE("theme: a palette of the host's own is taken as it is") {
  const Palette own = imgui::palette(imgui::Theme::light);
  imgui::Style style;
  style.theme = imgui::Theme::dark;
  CHECK(imgui::palette(style).text.r == imgui::palette(imgui::Theme::dark).text.r);
  style.palette = &own;
  CHECK(imgui::palette(style).text.r == own.text.r);
}
