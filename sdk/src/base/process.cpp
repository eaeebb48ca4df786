// See process.hpp. Here and not in the header, where each file that includes it would begin the program with a look.
#include "base/process.hpp"

namespace hellojohn {
inline namespace v0 {

#if __has_include(<sys/wait.h>)
constinit std::atomic<unsigned> forks_before{0};

namespace {
[[maybe_unused]] const int forks_are_counted =
    ::pthread_atfork(nullptr, nullptr, [] { ++forks_before; });
}  // namespace
#endif

}  // namespace v0
}  // namespace hellojohn
