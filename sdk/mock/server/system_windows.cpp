// See system.hpp: Windows. A new file in the account's own folders is closed to other accounts.
#include "system.hpp"

#include "base/wide_windows.hpp"

#include <filesystem>
#include <random>
#include <system_error>

#include <windows.h>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

namespace {

namespace fs = std::filesystem;

/// Set by the console's handler, which runs on a thread of the system.
HANDLE ended() noexcept {
  static const HANDLE event = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
  return event;
}

/// The system ends the process when the handler of a closed console returns: the program has this long for its last words.
constexpr DWORD last_words_ms = 2000;

BOOL WINAPI on_console(DWORD event) {
  ::SetEvent(ended());
  if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT) ::Sleep(last_words_ms);
  return TRUE;
}

}  // namespace

bool write_private(const std::string& path, const std::string& text) {
  const std::wstring wanted = wide(path);
  const std::wstring beside = wanted + L".new";
  (void)::DeleteFileW(beside.c_str());
  OwnHandle file(::CreateFileW(beside.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW,
                               FILE_ATTRIBUTE_NORMAL, nullptr));
  if (!file.ok()) return false;
  DWORD size = 0;
  const bool written =
      ::WriteFile(file.get(), text.data(), static_cast<DWORD>(text.size()), &size, nullptr) != 0 &&
      size == text.size();
  const bool closed = file.close();
  return written && closed &&
         ::MoveFileExW(beside.c_str(), wanted.c_str(), MOVEFILE_REPLACE_EXISTING) != 0;
}

void make_private_folder(const std::string& path) {
  (void)::CreateDirectoryW(wide(path).c_str(), nullptr);
}

std::string make_temporary_folder() {
  std::error_code failed;
  const fs::path base = fs::temp_directory_path(failed);
  if (failed) return {};
  const fs::path folder = base / ("hellojohn-mock-" + std::to_string(::GetCurrentProcessId()) +
                                  "-" + std::to_string(std::random_device()()));
  if (!fs::create_directory(folder, failed)) return {};
  return folder.generic_string();
}

bool errors_go_to_terminal() {
  DWORD mode = 0;
  return ::GetConsoleMode(::GetStdHandle(STD_ERROR_HANDLE), &mode) != 0;
}

struct EndOfProgram::System {};

EndOfProgram::EndOfProgram() {
  (void)ended();
  ::SetConsoleCtrlHandler(&on_console, TRUE);
}

EndOfProgram::~EndOfProgram() { ::SetConsoleCtrlHandler(&on_console, FALSE); }

void EndOfProgram::wait() { ::WaitForSingleObject(ended(), INFINITE); }

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
