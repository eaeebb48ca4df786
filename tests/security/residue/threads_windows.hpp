// The threads of a process, stopped one after the other. Only Windows.
#pragma once

#include "base/wide_windows.hpp"

#include <cstdint>
#include <vector>

#include <tlhelp32.h>

namespace hellojohn::tests {

inline std::vector<DWORD> threads_of(std::int64_t process) {
  const OwnHandle all(::CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0));
  THREADENTRY32 thread{};
  thread.dwSize = sizeof thread;
  std::vector<DWORD> out;
  for (BOOL more = ::Thread32First(all.get(), &thread); more != 0;
       more = ::Thread32Next(all.get(), &thread))
    if (thread.th32OwnerProcessID == static_cast<DWORD>(process))
      out.push_back(thread.th32ThreadID);
  return out;
}

/// A thread that stands still until the end of the scope.
class StoppedThread {
 public:
  explicit StoppedThread(DWORD id)
      : thread_(::OpenThread(THREAD_SUSPEND_RESUME | THREAD_GET_CONTEXT | THREAD_QUERY_INFORMATION,
                             FALSE, id)),
        stopped_(thread_.ok() && ::SuspendThread(thread_.get()) != static_cast<DWORD>(-1)) {}
  StoppedThread(const StoppedThread&) = delete;
  StoppedThread& operator=(const StoppedThread&) = delete;
  ~StoppedThread() {
    if (stopped_) ::ResumeThread(thread_.get());
  }
  /// False if it has ended.
  [[nodiscard]] bool ok() const noexcept { return stopped_; }
  [[nodiscard]] HANDLE get() const noexcept { return thread_.get(); }

 private:
  OwnHandle thread_;
  bool stopped_;
};

}  // namespace hellojohn::tests
