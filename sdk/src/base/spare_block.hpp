// The memory of the last objects of a kind, kept for the next: objects that follow one another need no heap.
// Knows nothing of the objects.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <new>

namespace hellojohn {
inline namespace v0 {

/// Blocks of one size, two of them kept: the next object may begin while another thread is still destroying the last one. The
/// taker wipes a block that held a secret before it gives it back.
/// **Thread safety** any. **Lifetime** longer than every block taken from it.
class SpareBlock {
 public:
  SpareBlock() noexcept = default;
  SpareBlock(const SpareBlock&) = delete;
  SpareBlock& operator=(const SpareBlock&) = delete;
  ~SpareBlock() {
    for (const auto& kept : kept_) ::operator delete(kept.load(std::memory_order_acquire));
  }

  /// `size` is the same in every call.
  [[nodiscard]] void* take(std::size_t size) {
    for (auto& kept : kept_)
      if (void* const block = kept.exchange(nullptr, std::memory_order_acquire)) return block;
    return ::operator new(size);
  }
  void give_back(void* block) noexcept {
    for (auto& kept : kept_) {
      void* none = nullptr;
      if (kept.compare_exchange_strong(none, block, std::memory_order_release)) return;
    }
    ::operator delete(block);
  }

 private:
  std::array<std::atomic<void*>, 2> kept_{};
};

/// For std::allocate_shared of one type.
template <class T>
class SpareAllocator {
 public:
  using value_type = T;
  explicit SpareAllocator(SpareBlock& block) noexcept : block_(&block) {}
  template <class U>
  SpareAllocator(const SpareAllocator<U>& other) noexcept : block_(other.block_) {}

  [[nodiscard]] T* allocate(std::size_t) {
    static_assert(alignof(T) <= alignof(std::max_align_t));
    return static_cast<T*>(block_->take(sizeof(T)));
  }
  void deallocate(T* memory, std::size_t) noexcept { block_->give_back(memory); }
  template <class U>
  bool operator==(const SpareAllocator<U>& other) const noexcept {
    return block_ == other.block_;
  }

 private:
  template <class>
  friend class SpareAllocator;
  SpareBlock* block_;
};

}  // namespace v0
}  // namespace hellojohn
