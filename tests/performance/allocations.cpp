// See allocations.hpp. Only for glibc: its own functions stand behind the replaced ones.
#include "performance/allocations.hpp"
#include "worlds/glibc_memory.hpp"

#include <openssl/crypto.h>

#include <malloc.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>

namespace bench {
namespace {

std::atomic<bool> counting{false};  // Else the count would be in every figure.
std::atomic<std::size_t> calls{0}, bytes{0}, openssl_calls{0}, openssl_bytes{0}, in_use{0};

bool on() noexcept { return counting.load(std::memory_order_relaxed); }
void* taken(void* memory) noexcept {
  if (on() && memory != nullptr)
    in_use.fetch_add(malloc_usable_size(memory), std::memory_order_relaxed);
  return memory;
}
void given_back(void* memory) noexcept {
  if (on() && memory != nullptr)
    in_use.fetch_sub(malloc_usable_size(memory), std::memory_order_relaxed);
}
void count(std::size_t size) noexcept {
  if (!on()) return;
  calls.fetch_add(1, std::memory_order_relaxed);
  bytes.fetch_add(size, std::memory_order_relaxed);
}
void count_openssl(std::size_t size) noexcept {
  if (!on()) return;
  openssl_calls.fetch_add(1, std::memory_order_relaxed);
  openssl_bytes.fetch_add(size, std::memory_order_relaxed);
}

void* openssl_malloc(std::size_t size, const char*, int) {
  if (size == 0) return nullptr;
  count_openssl(size);
  return taken(__libc_malloc(size));
}
void* openssl_realloc(void* memory, std::size_t size, const char*, int) {
  if (memory != nullptr && size == 0) {
    given_back(memory);
    __libc_free(memory);
    return nullptr;
  }
  count_openssl(size);
  given_back(memory);
  return taken(__libc_realloc(memory, size));
}
void openssl_free(void* memory, const char*, int) {
  given_back(memory);
  __libc_free(memory);
}

}  // namespace

bool count_openssl_apart() noexcept {
  return CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free) == 1;
}

void count_heap() noexcept { counting.store(true); }

HeapCount heap_count() noexcept {
  return {calls.load(), bytes.load(), openssl_calls.load(), openssl_bytes.load()};
}

std::size_t heap_in_use() noexcept { return in_use.load(); }

}  // namespace bench

// The whole process comes here: operator new of libstdc++ calls malloc.
extern "C" {

void* malloc(std::size_t size) {
  bench::count(size);
  return bench::taken(__libc_malloc(size));
}
void* calloc(std::size_t count, std::size_t size) {
  bench::count(count * size);
  return bench::taken(__libc_calloc(count, size));
}
void* realloc(void* memory, std::size_t size) {
  bench::count(size);
  bench::given_back(memory);
  return bench::taken(__libc_realloc(memory, size));
}
void* memalign(std::size_t alignment, std::size_t size) {
  bench::count(size);
  return bench::taken(__libc_memalign(alignment, size));
}
void* aligned_alloc(std::size_t alignment, std::size_t size) { return memalign(alignment, size); }
int posix_memalign(void** out, std::size_t alignment, std::size_t size) {
  *out = memalign(alignment, size);
  return *out != nullptr ? 0 : ENOMEM;
}
void free(void* memory) {
  bench::given_back(memory);
  __libc_free(memory);
}
}
