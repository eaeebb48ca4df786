// Compares every screen with the picture of it that was looked at and committed. `--update` writes the pictures. A frame
// that changed leaves what was drawn and where it differs beside what was expected.
//   hellojohn-golden-frames FOLDER OUTPUT [--update | --only NAME]
#include "common/picture.hpp"

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

/// Every scene in both languages in one theme; telling ones in every theme, at three widths and from a couch.
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
              output.c_str());
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

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const fs::path folder = argv[1];
  const fs::path output = argv[2];
  const bool update = argc > 3 && std::string(argv[3]) == "--update";
  const std::string only = argc > 4 && std::string(argv[3]) == "--only" ? argv[4] : "";
  if (!comparison_works()) {
    std::printf("the comparison itself is wrong\n");
    return 1;
  }
  fs::create_directories(update ? folder : output);
  std::set<std::string> known;
  int count = 0;
  int changed = 0;
  for (const samples::Scene& scene : samples::all_scenes()) {
    if (!only.empty() && only.rfind(scene.name, 0) != 0) continue;
    samples::AccessWorld world(scene.options);
    scene.play(world);
    for (const Shot& shot : shots_of(scene.name)) {
      if (!only.empty() && only != shot.name) continue;
      const Image image = samples::picture(world.access.view(), shot.options);
      const fs::path file = folder / (shot.name + ".png");
      known.insert(file.filename().string());
      ++count;
      if (update) {
        if (!samples::write_small_png(image, file.string())) return 1;
      } else if (!check(image, file, output)) {
        ++changed;
      }
    }
  }
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!only.empty()) break;
    if (known.count(entry.path().filename().string()) != 0) continue;
    std::printf("%s: no screen is drawn like that any more\n", entry.path().filename().c_str());
    if (update) fs::remove(entry.path());
    if (!update) ++changed;
  }
  std::printf("%d golden frames, %d differ\n", count, changed);
  return changed == 0 ? 0 : 1;
}
