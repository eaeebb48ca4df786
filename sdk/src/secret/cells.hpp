// A region of memory cut into cells for small secrets. Does not know where the region comes from. The caller locks.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace hellojohn {
inline namespace v0 {
namespace detail {

/// Rows of cells. All secrets in a row are about equally long, so a free place is found without a search: with thousands of
/// secrets a walk from the first one would cost more than the calls that they belong to.
///
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
    if (base_ == nullptr) return nullptr;
    const std::size_t count = cells_for(size);
    if (count > row_cells) return take_rows(rows_for(count));
    const std::size_t places = row_cells / count;
    if (with_room_[places] == 0 && !begin_row(places)) return nullptr;
    const std::size_t row = lowest(with_room_[places]);
    const std::size_t place = lowest(~used_[row]);
    used_[row] |= bits(1) << place;
    if (~used_[row] == 0) with_room_[places] &= ~(bits(1) << row);
    return base_ + (row * row_cells + place * (row_cells / places)) * cell;
  }
  /// False if `memory` is not from here.
  [[nodiscard]] bool give_back(void* memory, std::size_t size) noexcept {
    const auto at = reinterpret_cast<std::uintptr_t>(memory);
    const auto from = reinterpret_cast<std::uintptr_t>(base_);
    if (base_ == nullptr || at < from || at >= from + bytes) return false;
    const std::size_t first = (at - from) / cell;
    const std::size_t row = first / row_cells;
    const std::size_t count = cells_for(size);
    if (count > row_cells) {
      begun_ &= ~(bits(rows_for(count)) << row);
      return true;
    }
    const std::size_t places = row_cells / count;
    const std::size_t place = first % row_cells / (row_cells / places);
    used_[row] &= ~(bits(1) << place);
    with_room_[places] |= bits(1) << row;
    if (used_[row] == ~bits(places)) end_row(row, places);
    return true;
  }

 private:
  using Bits = std::uint64_t;
  static constexpr std::size_t row_cells = 64;
  static constexpr std::size_t rows = cells / row_cells;
  static_assert(rows == 64);  // As many as Bits has.

  static std::size_t cells_for(std::size_t size) noexcept {
    return size == 0 ? 1 : (size - 1) / cell + 1;
  }
  static std::size_t rows_for(std::size_t count) noexcept { return (count - 1) / row_cells + 1; }
  /// The lowest `count` bits, of which there is at least one.
  static Bits bits(std::size_t count) noexcept { return ~Bits{0} >> (64 - count); }
  static std::size_t lowest(Bits some) noexcept {
    return static_cast<std::size_t>(std::countr_zero(some));
  }

  [[nodiscard]] bool begin_row(std::size_t places) noexcept {
    if (~begun_ == 0) return false;
    const std::size_t row = lowest(~begun_);
    begun_ |= bits(1) << row;
    with_room_[places] |= bits(1) << row;
    used_[row] = ~bits(places);  // What it has no place for is never free.
    return true;
  }
  void end_row(std::size_t row, std::size_t places) noexcept {
    begun_ &= ~(bits(1) << row);
    with_room_[places] &= ~(bits(1) << row);
  }
  [[nodiscard]] void* take_rows(std::size_t count) noexcept {
    for (std::size_t row = 0; row + count <= rows; ++row) {
      if ((begun_ & bits(count) << row) != 0) continue;
      begun_ |= bits(count) << row;
      return base_ + row * row_cells * cell;
    }
    return nullptr;
  }

  char* base_ = nullptr;
  Bits begun_ = 0;  ///< Rows in which something is used.
  Bits with_room_[row_cells + 1] =
      {};                 ///< Rows begun that have a free place, by the number of their places.
  Bits used_[rows] = {};  ///< The places of each row that is begun.
};

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
