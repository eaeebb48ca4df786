// The bytes behind Secret: allocated once per growth, wiped before they are given back.
// Knows nothing of what the bytes mean.
#include <hellojohn/secret.hpp>

#include "base/early_binding.hpp"
#include "secret/memory.hpp"
#include "secret/wipe_registers.hpp"

#include <cstring>
#include <exception>
#include <new>
#include <utility>

namespace hellojohn {
inline namespace v0 {

namespace {

[[noreturn]] void out_of_memory() {
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
  throw std::bad_alloc();
#else
  std::terminate();
#endif
}

#if defined(_MSC_VER) && !defined(__clang__)
/// Stores through a volatile pointer are never dead ones. Not built: no MSVC has compiled this.
void overwrite(void* memory, std::size_t size) noexcept {
  auto* const bytes = static_cast<volatile unsigned char*>(memory);
  for (std::size_t at = 0; at < size; ++at) bytes[at] = 0;
}
#else
void overwrite(void* memory, std::size_t size) noexcept {
  std::memset(memory, 0, size);
  // The barrier makes the stores observable, so that they are not dead ones.
  asm volatile("" : : "r"(memory) : "memory");
}
#endif

}  // namespace

void secure_wipe(void* memory, std::size_t size) noexcept {
  if (size == 0) return;
  overwrite(memory, size);
  detail::wipe_registers();
}

bool equal_constant_time(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

Secret::Secret(std::string_view bytes) { append(bytes); }

Secret::Secret(Secret&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    clear();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, 0);
  }
  return *this;
}

Secret::~Secret() { clear(); }

void Secret::reserve(std::size_t capacity) {
  if (capacity <= capacity_) return;
  if (!is_bound_early()) {
    detail::wipe_registers();
    bind_early();
  }
  char* grown = static_cast<char*>(detail::allocate_secret(capacity));
  if (grown == nullptr) out_of_memory();
  if (size_ != 0) std::memcpy(grown, data_, size_);
  const std::size_t size = size_;
  clear();
  data_ = grown;
  size_ = size;
  capacity_ = capacity;
}

void Secret::append(std::string_view bytes) {
  if (bytes.empty()) return;
  const std::size_t needed = size_ + bytes.size();
  if (data_ == nullptr) reserve(needed);
  if (data_ == nullptr) return;  // Not reached: reserve() has storage or does not return.
  if (needed > capacity_) {
    const std::size_t grown_capacity = needed > 2 * capacity_ ? needed : 2 * capacity_;
    // The bytes may be a look at this very object: copy before the old storage goes.
    Secret grown;
    grown.reserve(grown_capacity);
    if (grown.data_ == nullptr) return;  // As above.
    if (size_ != 0) std::memcpy(grown.data_, data_, size_);
    std::memcpy(grown.data_ + size_, bytes.data(), bytes.size());
    grown.size_ = needed;
    *this = std::move(grown);
    return;
  }
  std::memcpy(data_ + size_, bytes.data(), bytes.size());
  size_ = needed;
  // On Windows an exception writes the registers to the stack, also one that is thrown later because memory ran out.
  detail::wipe_registers();
}

void Secret::clear() noexcept {
  if (data_ != nullptr) {
    secure_wipe(data_, capacity_);
    detail::release_secret(data_, capacity_);
  }
  data_ = nullptr;
  size_ = 0;
  capacity_ = 0;
}

}  // namespace v0
}  // namespace hellojohn
