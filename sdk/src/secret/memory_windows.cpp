// Regions for the small secrets of the process, cut into cells. A larger secret has separate pages.
// Both are left out of Windows' error reports and locked into memory as far as the working set's limit goes.
#include "secret/memory.hpp"

#include "secret/regions.hpp"

#include <windows.h>

namespace hellojohn {
inline namespace v0 {
namespace detail {

namespace {

/// Newer than some Windows that this runs on: null there.
template <class Function>
Function from_kernel(const char* name) noexcept {
  const HMODULE kernel = ::GetModuleHandleW(L"kernel32.dll");
  if (kernel == nullptr) return nullptr;
  return reinterpret_cast<Function>(reinterpret_cast<void*>(::GetProcAddress(kernel, name)));
}

/// Windows 10 1703 and newer. A process has 512 such blocks at most: a large one may then be left in.
void leave_out_of_reports(void* memory, std::size_t size) noexcept {
  using Exclude = HRESULT(WINAPI*)(const void*, DWORD);
  if (const auto exclude = from_kernel<Exclude>("WerRegisterExcludedMemoryBlock"))
    (void)exclude(memory, static_cast<DWORD>(size));
}

void take_back_from_reports(const void* memory) noexcept {
  using Include = HRESULT(WINAPI*)(const void*);
  if (const auto include = from_kernel<Include>("WerUnregisterExcludedMemoryBlock"))
    (void)include(memory);
}

void* map(std::size_t size) noexcept {
  void* memory = ::VirtualAlloc(nullptr, size, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
  if (memory == nullptr) return nullptr;
  leave_out_of_reports(memory, size);
  if (::VirtualLock(memory, size) != 0) return memory;
  // The minimum working set, 200 KiB by default, bounds what can be locked.
  SIZE_T least = 0;
  SIZE_T most = 0;
  const HANDLE self = ::GetCurrentProcess();
  if (::GetProcessWorkingSetSize(self, &least, &most) != 0 &&
      ::SetProcessWorkingSetSize(self, least + size, most + size) != 0)
    (void)::VirtualLock(memory, size);
  return memory;
}

/// Pages for cells.
class Region {
 public:
  void* take(std::size_t size) noexcept {
    if (cells_.base() == nullptr) cells_.use(map(Cells::bytes));
    return cells_.take(size);
  }
  bool give_back(void* memory, std::size_t size) noexcept { return cells_.give_back(memory, size); }

 private:
  Cells cells_;
};

SRWLOCK guard = SRWLOCK_INIT;
constinit Regions<Region> regions;

class Locked {
 public:
  Locked() noexcept { ::AcquireSRWLockExclusive(&guard); }
  ~Locked() { ::ReleaseSRWLockExclusive(&guard); }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;
};

}  // namespace

void* allocate_secret(std::size_t size) noexcept {
  if (size <= Cells::largest) {
    const Locked lock;
    if (void* memory = regions.take(size)) return memory;
  }
  return map(size == 0 ? 1 : size);
}

void release_secret(void* memory, std::size_t size) noexcept {
  if (size <= Cells::largest) {
    const Locked lock;
    if (regions.give_back(memory, size)) return;
  }
  take_back_from_reports(memory);
  (void)::VirtualFree(memory, 0, MEM_RELEASE);
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
