// Regions for the small secrets of the process, cut into cells. A larger secret has its own mapping.
// Both are left out of core files and locked into memory as far as the system's limit goes.
#include "secret/memory.hpp"

#include "base/process.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include <sys/mman.h>
#include <unistd.h>

namespace hellojohn {
inline namespace v0 {
namespace detail {

namespace {

constexpr std::size_t cell = 64;
constexpr std::size_t cells = 4096;
constexpr std::size_t largest_in_region = std::size_t{32} * 1024;
constexpr std::size_t most_regions = 256;  // 64 MiB of secrets.

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

/// Lives as long as the process, so that a Secret in a static object can still go. All zero at first, so that the regions that
/// are never begun cost no memory.
class Region {
 public:
  void* take(std::size_t count) noexcept {
    if ((refused_ != 0 && count >= refused_) || !is_mapped()) return nullptr;
    std::size_t run = 0;
    for (std::size_t i = first_free_; i < cells; ++i) {
      run = used_[i] ? 0 : run + 1;
      if (run < count) continue;
      const std::size_t first = i + 1 - count;
      std::memset(used_ + first, 1, count);
      if (first == first_free_) first_free_ = first + count;
      return base_ + first * cell;
    }
    refused_ = count;
    return nullptr;
  }
  [[nodiscard]] bool holds(const void* memory) const noexcept {
    const auto at = reinterpret_cast<std::uintptr_t>(memory);
    const auto from = reinterpret_cast<std::uintptr_t>(base_);
    return base_ != nullptr && at >= from && at < from + cell * cells;
  }
  void give_back(void* memory, std::size_t count) noexcept {
    const auto first = static_cast<std::size_t>(static_cast<char*>(memory) - base_) / cell;
    std::memset(used_ + first, 0, count);
    first_free_ = std::min(first_free_, first);
    refused_ = 0;
  }

 private:
  bool is_mapped() noexcept {
    if (base_ == nullptr) {
      base_ = static_cast<char*>(map(cell * cells));
      locked_after_ = forks_before;
    }
    // A child of fork() inherits the pages, but not that they are locked.
    if (base_ != nullptr && locked_after_ != forks_before) {
      lock_pages(base_, cell * cells);
      locked_after_ = forks_before;
    }
    return base_ != nullptr;
  }

  char* base_ = nullptr;
  unsigned locked_after_ = 0;
  std::size_t first_free_ = 0;  ///< No cell before it is free.
  std::size_t refused_ = 0;     ///< No run of so many cells is free; 0: not known.
  unsigned char used_[cells] = {};
};

/// One after the other: a full region is passed by in one look. A page for each secret would end at the system's limits, of
/// locked memory and of mappings.
class Regions {
 public:
  void* take(std::size_t count) noexcept {
    for (std::size_t i = 0; i < begun_; ++i)
      if (void* memory = regions_[i].take(count)) return memory;
    if (begun_ == most_regions) return nullptr;
    void* const memory = regions_[begun_].take(count);
    if (memory != nullptr) ++begun_;
    return memory;
  }
  bool give_back(void* memory, std::size_t count) noexcept {
    for (std::size_t i = 0; i < begun_; ++i) {
      if (!regions_[i].holds(memory)) continue;
      regions_[i].give_back(memory, count);
      return true;
    }
    return false;
  }

 private:
  std::size_t begun_ = 0;
  Region regions_[most_regions] = {};
};

ProcessMutex<struct RegionTag> guard;
constinit Regions regions;

std::size_t cells_for(std::size_t size) noexcept { return size == 0 ? 1 : (size - 1) / cell + 1; }

}  // namespace

void* allocate_secret(std::size_t size) noexcept {
  if (size <= largest_in_region) {
    const std::lock_guard lock(guard);
    if (void* memory = regions.take(cells_for(size))) return memory;
  }
  return map(size == 0 ? 1 : size);
}

void release_secret(void* memory, std::size_t size) noexcept {
  if (size <= largest_in_region) {
    const std::lock_guard lock(guard);
    if (regions.give_back(memory, cells_for(size))) return;
  }
  (void)::munmap(memory, size == 0 ? 1 : size);
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
