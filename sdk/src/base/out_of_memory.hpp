// Where memory may run out: a step that allocates, and whether it came to its end.
// Knows nothing of what the step does.
#pragma once

#include <new>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace detail {

/// False if an allocation failed in `step`, which then has undone what it had begun. Built without exceptions the
/// program ends instead.
template <class Step>
[[nodiscard]] bool completes(Step&& step) noexcept {
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
  try {
    std::forward<Step>(step)();
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
#else
  std::forward<Step>(step)();
  return true;
#endif
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
