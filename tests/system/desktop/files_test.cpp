// What the desktop host writes: readable only by its owner, whole or not at all, never over something else.
#include "apps/common/printable_sheet.hpp"
#include "apps/common/private_file.hpp"
#include "worlds/catch.hpp"
#include "worlds/temporary_folder.hpp"

#include <filesystem>
#include <fstream>
#include <string>

namespace fs = std::filesystem;
using hellojohn::SecretView;
using hellojohn::tests::TemporaryFolder;

namespace {

/// Paths as the files' functions take and give them.
std::string path_in(const TemporaryFolder& folder, const char* name) {
  return fs::path(folder.file(name)).make_preferred().string();
}

}  // namespace

TEST_CASE("a saved file gets a free name, and nothing that was there is touched") {
  const TemporaryFolder folder("files");
  const std::string first =
      samples::write_new_file(folder.file(""), "Sky Game-signin-sheet.txt", SecretView("one"));
  const std::string second =
      samples::write_new_file(folder.file(""), "Sky Game-signin-sheet.txt", SecretView("two"));
  CHECK(fs::equivalent(first, path_in(folder, "Sky-Game-signin-sheet.txt")));
  CHECK(fs::equivalent(second, path_in(folder, "Sky-Game-signin-sheet-2.txt")));
  CHECK(samples::read_file(first) == "one");
  CHECK(samples::read_file(second) == "two");
}

TEST_CASE("a name cannot leave its folder") {
  const TemporaryFolder folder("files");
  const std::string path =
      samples::write_new_file(folder.file(""), "../../escape", SecretView("x"));
  CHECK(fs::equivalent(path, folder.file("_..-..-escape")));
  CHECK(samples::harmless_name("a\\b/c d\n") == "a-b-c-d-");
  CHECK(samples::harmless_name("") == "_");
  CHECK(samples::harmless_name(".profile") == "_.profile");
}

TEST_CASE("a folder that is not there gives no path") {
  const TemporaryFolder folder("files");
  CHECK(samples::write_new_file(folder.file("none"), "sheet.txt", SecretView("x")).empty());
}

TEST_CASE("names and texts of every language can be saved") {
  const TemporaryFolder folder("files");
  const std::string name =
      "C\xC3\xB3"
      "digos-\xE6\x97\xA5\xE6\x9C\xAC.txt";
  const std::string path =
      samples::write_new_file(folder.file(""), name, SecretView("\xE2\x82\xAC"));
  CHECK(path.ends_with(name));
  CHECK(samples::read_file(path) == "\xE2\x82\xAC");
}

TEST_CASE("a note is replaced as a whole, and removed by an empty one") {
  const TemporaryFolder folder("files");
  const std::string note = folder.file("note");
  CHECK(samples::replace_file(note, "first"));
  CHECK(samples::replace_file(note, "second"));
  CHECK(samples::read_file(note) == "second");
  CHECK(samples::replace_file(note, ""));
  CHECK_FALSE(fs::exists(note));
  CHECK(samples::replace_file(note, ""));
}

TEST_CASE("the folders of the user are there") {
  CHECK(fs::is_directory(samples::documents_folder()));
}

TEST_CASE("the printed page has every code beside its number, in order") {
  const std::string codes = "ABCD-1234\nEFGH-5678\nJKLM-9012";
  const hellojohn::Secret pdf =
      samples::printable_sheet({"C\xC3\xB3"
                                "digos",
                                "hint", SecretView(codes)});
  const std::string bytes(pdf.reveal());
  CHECK(bytes.substr(0, 5) == "%PDF-");
  std::size_t at = 0;
  for (const char* text :
       {"(C\\363digos)", "(1.)", "(ABCD-1234)", "(2.)", "(EFGH-5678)", "(3.)", "(JKLM-9012)"}) {
    INFO(text);
    at = bytes.find(text, at);
    REQUIRE(at != std::string::npos);
  }
}

TEST_CASE("a sheet longer than a page goes on on the next one") {
  std::string codes;
  for (int i = 0; i < 60; ++i) codes += "ABCD-" + std::to_string(1000 + i) + "\n";
  const std::string bytes(samples::printable_sheet({"t", "h", SecretView(codes)}).reveal());
  CHECK(bytes.find("(60.)") != std::string::npos);
  CHECK(bytes.find("/Count 3") != std::string::npos);
}

TEST_CASE("folders that a program copies elsewhere are known") {
  CHECK(samples::looks_synced("/home/al/Dropbox/notes"));
  CHECK(samples::looks_synced("/home/al/Google Drive"));
  CHECK_FALSE(samples::looks_synced("/home/al/Documents"));
}
