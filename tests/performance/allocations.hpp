// Counts what this process takes from the heap: exact, because malloc itself is replaced. OpenSSL's is kept apart.
#pragma once

#include <cstddef>

namespace bench {

struct HeapCount {
  std::size_t calls = 0;
  std::size_t bytes = 0;
  std::size_t openssl_calls = 0;
  std::size_t openssl_bytes = 0;
};

/// Before anything of OpenSSL runs; false if it is too late: then OpenSSL's are counted with the others.
bool count_openssl_apart() noexcept;
/// Counts from now on.
void count_heap() noexcept;
[[nodiscard]] HeapCount heap_count() noexcept;
/// Bytes that are in use now, OpenSSL's among them.
[[nodiscard]] std::size_t heap_in_use() noexcept;

}  // namespace bench
