// The system's lookup has no cancel here: getaddrinfo on a thread that is left behind.
#include "net/socket/resolver.hpp"

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {

bool start_system_lookup(std::string host, std::string port,
                         std::shared_ptr<ResolveMailbox> mailbox) {
  ResolverFunctions system;
  system.resolve = &::getaddrinfo;
  resolve_on_thread(std::move(host), std::move(port), system, std::move(mailbox));
  return true;
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
