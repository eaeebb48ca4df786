// What the desktop host writes has mode 0600, and links are not followed.
#include "apps/common/private_file.hpp"
#include "worlds/catch.hpp"
#include "worlds/temporary_folder.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <sys/stat.h>

namespace fs = std::filesystem;
using hellojohn::SecretView;
using hellojohn::tests::TemporaryFolder;

namespace {

unsigned mode_of(const std::string& file) {
  struct stat status {};
  return ::stat(file.c_str(), &status) == 0 ? status.st_mode & 07777U : 0U;
}

}  // namespace

TEST_CASE("a saved file and a note belong only to their owner") {
  const TemporaryFolder folder("files");
  CHECK(mode_of(samples::write_new_file(folder.file(""), "sheet.txt", SecretView("one"))) == 0600U);
  CHECK(samples::replace_file(folder.file("note"), "first"));
  CHECK(mode_of(folder.file("note")) == 0600U);
}

TEST_CASE("a link with the name of a new file is not followed") {
  const TemporaryFolder folder("files");
  std::ofstream(folder.file("elsewhere")) << "untouched";
  fs::create_symlink(folder.file("elsewhere"), folder.file("sheet.txt"));
  const std::string path =
      samples::write_new_file(folder.file(""), "sheet.txt", SecretView("codes"));
  CHECK(fs::equivalent(path, folder.file("sheet-2.txt")));
  CHECK(samples::read_file(folder.file("elsewhere")) == "untouched");
}
