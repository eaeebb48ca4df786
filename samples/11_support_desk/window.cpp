// See window.hpp.
#include "11_support_desk/window.hpp"

#include "common/window.hpp"

#include <hellojohn/imgui/draw.hpp>
#include <hellojohn/widgets/account_access.hpp>

#include <cstdio>
#include <memory>
#include <string>

namespace desk {

namespace ui = hellojohn::imgui;

int show(DeskModel& model, const std::function<void()>& turn) {
  std::string problem;
  samples::WindowOptions options;
  options.title = "Support desk";
  options.width = 720;
  options.height = 900;
  const auto window = samples::Window::open(options, problem);
  if (window == nullptr) {
    std::fprintf(stderr, "%s (--screenshots FOLDER needs no display)\n", problem.c_str());
    return 3;
  }
  const widgets::Text text(widgets::Language::en);
  ui::Style style;
  style.theme = ui::Theme::light;
  while (!window->closing()) {
    turn();
    window->frame(std::chrono::milliseconds(50), ui::palette(style.theme).background, [&] {
      style.heading = window->fonts().heading;
      style.mono = window->fonts().mono;
      if (window->pad()) ui::feed(*window->pad());
      widgets::AccountAccessView view;
      view.main = &model.view();
      model.apply(ui::draw_page(view, style, text));
    });
  }
  return 0;
}

}  // namespace desk
