// Jitter, and nothing that must be hard to guess. Seeded by the caller, so that tests repeat.
#pragma once

#include <cstdint>

namespace hellojohn {
inline namespace v0 {

class Random {
 public:
  explicit Random(std::uint64_t seed) noexcept : state_(seed) {}
  /// 0 <= x < 1. SplitMix64 (Steele, Lea, Flood 2014).
  [[nodiscard]] double next() noexcept {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1.0p-53;
  }

 private:
  std::uint64_t state_;
};

}  // namespace v0
}  // namespace hellojohn
