// hellojohn-desktop: a small app with every screen, in a window. Against the embedded mock server, or any other.
#include "apps/common/version.hpp"
#include "apps/desktop/app.hpp"
#include "apps/desktop/arguments.hpp"
#include "apps/desktop/screenshots.hpp"

#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

int fail(const std::string& problem) {
  std::fprintf(stderr, "hellojohn-desktop: %s\n", problem.c_str());
  return 1;
}

int write_pictures(const desktop::Arguments& arguments) {
  const std::string& folder = arguments.screenshots;
  using hellojohn::imgui::Theme;
  using hellojohn::widgets::Language;
  std::vector<Theme> themes(hellojohn::imgui::all_themes.begin(),
                            hellojohn::imgui::all_themes.end());
  if (arguments.theme) themes = {*arguments.theme};
  std::vector<Language> languages = {Language::en, Language::es};
  if (arguments.language_given) languages = {samples::language_with_font(arguments.language, true)};
  const int count = desktop::write_screenshots(folder, themes, languages);
  if (count < 0) return fail("cannot write into " + folder);
  std::printf("%d pictures in %s\n", count, folder.c_str());
  return 0;
}

int show(desktop::Arguments arguments) {
  std::string problem;
  std::unique_ptr<samples::DemoWorld> world;
  if (arguments.client.base_url.empty()) {
    world = samples::DemoWorld::start(problem, arguments.client.dialect);
    if (world == nullptr) return fail(problem);
    arguments.client = world->client_options();
  }
  // An answer ends the wait of the frame at once.
  arguments.client.on_ready = [] { samples::Window::wake(); };
  auto client = hellojohn::Client::create(std::move(arguments.client));
  if (!client) return fail(client.error().detail);
  arguments.language = samples::language_with_font(arguments.language, true);
  samples::WindowOptions options;
  options.title = "Sky Game";
  options.width = arguments.width;
  options.height = arguments.height;
  options.language = arguments.language;
  const auto window = samples::Window::open(options, problem);
  if (window == nullptr) {
    (void)fail(problem + " (--screenshots FOLDER needs no display)");
    return 3;
  }
  desktop::App app(arguments, std::move(world), std::move(client).value(), *window);
  app.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (samples::said_version(argc, argv, "hellojohn-desktop")) return 0;
  auto arguments = desktop::read_arguments(argc, argv);
  if (!arguments || arguments->help) {
    std::fputs(desktop::help_text, arguments ? stdout : stderr);
    return arguments ? 0 : 2;
  }
  if (!arguments->screenshots.empty()) return write_pictures(*arguments);
  return show(std::move(*arguments));
}
