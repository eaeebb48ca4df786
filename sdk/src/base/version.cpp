// The version that the library was compiled as. Depends on nothing else.
#include <hellojohn/version.hpp>

namespace hellojohn {
inline namespace v0 {

const char* version() noexcept { return HELLOJOHN_VERSION; }

}  // namespace v0
}  // namespace hellojohn
