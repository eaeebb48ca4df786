// Processors that nobody has tried this on.
#include "secret/wipe_registers.hpp"

namespace hellojohn {
inline namespace v0 {
namespace detail {

void wipe_registers() noexcept {}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
