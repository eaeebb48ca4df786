// Compares every screen with the picture of it that was looked at and committed. `--update` writes the pictures. A frame
// that changed leaves what was drawn and where it differs beside what was expected.
//   hellojohn-golden-frames FOLDER OUTPUT [--update] [--only NAME]
#include "apps/common/picture.hpp"
#include "apps/support_desk/desk_world.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
namespace widgets = hellojohn::widgets;
using hellojohn::imgui::Theme;
using samples::Image;
using samples::PictureOptions;

struct Shot {
  std::string name;
  PictureOptions options;
};

bool among(const char* name, std::initializer_list<const char*> names) {
  return std::any_of(names.begin(), names.end(),
                     [&](const char* one) { return std::string(one) == name; });
}

/// Every scene in both languages in one theme; telling ones in every theme, at three widths and from a couch. Four of a way
/// back into an account also in a long language, one with other plurals, one with syllables for characters, and two that break lines between characters.
std::vector<Shot> shots_of(const char* scene) {
  const std::string base = scene;
  std::vector<Shot> out;
  PictureOptions english;
  PictureOptions spanish;
  spanish.language = widgets::Language::es;
  out.push_back({base + ".en", english});
  out.push_back({base + ".es", spanish});
  if (among(scene, {"sign_in_wrong", "challenge_backup_typed", "codes_row"})) {
    constexpr std::pair<Theme, const char*> themes[] = {
        {Theme::host, "host"}, {Theme::light, "light"}, {Theme::high_contrast, "high_contrast"}};
    for (const auto& [theme, name] : themes) {
      PictureOptions options;
      options.theme = theme;
      out.push_back({base + "." + name, options});
    }
  }
  if (among(scene, {"challenge_backup_typed", "codes_row", "enrol", "lost"})) {
    for (const int width : {320, 800, 1920}) {
      PictureOptions options = spanish;
      options.width = width;
      out.push_back({base + "." + std::to_string(width), options});
    }
    PictureOptions couch = english;
    couch.width = 1280;
    couch.font_size = 28;
    couch.couch = true;
    out.push_back({base + ".couch", couch});
  }
  if (among(scene, {"challenge", "enrol", "codes_row", "lost_done"})) {
    for (const auto language : {widgets::Language::de, widgets::Language::pl, widgets::Language::ja,
                                widgets::Language::ko, widgets::Language::zh_hans}) {
      PictureOptions options;
      options.language = language;
      options.small_cjk = true;
      out.push_back({base + "." + std::string(widgets::language_info(language).tag), options});
    }
  }
  return out;
}

/// The support desk has one language, and the theme of its window; its longest screens also in a narrow one.
std::vector<Shot> shots_of_desk(const char* scene) {
  const std::string base = std::string("desk_") + scene;
  PictureOptions options;
  options.theme = Theme::light;
  std::vector<Shot> out{{base, options}};
  if (among(scene, {"user", "gate_session", "done_codes_row"})) {
    options.width = 320;
    out.push_back({base + ".320", options});
  }
  return out;
}

/// Rounding differs between compilers by a step or two; a moved edge changes many pixels by much.
constexpr int allowed_step = 24;
constexpr double allowed_part = 0.0005;

struct Difference {
  bool same_size = false;
  int pixels = 0;
  Image picture;
  [[nodiscard]] bool accepted() const {
    const double all = static_cast<double>(picture.pixels.size()) / 4;
    return same_size && pixels <= all * allowed_part;
  }
};

/// What differs is red on what was expected, darkened.
Difference compare(const Image& expected, const Image& actual) {
  Difference out;
  out.same_size = expected.width == actual.width && expected.height == actual.height;
  out.picture = expected;
  if (!out.same_size) return out;
  for (std::size_t i = 0; i < expected.pixels.size(); i += 4) {
    int step = 0;
    for (std::size_t c = 0; c < 3; ++c) {
      step = std::max(step, std::abs(expected.pixels[i + c] - actual.pixels[i + c]));
      out.picture.pixels[i + c] /= 3;
    }
    if (step <= allowed_step) continue;
    ++out.pixels;
    out.picture.pixels[i] = 255;
  }
  return out;
}

