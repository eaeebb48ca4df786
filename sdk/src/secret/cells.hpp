// A region of memory cut into cells for small secrets. Does not know where the region comes from. The caller locks.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace hellojohn {
inline namespace v0 {
namespace detail {

/// Lives as long as the process, so that a Secret in a static object can still be freed. All zero at first, so that a region
/// that is never begun costs no memory.
class Cells {
 public:
  static constexpr std::size_t cell = 64;
  static constexpr std::size_t cells = 4096;
  static constexpr std::size_t bytes = cell * cells;
  static constexpr std::size_t largest = std::size_t{32} * 1024;

  [[nodiscard]] char* base() const noexcept { return base_; }
  /// `memory` has room for `bytes`.
  void use(void* memory) noexcept { base_ = static_cast<char*>(memory); }
  /// Null if there is no such room, or no region.
  [[nodiscard]] void* take(std::size_t size) noexcept {
    const std::size_t count = cells_for(size);
    if (base_ == nullptr || (refused_ != 0 && count >= refused_)) return nullptr;
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
  /// False if `memory` is not from here.
  [[nodiscard]] bool give_back(void* memory, std::size_t size) noexcept {
    const auto at = reinterpret_cast<std::uintptr_t>(memory);
    const auto from = reinterpret_cast<std::uintptr_t>(base_);
    if (base_ == nullptr || at < from || at >= from + bytes) return false;
    const std::size_t first = (at - from) / cell;
    std::memset(used_ + first, 0, cells_for(size));
    first_free_ = std::min(first_free_, first);
    refused_ = 0;
    return true;
  }

 private:
  static std::size_t cells_for(std::size_t size) noexcept {
    return size == 0 ? 1 : (size - 1) / cell + 1;
  }

  char* base_ = nullptr;
  std::size_t first_free_ = 0;  ///< No cell before it is free.
  std::size_t refused_ = 0;     ///< No run of so many cells is free; 0: not known.
  unsigned char used_[cells] = {};
};

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
