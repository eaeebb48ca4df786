// See process_memory.hpp: VirtualQueryEx and ReadProcessMemory.
#include "security/residue/process_memory.hpp"

#include "base/wide_windows.hpp"

#include <hellojohn/secret.hpp>

#include <algorithm>
#include <stdexcept>

namespace hellojohn::tests {

namespace {

constexpr DWORD readable = PAGE_READONLY | PAGE_READWRITE | PAGE_WRITECOPY |
                           PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY;

std::uintptr_t address(const void* at) noexcept { return reinterpret_cast<std::uintptr_t>(at); }

}  // namespace

SearchedProcess own_process() {
  const Secret here("?");
  return {static_cast<std::int64_t>(::GetCurrentProcessId()), address(here.reveal().data())};
}

ProcessMemory::ProcessMemory(const SearchedProcess& process) : process_(process) {
  const HANDLE handle = ::OpenProcess(PROCESS_QUERY_INFORMATION | PROCESS_VM_READ, FALSE,
                                      static_cast<DWORD>(process.id));
  if (handle == nullptr) throw std::runtime_error("cannot open the process");
  handle_ = reinterpret_cast<std::intptr_t>(handle);
}

ProcessMemory::~ProcessMemory() { ::CloseHandle(reinterpret_cast<HANDLE>(handle_)); }

// Guard pages are of stacks that have not grown that far: they hold nothing.
std::vector<MemoryRange> ProcessMemory::ranges() const {
  const auto process = reinterpret_cast<HANDLE>(handle_);
  MEMORY_BASIC_INFORMATION range{};
  std::uintptr_t hidden = 0;
  if (process_.secrets != 0 &&
      ::VirtualQueryEx(process, reinterpret_cast<const void*>(process_.secrets), &range,
                       sizeof range) != 0)
    hidden = address(range.AllocationBase);
  std::vector<MemoryRange> out;
  for (std::uintptr_t at = 0;
       ::VirtualQueryEx(process, reinterpret_cast<const void*>(at), &range, sizeof range) != 0;) {
    const std::uintptr_t from = address(range.BaseAddress);
    at = from + range.RegionSize;
    if (range.State == MEM_COMMIT && (range.Protect & readable) != 0 &&
        (range.Protect & PAGE_GUARD) == 0)
      out.push_back({from, at, hidden == 0 || address(range.AllocationBase) != hidden});
  }
  return out;
}

// It refuses the whole if one page is missing, hence the second way page by page.
std::size_t ProcessMemory::read(std::uintptr_t from, unsigned char* out,
                                std::size_t size) const noexcept {
  const auto process = reinterpret_cast<HANDLE>(handle_);
  constexpr std::size_t page = 4096;
  SIZE_T n = 0;
  if (::ReadProcessMemory(process, reinterpret_cast<const void*>(from), out, size, &n) != 0)
    return n;
  std::size_t done = 0;
  while (done < size) {
    const std::size_t wanted = std::min(page - (from + done) % page, size - done);
    if (::ReadProcessMemory(process, reinterpret_cast<const void*>(from + done), out + done, wanted,
                            &n) == 0)
      break;
    done += n;
  }
  return done;
}

}  // namespace hellojohn::tests
