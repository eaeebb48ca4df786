// One region for the small secrets of the process, cut into cells; a mapping of its own for what does not fit.
// Both are left out of core files and locked into memory as far as the system's limit goes.
#include "secret/memory.hpp"

#include "base/process.hpp"
#include "secret/cells.hpp"

#include <algorithm>

#include <sys/mman.h>
#include <unistd.h>

namespace hellojohn {
inline namespace v0 {
namespace detail {

namespace {

/// All at once, or page by page from the front: a small limit still holds the pages that are handed out first.
void lock_pages(char* memory, std::size_t size) noexcept {
  if (::mlock(memory, size) == 0) return;
  const long answer = ::sysconf(_SC_PAGESIZE);
  const std::size_t page = answer > 0 ? static_cast<std::size_t>(answer) : 4096;
  for (std::size_t at = 0; at < size; at += page)
    if (::mlock(memory + at, std::min(page, size - at)) != 0) return;
}

void* map(std::size_t size) noexcept {
  void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return nullptr;
#ifdef MADV_DONTDUMP
  (void)::madvise(memory, size, MADV_DONTDUMP);
#endif
  lock_pages(static_cast<char*>(memory), size);
  return memory;
}

ProcessMutex<struct RegionTag> guard;
constinit Cells region;
unsigned locked_after = 0;

void make_ready() noexcept {
  if (region.base() == nullptr) {
    region.use(map(Cells::bytes));
    locked_after = forks_before;
  }
  // A child of fork() inherits the pages, but not that they are locked.
  if (region.base() != nullptr && locked_after != forks_before) {
    lock_pages(region.base(), Cells::bytes);
    locked_after = forks_before;
  }
}

}  // namespace

void* allocate_secret(std::size_t size) noexcept {
  if (size <= Cells::largest) {
    const std::lock_guard lock(guard);
    make_ready();
    if (void* memory = region.take(size)) return memory;
  }
  return map(size == 0 ? 1 : size);
}

void release_secret(void* memory, std::size_t size) noexcept {
  if (size <= Cells::largest) {
    const std::lock_guard lock(guard);
    if (region.give_back(memory, size)) return;
  }
  (void)::munmap(memory, size == 0 ? 1 : size);
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
