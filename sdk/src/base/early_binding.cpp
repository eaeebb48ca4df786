// Every call below is here for the calls that the C++ library makes inside it. The test "no symbol is bound once secrets are
// there" in tests/security/residue says if one is missing.
#include "base/early_binding.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <unordered_set>

namespace hellojohn {
inline namespace v0 {

namespace {

std::atomic<bool> bound{false};

void call_plain_functions() {
  ::operator delete(::operator new(1));
  (void)std::chrono::steady_clock::now();
  (void)std::chrono::system_clock::now();
  std::condition_variable condition;
  condition.notify_one();
  condition.notify_all();
  std::unordered_set<int> numbers;
  numbers.insert(1);
}

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
/// A failed allocation is thrown, caught, kept and thrown again with secrets about.
void call_for_exceptions() {
  std::exception_ptr kept;
  try {
    try {
      throw std::runtime_error(std::string(40, ' '));
    } catch (const std::bad_alloc&) {
      return;
    } catch (...) {
      kept = std::current_exception();
      throw;
    }
  } catch (...) {
    (void)std::current_exception();
  }
  try {
    std::rethrow_exception(kept);
  } catch (const std::exception& error) {
    (void)error.what();
  }
}
#endif

}  // namespace

bool is_bound_early() noexcept { return bound.load(std::memory_order_acquire); }

void bind_early() noexcept {
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
  try {
    call_plain_functions();
    call_for_exceptions();
  } catch (...) {
    return;  // Out of memory: the next secret tries again.
  }
#else
  call_plain_functions();
#endif
  bound.store(true, std::memory_order_release);
}

}  // namespace v0
}  // namespace hellojohn
