// The proxy that the system's settings name, in system_proxy_posix.cpp (the environment) and system_proxy_windows.cpp (the
// account's settings). What the settings mean is in proxy_settings.hpp.
#pragma once

#include "net/socket/proxy_settings.hpp"

namespace hellojohn {
inline namespace v0 {
namespace net {

/// **Errors** usage: a kind of proxy that is not supported; resource: the settings cannot be read. The detail holds nothing
/// of them. **Exceptions** std::bad_alloc.
[[nodiscard]] Result<ProxySettings> system_proxy();

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
