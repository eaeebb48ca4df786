// See frame_times.hpp. Counts the waits of one thread, which Linux does for us.
#include "apps/overlay/frame_times.hpp"

#include <sys/resource.h>

namespace overlay {

std::optional<long> waits_of_this_thread() {
  rusage usage{};
  if (getrusage(RUSAGE_THREAD, &usage) != 0) return {};
  return usage.ru_nvcsw;
}

}  // namespace overlay
