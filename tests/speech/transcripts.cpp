// Writes what a user hears on every scene and at every stop of the Tab key, and compares it with the committed text.
//   hellojohn-transcripts FOLDER [--update]
#include "apps/common/scenes.hpp"
#include "speech/listener.hpp"

#include <hellojohn/widgets/code_sheet.hpp>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace hellojohn;
using tests::Listener;
using widgets::Language;

const char* name(speech::Urgency urgency) {
  switch (urgency) {
    case speech::Urgency::polite: return "polite";
    case speech::Urgency::next: return "next";
    default: return "now";
  }
}

/// What was said since, a line each. `why` is "arrival", "focus" or "secret".
std::string lines(Listener& listener, const char* why) {
  std::string out;
  for (const tests::Said& said : listener.said) {
    out += std::string("  ") + why + ", " + name(said.urgency) + ": " + said.text + "\n";
  }
  listener.said.clear();
  return out;
}

std::string hear(const samples::AccessWorld& world, const widgets::Text& text) {
  const widgets::AccountAccessView& view = world.access.view();
  Listener listener;
  speech::Reader reader(listener.hook());
  reader.update(view, text);
  std::string out = lines(listener, "arrival");
  const auto visit = [&](const widgets::Screen* screen, widgets::Part part) {
    if (screen == nullptr) return;
    // Three rows say enough of a sheet.
    const std::size_t rows =
        screen->sheet == nullptr ? 0 : std::min<std::size_t>(screen->sheet->size(), 3);
    for (const speech::Focus& focus : tests::stops(*screen, part, rows)) {
      reader.update(view, text, focus);
      out += lines(listener, "focus");
    }
  };
  visit(view.banner, widgets::Part::banner);
  visit(view.notice, widgets::Part::notice);
  visit(view.main, widgets::Part::main);
  reader.say_secret(view, text, {widgets::Part::main, view.main->focus, 0});
  return out + lines(listener, "secret");
}

std::map<std::string, std::string> read_scenes(const std::string& file) {
  std::map<std::string, std::string> out;
  std::ifstream in(file, std::ios::binary);
  std::string scene;
  for (std::string line; std::getline(in, line);) {
    if (line.empty()) continue;
    if (line[0] != ' ') {
      scene = line;
    } else {
      out[scene] += line + "\n";
    }
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const bool update = argc == 3 && std::string(argv[2]) == "--update";
  if (argc != 2 && !update) {
    std::fputs("hellojohn-transcripts FOLDER [--update]\n", stderr);
    return 2;
  }
  const Language languages[] = {Language::en, Language::es, Language::de, Language::ja};
  std::string written[std::size(languages)];
  std::map<std::string, std::string> expected[std::size(languages)];
  const auto file_of = [&](Language language) {
    return std::string(argv[1]) + "/" + std::string(widgets::language_info(language).tag) + ".txt";
  };
  for (std::size_t i = 0; i < std::size(languages); ++i) {
    expected[i] = read_scenes(file_of(languages[i]));
  }
  int changed = 0;
  std::size_t scenes = 0;
  for (const samples::Scene& scene : samples::all_scenes()) {
    samples::AccessWorld world(scene.options, scene.server);
    scene.play(world);
    ++scenes;
    for (std::size_t i = 0; i < std::size(languages); ++i) {
      const std::string heard = hear(world, widgets::Text(languages[i]));
      written[i] += std::string(scene.name) + "\n" + heard + "\n";
      if (update || expected[i][scene.name] == heard) continue;
      ++changed;
      const auto tag = widgets::language_info(languages[i]).tag;
      std::printf("%s: %s: expected\n%sheard\n%s", std::string(tag).c_str(), scene.name,
                  expected[i][scene.name].c_str(), heard.c_str());
    }
  }
  for (std::size_t i = 0; i < std::size(languages); ++i) {
    if (!update && expected[i].size() != scenes) {
      std::printf("%s: other scenes than there are\n", file_of(languages[i]).c_str());
      ++changed;
    }
    if (update) std::ofstream(file_of(languages[i]), std::ios::binary) << written[i];
  }
  std::printf("%zu scenes in %zu languages, %d changed\n", scenes, std::size(languages), changed);
  return changed == 0 ? 0 : 1;
}
