// A region of memory cut into cells for small secrets. Knows nothing of where the region comes from; the caller locks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace hellojohn {
inline namespace v0 {
namespace detail {

/// Lives as long as the process, so that a Secret in a static object can still go.
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
    if (base_ == nullptr) return nullptr;
    const std::size_t count = cells_for(size);
    std::size_t run = 0;
    for (std::size_t i = 0; i < cells; ++i) {
      run = used_[i] ? 0 : run + 1;
      if (run < count) continue;
      const std::size_t first = i + 1 - count;
      std::memset(used_ + first, 1, count);
      return base_ + first * cell;
    }
    return nullptr;
  }
  /// False if `memory` is not from here.
  [[nodiscard]] bool give_back(void* memory, std::size_t size) noexcept {
    const auto at = reinterpret_cast<std::uintptr_t>(memory);
    const auto from = reinterpret_cast<std::uintptr_t>(base_);
    if (base_ == nullptr || at < from || at >= from + bytes) return false;
    std::memset(used_ + (at - from) / cell, 0, cells_for(size));
    return true;
  }

 private:
  static std::size_t cells_for(std::size_t size) noexcept {
    return size == 0 ? 1 : (size - 1) / cell + 1;
  }

  char* base_ = nullptr;
  unsigned char used_[cells] = {};
};

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
