// See frame_times.hpp. Windows counts a thread's switches, but does not say which of them were waits.
#include "apps/overlay/frame_times.hpp"

namespace overlay {

std::optional<long> waits_of_this_thread() { return {}; }

}  // namespace overlay
