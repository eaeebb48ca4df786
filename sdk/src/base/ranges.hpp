// Tables of characters: ranges in order, searched by halves.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace hellojohn {
inline namespace v0 {
namespace text {

struct Range {
  char32_t first, last;
};

template <std::size_t N>
[[nodiscard]] bool is_in(const Range (&ranges)[N], char32_t c) noexcept {
  // The first range that does not end before `c`.
  const Range* range = std::lower_bound(std::begin(ranges), std::end(ranges), c,
                                        [](const Range& r, char32_t p) { return r.last < p; });
  return range != std::end(ranges) && c >= range->first;
}

}  // namespace text
}  // namespace v0
}  // namespace hellojohn
