// See window.hpp.
#include "apps/support_desk/window.hpp"

#include "apps/common/trace.hpp"
#include "apps/common/window.hpp"

#include <hellojohn/clock.hpp>
#include <hellojohn/imgui/draw.hpp>
#include <hellojohn/imgui/items.hpp>
#include <hellojohn/widgets/account_access.hpp>

#include <cstdio>
#include <memory>
#include <string>

namespace desk {

namespace ui = hellojohn::imgui;

int show(DeskModel& model, const ShowOptions& options,
         const std::function<std::chrono::milliseconds()>& turn) {
  std::string problem;
  samples::WindowOptions size;
  size.title = "Support desk";
  size.width = 720;
  size.height = 900;
  const auto window = samples::Window::open(size, problem);
  if (window == nullptr) {
    std::fprintf(stderr, "%s (--screenshots FOLDER needs no display)\n", problem.c_str());
    return 3;
  }
  window->on_focus = [&](bool has_focus) {
    if (!has_focus) model.hide_secrets();
  };
  const widgets::Text text(widgets::Language::en);
  ui::Items items;
  ui::Style style;
  style.theme = ui::Theme::light;
  style.items = &items;
  samples::Trace trace;
  while (!window->closing()) {
    const auto due = turn();
    window->frame(window->patience(due), ui::palette(style.theme).background, [&] {
      if (options.trace) trace.count_input();
      style.heading = window->fonts().heading;
      style.mono = window->fonts().mono;
      items.clear();
      widgets::AccountAccessView view;
      view.main = &model.view();
      const widgets::Intents intents = ui::draw_page(view, style, text);
      // Before something changes what was drawn.
      if (options.trace) {
        samples::TraceFrame frame{view, items, hellojohn::system_clock().now()};
        frame.rest_frames = window->rest().frames;
        frame.rest_seconds = window->rest().seconds;
        trace.print(frame);
      }
      model.apply(intents);
    });
  }
  return 0;
}

}  // namespace desk
