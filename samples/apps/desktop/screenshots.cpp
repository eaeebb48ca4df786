// See screenshots.hpp.
#include "apps/desktop/screenshots.hpp"

#include "apps/common/picture.hpp"

#include <cstdio>
#include <filesystem>

namespace desktop {

namespace {

namespace widgets = hellojohn::widgets;
using hellojohn::imgui::Theme;

const char* name(Theme theme) {
  switch (theme) {
    case Theme::dark: return "dark";
    case Theme::light: return "light";
    case Theme::high_contrast: return "high_contrast";
    case Theme::host: break;
  }
  return "host";
}

}  // namespace

int write_screenshots(const std::string& folder, const std::vector<Theme>& themes,
                      const std::vector<widgets::Language>& languages) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  int count = 0;
  const auto scenes = samples::all_scenes();
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    std::fprintf(stderr, "\r%zu of %zu screens", i + 1, scenes.size());
    samples::AccessWorld world(scenes[i].options, scenes[i].server);
    scenes[i].play(world);
    for (const Theme theme : themes) {
      for (const widgets::Language language : languages) {
        samples::PictureOptions options;
        options.theme = theme;
        options.language = language;
        const std::string file = folder + "/" + scenes[i].name + "." + name(theme) + "." +
                                 std::string(widgets::language_info(language).tag) + ".png";
        if (!write_png(samples::picture(world.access.view(), options), file)) return -1;
        ++count;
      }
    }
  }
  std::fprintf(stderr, "\n");
  return count;
}

}  // namespace desktop
