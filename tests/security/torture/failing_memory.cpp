// See failing_memory.hpp: the counts, and OpenSSL's allocator.
#include "failing_memory.hpp"

#include "frames.hpp"

#include <atomic>
#include <cerrno>

#include <openssl/crypto.h>

namespace hellojohn::tests::memory {

namespace {

std::atomic<bool> armed{false};
std::atomic<long> fatal_point{0};
std::atomic<bool> lasts{false};
std::atomic<long> count{0};
std::atomic<long> live_blocks{0};
std::atomic<long> openssl_blocks{0};
void* stack[deepest_stack];
std::atomic<int> stack_depth{0};
std::atomic<bool> openssl_failed{false};
thread_local bool in_openssl = false;

/// OpenSSL asks, for as long as it lives.
class OpensslAsks {
 public:
  OpensslAsks() noexcept { in_openssl = true; }
  OpensslAsks(const OpensslAsks&) = delete;
  OpensslAsks& operator=(const OpensslAsks&) = delete;
  ~OpensslAsks() { in_openssl = false; }
};

void* openssl_malloc(std::size_t size, const char*, int) {
  const OpensslAsks asks;
  void* block = size == 0 ? nullptr : take(size);
  if (block != nullptr) ++openssl_blocks;
  return block;
}
void openssl_free(void* block, const char*, int) {
  if (block != nullptr) --openssl_blocks;
  give_back(block);
}
void* openssl_realloc(void* block, std::size_t size, const char* file, int line) {
  if (block == nullptr) return openssl_malloc(size, file, line);
  const OpensslAsks asks;
  if (size != 0) return take_again(block, size);
  openssl_free(block, file, line);
  return nullptr;
}

}  // namespace

void arm(long point, Shortage shortage) noexcept {
  // The first look at a stack may load a library, which allocates.
  void* first[1];
  (void)stack_here(first, 1);
  stack_depth = 0;
  count = 0;
  fatal_point = point;
  lasts = shortage == Shortage::lasting;
  armed = true;
}

void disarm() noexcept { armed = false; }
long counted() noexcept { return count; }
long live() noexcept { return live_blocks - openssl_blocks; }
long live_openssl() noexcept { return openssl_blocks; }
bool failed_in_openssl() noexcept { return openssl_failed; }

int failed_at(void* const** frames) noexcept {
  *frames = stack;
  return stack_depth;
}

bool count_openssl() noexcept {
  return CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free) == 1;
}

bool fails() noexcept {
  if (!armed.load(std::memory_order_relaxed)) return false;
  const long mine = count.fetch_add(1, std::memory_order_relaxed) + 1;
  const long point = fatal_point.load(std::memory_order_relaxed);
  const bool later = point != 0 && mine > point && lasts.load(std::memory_order_relaxed);
  if (mine != point && !later) return false;
  if (!later) {
    openssl_failed = in_openssl;
    stack_depth = stack_here(stack, deepest_stack);
  }
  errno = ENOMEM;
  return true;
}

void* counted_block(void* block) noexcept {
  if (block != nullptr) live_blocks.fetch_add(1, std::memory_order_relaxed);
  return block;
}

void uncount_block() noexcept { live_blocks.fetch_sub(1, std::memory_order_relaxed); }

}  // namespace hellojohn::tests::memory
