// Processors that nobody has tried this on.
#include "core/registers.hpp"

namespace hellojohn::detail {

void wipe_registers() noexcept {}

}  // namespace hellojohn::detail
