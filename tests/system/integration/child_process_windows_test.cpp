// A test that dies ends its children: the system closes the handle of their job object. The program runs itself.
#include "base/wide_windows.hpp"
#include "worlds/catch.hpp"
#include "worlds/child_process.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace hellojohn;
using tests::ChildProcess;

namespace {

constexpr const char* sleeper = "child process: one that never ends";
constexpr const char* parent = "child process: one that dies and has a child";
constexpr std::string_view word = "process ";

std::string own_program() {
  wchar_t path[MAX_PATH]{};
  char out[3 * MAX_PATH]{};
  ::GetModuleFileNameW(nullptr, path, MAX_PATH);
  ::WideCharToMultiByte(CP_UTF8, 0, path, -1, out, sizeof out, nullptr, nullptr);
  return out;
}

/// What a child says of itself, among the lines of the test framework.
std::string process_in(ChildProcess& child) {
  for (int i = 0; i < 20; ++i)
    if (const std::string line = child.read_line(); line.starts_with(word))
      return line.substr(word.size());
  return {};
}

void say(const std::string& process) {
  std::printf("%s%s\n", word.data(), process.c_str());
  std::fflush(stdout);
}

}  // namespace

TEST_CASE("child process: one that never ends", "[.]") {
  say(std::to_string(::GetCurrentProcessId()));
  REQUIRE(::WaitForSingleObject(::GetCurrentProcess(), INFINITE) == WAIT_OBJECT_0);
}

TEST_CASE("child process: one that dies and has a child", "[.]") {
  ChildProcess child(own_program(), {sleeper});
  say(process_in(child));
  REQUIRE(std::getchar() != EOF);
  ::TerminateProcess(::GetCurrentProcess(), 1);  // No destructor runs.
}

TEST_CASE("child process: if a test dies, the system ends its children") {
  ChildProcess dying(own_program(), {parent});
  const std::string process = process_in(dying);
  REQUIRE_FALSE(process.empty());
  const OwnHandle child(
      ::OpenProcess(SYNCHRONIZE, FALSE, static_cast<DWORD>(std::atol(process.c_str()))));
  REQUIRE(child.ok());
  CHECK(::WaitForSingleObject(child.get(), 0) == WAIT_TIMEOUT);
  REQUIRE(dying.write_line("die"));
  CHECK(dying.wait() == 1);
  constexpr DWORD patience_ms = 60000;
  CHECK(::WaitForSingleObject(child.get(), patience_ms) == WAIT_OBJECT_0);
}
