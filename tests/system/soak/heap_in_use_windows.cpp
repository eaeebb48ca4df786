// See heap_in_use.hpp: the blocks in use of every heap of the process.
#include "system/soak/heap_in_use.hpp"

#include <array>

#include <windows.h>

namespace hellojohn::tests {

long heap_in_use() {
  std::array<HANDLE, 64> heaps{};
  const DWORD count = ::GetProcessHeaps(static_cast<DWORD>(heaps.size()), heaps.data());
  long bytes = 0;
  for (DWORD i = 0; i < count && i < heaps.size(); ++i) {
    (void)::HeapCompact(heaps[i], 0);
    if (::HeapLock(heaps[i]) == 0) continue;
    PROCESS_HEAP_ENTRY entry{};
    while (::HeapWalk(heaps[i], &entry) != 0)
      if ((entry.wFlags & PROCESS_HEAP_ENTRY_BUSY) != 0) bytes += static_cast<long>(entry.cbData);
    ::HeapUnlock(heaps[i]);
  }
  return bytes;
}

}  // namespace hellojohn::tests
