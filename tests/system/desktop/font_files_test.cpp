// The fonts of the samples are where the system says, in files that are there.
#include "apps/common/font_files.hpp"
#include "worlds/catch.hpp"

#include <filesystem>
#include <string>

using hellojohn::widgets::Language;

TEST_CASE("fonts: the samples' files are there") {
  const samples::FontFiles files = samples::sample_fonts();
  for (const std::string& file : {files.body, files.heading, files.mono}) {
    INFO(file);
    CHECK(std::filesystem::is_regular_file(file));
  }
}

TEST_CASE("fonts: each language with its own characters has a file, also a small one") {
  for (const Language language :
       {Language::ja, Language::ko, Language::zh_hans, Language::zh_hant}) {
    CHECK(std::filesystem::is_regular_file(samples::cjk_font(language, false).file));
    CHECK(std::filesystem::is_regular_file(samples::cjk_font(language, true).file));
  }
}
