// Memory for one pending operation of Asio, kept in the object that waits for it: an exchange on a kept connection
// then needs none from the heap. Asio's own cache is per thread and holds two.
#pragma once

#include <boost/asio/bind_allocator.hpp>

#include <cstddef>
#include <new>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {

/// One operation at a time; a second one, or a larger one, goes to the heap.
/// **Lifetime** the handler must keep the owner alive.
class HandlerMemory {
 public:
  HandlerMemory() noexcept = default;
  HandlerMemory(const HandlerMemory&) = delete;
  HandlerMemory& operator=(const HandlerMemory&) = delete;

  [[nodiscard]] void* take(std::size_t size) {
    if (taken_ || size > sizeof room_) return ::operator new(size);
    taken_ = true;
    return room_;
  }
  void give_back(void* memory) noexcept {
    if (memory == room_)
      taken_ = false;
    else
      ::operator delete(memory);
  }

 private:
  alignas(std::max_align_t) std::byte room_[512];
  bool taken_ = false;
};

template <class T>
class HandlerAllocator {
 public:
  using value_type = T;
  explicit HandlerAllocator(HandlerMemory& memory) noexcept : memory_(&memory) {}
  template <class U>
  HandlerAllocator(const HandlerAllocator<U>& other) noexcept : memory_(other.memory_) {}

  [[nodiscard]] T* allocate(std::size_t count) {
    return static_cast<T*>(memory_->take(sizeof(T) * count));
  }
  void deallocate(T* memory, std::size_t) noexcept { memory_->give_back(memory); }
  template <class U>
  bool operator==(const HandlerAllocator<U>& other) const noexcept {
    return memory_ == other.memory_;
  }

 private:
  template <class>
  friend class HandlerAllocator;
  HandlerMemory* memory_;
};

template <class Handler>
[[nodiscard]] auto in_memory(HandlerMemory& memory, Handler handler) {
  return boost::asio::bind_allocator(HandlerAllocator<std::byte>(memory), std::move(handler));
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
