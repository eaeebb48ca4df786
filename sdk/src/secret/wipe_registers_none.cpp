// Processors that nobody has tried this on.
#include "secret/wipe_registers.hpp"

namespace hellojohn::inline v0::detail {

void wipe_registers() noexcept {}

}  // namespace hellojohn::inline v0::detail
