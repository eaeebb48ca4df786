// The user's programs are started by name, and nothing waits for them.
#include "apps/common/children.hpp"
#include "worlds/catch.hpp"
#include "worlds/temporary_folder.hpp"

#include <cstdlib>
#include <fstream>
#include <limits>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using hellojohn::tests::TemporaryFolder;

namespace {

/// A PATH with only the programs of a folder.
class OnlyThese {
 public:
  explicit OnlyThese(const std::string& folder) : before_(std::getenv("PATH")) {
    ::setenv("PATH", folder.c_str(), 1);
  }
  ~OnlyThese() { ::setenv("PATH", before_.c_str(), 1); }
  OnlyThese(const OnlyThese&) = delete;
  OnlyThese& operator=(const OnlyThese&) = delete;

 private:
  std::string before_;
};

/// A program that writes its arguments into a pipe beside it.
void put_program(const TemporaryFolder& folder, const char* name) {
  std::ofstream(folder.file(name))
      << "#!/bin/sh\necho \"" << name << " $*\" >'" << folder.file("said") << "'\n";
  ::chmod(folder.file(name).c_str(), 0700);
}

/// Waits for a program to say something, and for its end: the next one's words are not mixed with its.
std::string heard(const TemporaryFolder& folder) {
  std::ifstream said(folder.file("said"));
  std::string line;
  std::getline(said, line);
  said.ignore(std::numeric_limits<std::streamsize>::max());
  return line;
}

}  // namespace

TEST_CASE("children: the user's program opens an address, and a viewer prints") {
  const TemporaryFolder folder("children");
  put_program(folder, "xdg-open");
  REQUIRE(::mkfifo(folder.file("said").c_str(), 0600) == 0);
  const OnlyThese path(folder.file(""));
  samples::Children children;
  CHECK(samples::Children::can_print());
  CHECK(children.open("mailto:"));
  CHECK(heard(folder) == "xdg-open mailto:");
  CHECK(children.print("sheet.pdf"));
  CHECK(heard(folder) == "xdg-open sheet.pdf");
  children.reap();
}

TEST_CASE("children: without a viewer the printer gets the page") {
  const TemporaryFolder folder("children");
  put_program(folder, "lp");
  REQUIRE(::mkfifo(folder.file("said").c_str(), 0600) == 0);
  const OnlyThese path(folder.file(""));
  samples::Children children;
  CHECK(samples::Children::can_print());
  CHECK(children.print("sheet.pdf"));
  CHECK(heard(folder) == "lp -- sheet.pdf");
}

TEST_CASE("children: without any program there is no way to print or to open") {
  const TemporaryFolder folder("children");
  const OnlyThese path(folder.file(""));
  samples::Children children;
  CHECK_FALSE(samples::Children::can_print());
  CHECK_FALSE(children.print("sheet.pdf"));
  CHECK_FALSE(children.open("mailto:"));
}
