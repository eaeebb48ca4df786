// See processes.hpp: what Windows counts of a process.
#include "worlds/processes.hpp"

#include "base/wide_windows.hpp"

#include <psapi.h>
#include <tlhelp32.h>

namespace hellojohn::tests {

int threads_here() {
  const OwnHandle all(::CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0));
  THREADENTRY32 thread{};
  thread.dwSize = sizeof thread;
  int count = 0;
  for (BOOL more = ::Thread32First(all.get(), &thread); more != 0;
       more = ::Thread32Next(all.get(), &thread))
    count += thread.th32OwnerProcessID == ::GetCurrentProcessId() ? 1 : 0;
  return count;
}

int timer_threads() noexcept { return 1; }

int descriptors_here() {
  DWORD count = 0;
  return ::GetProcessHandleCount(::GetCurrentProcess(), &count) != 0 ? static_cast<int>(count) : 0;
}

int mappings_here() {
  MEMORY_BASIC_INFORMATION range{};
  int count = 0;
  for (const char* at = nullptr; ::VirtualQuery(at, &range, sizeof range) != 0;
       at = static_cast<const char*>(range.BaseAddress) + range.RegionSize)
    count += range.State == MEM_FREE ? 0 : 1;
  return count;
}

long resident_here() {
  PROCESS_MEMORY_COUNTERS memory{};
  ::K32GetProcessMemoryInfo(::GetCurrentProcess(), &memory, sizeof memory);
  return static_cast<long>(memory.WorkingSetSize);
}

}  // namespace hellojohn::tests
