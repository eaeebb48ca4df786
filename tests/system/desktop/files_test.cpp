// What the desktop host writes: readable only by its owner, whole or not at all, never over something else.
#include "apps/common/printable_sheet.hpp"
#include "apps/common/private_file_posix.hpp"
#include "worlds/catch.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <sys/stat.h>

namespace fs = std::filesystem;
using hellojohn::SecretView;

namespace {

struct Folder {
  Folder() {
    char name[] = "/tmp/hellojohn-files-XXXXXX";
    const char* made = ::mkdtemp(name);
    REQUIRE(made != nullptr);
    path = made;
  }
  ~Folder() { fs::remove_all(path); }
  fs::path path;
};

unsigned mode_of(const fs::path& file) {
  struct stat status {};
  return ::stat(file.c_str(), &status) == 0 ? status.st_mode & 07777U : 0U;
}

}  // namespace

TEST_CASE("a saved file belongs only to its owner, and nothing that was there is touched") {
  const Folder folder;
  const std::string first =
      samples::write_new_file(folder.path.string(), "Sky Game-signin-sheet.txt", SecretView("one"));
  const std::string second =
      samples::write_new_file(folder.path.string(), "Sky Game-signin-sheet.txt", SecretView("two"));
  CHECK(first == (folder.path / "Sky-Game-signin-sheet.txt").string());
  CHECK(second == (folder.path / "Sky-Game-signin-sheet-2.txt").string());
  CHECK(samples::read_file(first) == "one");
  CHECK(samples::read_file(second) == "two");
  CHECK(mode_of(first) == 0600U);
  CHECK(mode_of(second) == 0600U);
}

TEST_CASE("a name cannot leave its folder, and a link is not followed") {
  const Folder folder;
  const std::string path =
      samples::write_new_file(folder.path.string(), "../../escape", SecretView("x"));
  CHECK(fs::path(path).parent_path() == folder.path);

  const fs::path elsewhere = folder.path / "elsewhere";
  std::ofstream(elsewhere) << "untouched";
  fs::create_symlink(elsewhere, folder.path / "sheet.txt");
  CHECK(samples::write_new_file(folder.path.string(), "sheet.txt", SecretView("codes")) ==
        (folder.path / "sheet-2.txt").string());
  CHECK(samples::read_file(elsewhere.string()) == "untouched");
}

TEST_CASE("a folder that is not there gives no path") {
  CHECK(samples::write_new_file("/nonexistent/folder", "sheet.txt", SecretView("x")).empty());
}

TEST_CASE("a note is replaced as a whole, and removed by an empty one") {
  const Folder folder;
  const std::string note = (folder.path / "note").string();
  CHECK(samples::replace_file(note, "first"));
  CHECK(samples::replace_file(note, "second"));
  CHECK(samples::read_file(note) == "second");
  CHECK(mode_of(note) == 0600U);
  CHECK(samples::replace_file(note, ""));
  CHECK_FALSE(fs::exists(note));
  CHECK(samples::replace_file(note, ""));
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
