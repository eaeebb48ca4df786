// The memory of the last object of a kind, kept for the next: objects that follow one another need the heap once.
// Knows nothing of the objects.
#pragma once

#include <atomic>
#include <cstddef>
#include <new>

namespace hellojohn {
inline namespace v0 {

/// Blocks of one size, one of them kept. The taker wipes a block that held a secret before it gives it back.
/// **Thread safety** any. **Lifetime** longer than every block taken from it.
class SpareBlock {
 public:
  SpareBlock() noexcept = default;
  SpareBlock(const SpareBlock&) = delete;
  SpareBlock& operator=(const SpareBlock&) = delete;
  ~SpareBlock() { ::operator delete(kept_.load(std::memory_order_acquire)); }

  /// `size` is the same in every call.
  [[nodiscard]] void* take(std::size_t size) {
    void* const kept = kept_.exchange(nullptr, std::memory_order_acquire);
    return kept != nullptr ? kept : ::operator new(size);
  }
  void give_back(void* block) noexcept {
    ::operator delete(kept_.exchange(block, std::memory_order_acq_rel));
  }

 private:
  std::atomic<void*> kept_{nullptr};
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
