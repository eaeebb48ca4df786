// The regions for the small secrets of the process. Does not know where a region comes from. The caller locks.
#pragma once

#include "secret/cells.hpp"

namespace hellojohn {
inline namespace v0 {
namespace detail {

/// One after the other: a full region is passed by in one look. A page for each secret would reach the system's limits of
/// locked memory and of mappings. `Region` begins with its first cell.
template <class Region>
class Regions {
 public:
  void* take(std::size_t size) noexcept {
    for (std::size_t i = 0; i < begun_; ++i)
      if (void* memory = regions_[i].take(size)) return memory;
    if (begun_ == most) return nullptr;
    void* const memory = regions_[begun_].take(size);
    if (memory != nullptr) ++begun_;
    return memory;
  }
  bool give_back(void* memory, std::size_t size) noexcept {
    for (std::size_t i = 0; i < begun_; ++i)
      if (regions_[i].give_back(memory, size)) return true;
    return false;
  }

 private:
  static constexpr std::size_t most = 256;  // 64 MiB of secrets.

  std::size_t begun_ = 0;
  Region regions_[most] = {};
};

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
