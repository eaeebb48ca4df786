// Regions for the small secrets of the process, cut into cells. A larger secret has its own mapping.
// Both are left out of core files and locked into memory as far as the system's limit goes.
#include "secret/memory.hpp"

#include "base/process.hpp"
#include "secret/regions.hpp"

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

/// Pages for cells, locked again in each child of fork().
class Region {
 public:
  void* take(std::size_t size) noexcept {
    if (cells_.base() == nullptr) {
      cells_.use(map(Cells::bytes));
      locked_after_ = forks_before;
    }
    // A child of fork() inherits the pages, but not that they are locked.
    if (cells_.base() != nullptr && locked_after_ != forks_before) {
      lock_pages(cells_.base(), Cells::bytes);
      locked_after_ = forks_before;
    }
    return cells_.take(size);
  }
  bool give_back(void* memory, std::size_t size) noexcept { return cells_.give_back(memory, size); }

 private:
  Cells cells_;
  unsigned locked_after_ = 0;
};

ProcessMutex<struct RegionTag> guard;
constinit Regions<Region> regions;

}  // namespace

void* allocate_secret(std::size_t size) noexcept {
  if (size <= Cells::largest) {
    const std::lock_guard lock(guard);
    if (void* memory = regions.take(size)) return memory;
  }
  return map(size == 0 ? 1 : size);
}

void release_secret(void* memory, std::size_t size) noexcept {
  if (size <= Cells::largest) {
    const std::lock_guard lock(guard);
    if (regions.give_back(memory, size)) return;
  }
  (void)::munmap(memory, size == 0 ? 1 : size);
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
