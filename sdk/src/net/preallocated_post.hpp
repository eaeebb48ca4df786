// Room for one handler on its way to the I/O thread, which needs no other memory.
// Knows nothing of what the handler does.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <cstddef>
#include <new>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {

/// **Thread safety** any. **Lifetime** as the io_context's.
class PreallocatedPost {
 public:
  /// Posts `call`, unless an earlier one has not begun yet: that one will see what this one was to tell.
  template <class Call>
  void post(boost::asio::io_context& io, Call call) noexcept {
    if (taken_.exchange(true)) return;
    try {
      boost::asio::post(io, Handler<Call>{this, std::move(call)});
    } catch (...) {
      taken_ = false;  // A message that is lost here ends at its deadline.
    }
  }

 private:
  template <class T>
  struct Allocator {
    using value_type = T;
    explicit Allocator(PreallocatedPost* owner) noexcept : spare(owner) {}
    template <class U>
    Allocator(const Allocator<U>& other) noexcept : spare(other.spare) {}
    T* allocate(std::size_t count) {
      static_assert(alignof(T) <= alignof(std::max_align_t));
      if (count * sizeof(T) > sizeof spare->room_) throw std::bad_alloc();
      return reinterpret_cast<T*>(spare->room_);
    }
    void deallocate(T*, std::size_t) noexcept { spare->taken_ = false; }
    template <class U>
    bool operator==(const Allocator<U>& other) const noexcept {
      return spare == other.spare;
    }
    PreallocatedPost* spare;
  };

  template <class Call>
  struct Handler {
    using allocator_type = Allocator<void*>;
    [[nodiscard]] allocator_type get_allocator() const noexcept { return allocator_type(spare); }
    void operator()() { call(); }
    PreallocatedPost* spare;
    Call call;
  };

  std::atomic<bool> taken_{false};
  alignas(std::max_align_t) unsigned char room_[256];
};

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
