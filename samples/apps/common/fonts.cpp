// See fonts.hpp.
#include "apps/common/fonts.hpp"

#include <cmath>
#include <filesystem>

namespace samples {

FontFiles sample_fonts() {
  const std::string roboto = "/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF/";
  const std::string dejavu = "/usr/share/fonts/truetype/dejavu/";
  FontFiles files{roboto + "Roboto-Regular.ttf", roboto + "Roboto-Medium.ttf",
                  dejavu + "DejaVuSansMono.ttf"};
  for (std::string* file : {&files.body, &files.heading, &files.mono}) {
    if (!std::filesystem::exists(*file)) file->clear();
  }
  return files;
}

Fonts add_fonts(float size) {
  static const ImWchar ranges[] = {0x20, 0xFF, 0x2010, 0x2027, 0};
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  const FontFiles files = sample_fonts();
  const auto add = [&](const std::string& file, float pixels) -> ImFont* {
    if (file.empty()) return nullptr;
    return atlas.AddFontFromFileTTF(file.c_str(), pixels, nullptr, ranges);
  };
  if (add(files.body, size) == nullptr) atlas.AddFontDefault();
  Fonts fonts;
  fonts.heading = add(files.heading, std::floor(size * 1.45F));
  fonts.mono = add(files.mono, size);
  return fonts;
}

}  // namespace samples
