// See input.hpp. A console gives whole lines in UTF-16; a pipe and a file give bytes.
#include "06_terminal/input.hpp"

#include <windows.h>

namespace terminal {

namespace {

HANDLE input() { return ::GetStdHandle(STD_INPUT_HANDLE); }

/// A key went down. Other events of the console, as of the mouse, are dropped: a read would wait for a key.
bool key_waits(std::chrono::milliseconds patience) {
  if (::WaitForSingleObject(input(), static_cast<DWORD>(patience.count())) != WAIT_OBJECT_0)
    return false;
  INPUT_RECORD record{};
  DWORD count = 0;
  while (::PeekConsoleInputW(input(), &record, 1, &count) != 0 && count == 1) {
    if (record.EventType == KEY_EVENT && record.Event.KeyEvent.bKeyDown != 0) return true;
    ::ReadConsoleInputW(input(), &record, 1, &count);
  }
  return false;
}

/// The screen stands still until the line is whole: only the console itself can edit it. False at the end.
bool read_console(hellojohn::Secret& pending) {
  wchar_t wide[256];
  DWORD count = 0;
  if (::ReadConsoleW(input(), wide, 256, &count, nullptr) == 0 || count == 0) return false;
  char bytes[1024];
  const int size = ::WideCharToMultiByte(CP_UTF8, 0, wide, static_cast<int>(count), bytes,
                                         sizeof bytes, nullptr, nullptr);
  pending.append({bytes, static_cast<std::size_t>(size)});
  hellojohn::secure_wipe(wide, sizeof wide);
  hellojohn::secure_wipe(bytes, sizeof bytes);
  return true;
}

/// A pipe cannot be waited for.
bool pipe_is_empty(std::chrono::milliseconds patience) {
  DWORD there = 0;
  if (::GetFileType(input()) != FILE_TYPE_PIPE ||
      ::PeekNamedPipe(input(), nullptr, 0, nullptr, &there, nullptr) == 0 || there != 0)
    return false;
  ::Sleep(static_cast<DWORD>(patience.count()));
  return true;
}

}  // namespace

void prepare_output() {
  ::SetConsoleOutputCP(CP_UTF8);
  const HANDLE output = ::GetStdHandle(STD_OUTPUT_HANDLE);
  DWORD mode = 0;
  if (::GetConsoleMode(output, &mode) != 0)
    ::SetConsoleMode(output, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
}

Echo::Echo() { is_terminal_ = ::GetConsoleMode(input(), &before_) != 0; }

void Echo::set(bool on) {
  if (!is_terminal_ || on == on_) return;
  on_ = on;
  ::SetConsoleMode(input(), on ? before_ : before_ & ~static_cast<DWORD>(ENABLE_ECHO_INPUT));
}

Lines::State Lines::read(std::chrono::milliseconds patience) {
  DWORD mode = 0;
  if (::GetConsoleMode(input(), &mode) != 0) {
    if (!key_waits(patience)) return State::none;
    return read_console(pending_) ? State::line : State::end;
  }
  if (pipe_is_empty(patience)) return State::none;
  char bytes[512];
  DWORD got = 0;
  if (::ReadFile(input(), bytes, sizeof bytes, &got, nullptr) == 0 || got == 0) return State::end;
  pending_.append({bytes, static_cast<std::size_t>(got)});
  hellojohn::secure_wipe(bytes, sizeof bytes);
  return State::line;
}

}  // namespace terminal
