// Draws one screen many times, by the widgets or by a window written by hand that shows the same; run.sh counts the
// instructions of a frame. Prints the vertices of the last one. Knows no screen.
#include "apps/common/offscreen.hpp"
#include "apps/common/scenes.hpp"
#include "performance/frame/hand_written.hpp"

#include <hellojohn/imgui/draw.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using namespace hellojohn;

std::unique_ptr<samples::AccessWorld> world_of(std::string_view name) {
  for (const samples::Scene& scene : samples::all_scenes()) {
    if (name != scene.name) continue;
    auto world = std::make_unique<samples::AccessWorld>(scene.options, scene.server);
    scene.play(*world);
    return world;
  }
  throw std::invalid_argument("no such screen: " + std::string(name));
}

/// What is drawn inside the window.
std::function<void()> drawing(std::string_view who, std::string_view name,
                              const widgets::AccountAccessView& view,
                              const samples::Offscreen& stage) {
  if (who == "nothing" || who == "hidden-nothing") return [] {};
  if (who == "by-hand") {
    const bench::ByHand draw = bench::by_hand(name);
    if (draw == nullptr) throw std::invalid_argument("not written by hand: " + std::string(name));
    const bench::Fonts fonts{stage.heading(), stage.mono()};
    return [draw, fonts, &view] { (void)draw(view, fonts); };
  }
  if (who != "ours" && who != "hidden") throw std::invalid_argument("WHO: " + std::string(who));
  imgui::Style style;
  style.theme = imgui::Theme::dark;
  style.heading = stage.heading();
  style.mono = stage.mono();
  const auto text = std::make_shared<widgets::Text>();
  return [style, text, &view] { (void)imgui::draw(view, style, *text); };
}

int run(const char* const* arguments, const char* picture) {
  const std::string_view name = arguments[1];
  const std::string_view who = arguments[2];
  const auto world = world_of(name);
  samples::Offscreen stage(560, 900, 17);
  const bool hidden = who.substr(0, 6) == "hidden";
  const auto draw = drawing(who, name, world->access.view(), stage);
  const ImVec4 background(18 / 255.0F, 21 / 255.0F, 29 / 255.0F, 1);
  ImGui::GetStyle().Colors[ImGuiCol_WindowBg] = background;
  const int frames = std::atoi(arguments[3]);
  for (int i = 0; i < frames; ++i) {
    stage.frame([&] {
      ImGui::SetNextWindowPos({0, 0});
      ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
      ImGui::SetNextWindowCollapsed(hidden);
      ImGui::Begin("host", nullptr, hidden ? 0 : ImGuiWindowFlags_NoDecoration);
      draw();
      ImGui::End();
    });
  }
  std::printf("%d vertices\n", ImGui::GetDrawData()->TotalVtxCount);
  return picture == nullptr || write_png(stage.render(), picture) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4 && argc != 5) {
    std::fputs(
        "usage: hellojohn-frame-bench SCREEN ours|by-hand|nothing|hidden|hidden-nothing FRAMES "
        "[PNG]\n",
        stderr);
    return 2;
  }
  try {
    return run(argv, argc == 5 ? argv[4] : nullptr);
  } catch (const std::invalid_argument& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
}
