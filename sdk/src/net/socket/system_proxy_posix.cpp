// The system's proxy is that of the environment.
#include "net/socket/system_proxy.hpp"

#include <cstdlib>

namespace hellojohn {
inline namespace v0 {
namespace net {

Result<ProxySettings> system_proxy() {
  return proxy_of_environment([](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  });
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
