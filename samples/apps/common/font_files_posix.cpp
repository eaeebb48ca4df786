// See font_files.hpp. Where Debian puts them: fonts-roboto-unhinted, fonts-dejavu-core; fonts-noto-cjk, or
// fonts-droid-fallback and fonts-nanum.
#include "apps/common/font_files.hpp"

#include <filesystem>

namespace samples {

using hellojohn::widgets::Language;

namespace {

/// In a collection with a font for each language, because they write some characters in different ways.
int number_in_noto(Language language) {
  if (language == Language::ko) return 1;
  if (language == Language::zh_hans) return 2;
  return language == Language::zh_hant ? 3 : 0;
}

}  // namespace

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

CjkFont cjk_font(Language language, bool small) {
  const std::string fonts = "/usr/share/fonts/";
  const std::string noto = fonts + "opentype/noto/NotoSansCJK-Regular.ttc";
  const std::string droid = fonts + "truetype/droid/DroidSansFallbackFull.ttf";
  const std::string nanum = fonts + "truetype/nanum/NanumGothic.ttf";
  if (!small && std::filesystem::exists(noto)) return {noto, number_in_noto(language)};
  // Droid Sans Fallback has no Korean.
  const std::string& other = language == Language::ko ? nanum : droid;
  return std::filesystem::exists(other) ? CjkFont{other} : CjkFont{};
}

const char* font_package(Language language) {
  return is_cjk(language) ? "Debian: fonts-noto-cjk" : "Debian: fonts-roboto-unhinted";
}

}  // namespace samples
