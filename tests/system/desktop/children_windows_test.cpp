// The shell opens a file with the user's program for it.
#include "apps/common/children.hpp"
#include "worlds/catch.hpp"
#include "worlds/temporary_folder.hpp"

#include <cstdio>
#include <string>

#include <windows.h>

using hellojohn::tests::TemporaryFolder;

TEST_CASE("children: the shell opens a file, and nothing waits for it") {
  const TemporaryFolder folder("children");
  // The command processor is the program for it. It says so into a pipe, which is waited for.
  const HANDLE pipe =
      ::CreateNamedPipeW(L"\\\\.\\pipe\\hellojohn-children-test", PIPE_ACCESS_INBOUND,
                         PIPE_TYPE_BYTE | PIPE_WAIT, 1, 64, 64, 0, nullptr);
  REQUIRE(pipe != INVALID_HANDLE_VALUE);
  const std::string script = folder.file("opened.bat");
  std::FILE* file = std::fopen(script.c_str(), "w");
  REQUIRE(file != nullptr);
  std::fputs("@echo opened>\\\\.\\pipe\\hellojohn-children-test\n", file);
  std::fclose(file);
  samples::Children children;
  CHECK(samples::Children::can_print());
  CHECK(children.open(script));
  const bool connected =
      ::ConnectNamedPipe(pipe, nullptr) != 0 || ::GetLastError() == ERROR_PIPE_CONNECTED;
  CHECK(connected);
  char said[64] = {};
  DWORD size = 0;
  CHECK(::ReadFile(pipe, said, sizeof said, &size, nullptr) != 0);
  CHECK(std::string(said).starts_with("opened"));
  ::CloseHandle(pipe);
  children.reap();
}

TEST_CASE("children: nothing is opened without a name") {
  samples::Children children;
  CHECK_FALSE(children.open(""));
}