bool check(const Image& actual, const fs::path& golden, const fs::path& output) {
  const std::string name = golden.stem().string();
  Image expected;
  if (!samples::read_png(expected, golden.string())) {
    std::printf("%s: no picture of it is kept\n", name.c_str());
    (void)samples::write_png(actual, (output / (name + ".actual.png")).string());
    return false;
  }
  const Difference difference = compare(expected, actual);
  if (difference.accepted()) return true;
  std::printf("%s: %d x %d, expected %d x %d, %d pixels differ; see %s\n", name.c_str(),
              actual.width, actual.height, expected.width, expected.height, difference.pixels,
              output.string().c_str());
  (void)samples::write_png(actual, (output / (name + ".actual.png")).string());
  (void)samples::write_png(expected, (output / (name + ".expected.png")).string());
  (void)samples::write_png(difference.picture, (output / (name + ".diff.png")).string());
  return false;
}

/// The comparison finds what a person would: a line that moved by one pixel, and nothing in rounding.
bool comparison_works() {
  Image plain{100, 100, std::vector<std::uint8_t>(100 * 100 * 4, 40)};
  Image rounded = plain;
  for (std::uint8_t& value : rounded.pixels) value = static_cast<std::uint8_t>(value + 2);
  Image line = plain;
  Image moved = plain;
  for (std::size_t x = 0; x < 100; ++x) {
    line.pixels[4 * (50 * 100 + x)] = 200;
    moved.pixels[4 * (51 * 100 + x)] = 200;
  }
  Image taller{100, 101, std::vector<std::uint8_t>(100 * 101 * 4, 40)};
  return compare(plain, rounded).accepted() && !compare(line, moved).accepted() &&
         !compare(plain, line).accepted() && !compare(plain, taller).accepted();
}

struct Task {
  fs::path folder, output;
  bool update = false;
  std::string only{};
};

/// Every picture of one run, and how many of them differ.
class Gallery {
 public:
  explicit Gallery(const Task& task) : task_(task) {
    fs::create_directories(task.update ? task.folder : task.output);
  }

  void hang(const widgets::AccountAccessView& view, const std::vector<Shot>& shots) {
    for (const Shot& shot : shots) {
      if (!task_.only.empty() && task_.only != shot.name) continue;
      const Image image = samples::picture(view, shot.options);
      const fs::path file = task_.folder / (shot.name + ".png");
      known_.insert(file.filename().string());
      const bool right = task_.update ? samples::write_small_png(image, file.string())
                                      : check(image, file, task_.output);
      if (!right) ++changed_;
    }
  }
  /// Pictures that nothing is drawn like any more.
  void find_left_over() {
    if (!task_.only.empty()) return;
    for (const auto& entry : fs::directory_iterator(task_.folder)) {
      if (known_.count(entry.path().filename().string()) != 0) continue;
      std::printf("%s: no screen is drawn like that any more\n",
                  entry.path().filename().string().c_str());
      if (task_.update) fs::remove(entry.path());
      if (!task_.update) ++changed_;
    }
  }
  [[nodiscard]] std::size_t count() const { return known_.size(); }
  [[nodiscard]] int changed() const { return changed_; }

 private:
  const Task& task_;
  std::set<std::string> known_;
  int changed_ = 0;
};

void hang_screens(Gallery& gallery, const std::string& only) {
  for (const samples::Scene& scene : samples::all_scenes()) {
    if (!only.empty() && only.rfind(scene.name, 0) != 0) continue;
    samples::AccessWorld world(scene.options, scene.server);
    scene.play(world);
    gallery.hang(world.access.view(), shots_of(scene.name));
  }
}

void hang_desk(Gallery& gallery) {
  for (const desk::DeskScene& scene : desk::desk_scenes()) {
    desk::DeskWorld world;
    scene.play(world);
    widgets::AccountAccessView view;
    view.main = &world.model->view();
    gallery.hang(view, shots_of_desk(scene.name));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  Task task{argv[1], argv[2]};
  task.update = argc > 3 && std::string(argv[3]) == "--update";
  const int next = task.update ? 4 : 3;
  if (argc > next + 1 && std::string(argv[next]) == "--only") task.only = argv[next + 1];
  if (!comparison_works()) {
    std::printf("the comparison itself is wrong\n");
    return 1;
  }
  Gallery gallery(task);
  hang_screens(gallery, task.only);
  hang_desk(gallery);
  gallery.find_left_over();
  std::printf("%zu golden frames, %d differ\n", gallery.count(), gallery.changed());
  return gallery.changed() == 0 ? 0 : 1;
}
