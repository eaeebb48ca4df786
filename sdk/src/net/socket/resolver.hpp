// Resolves names on a separate thread that can be abandoned, because getaddrinfo cannot be
// interrupted.
// Knows nothing of connections; touches nothing of its caller but the mailbox.
#pragma once

// Asio's header of the system's socket types: each system has them under other names.
#include <boost/asio/detail/socket_types.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace net {

/// The system's two functions. Replaced by tests. **Lifetime** of the process: a stuck thread may
/// still be in them.
struct ResolverFunctions {
  int (*resolve)(const char*, const char*, const addrinfo*, addrinfo**) = &::getaddrinfo;
  void (*release)(addrinfo*) = &::freeaddrinfo;
};

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

struct Resolution {
  enum class Status : unsigned char { found, no_such_name, failed, no_memory };
  Status status = Status::failed;
  std::vector<Address> addresses{};
};

/// A resolver thread leaves its result here; nothing is called after abandon() has returned.
class ResolveMailbox {
 public:
  /// `lose` is called instead, and lost() holds, where `deliver` throws.
  ResolveMailbox(std::function<void(Resolution&&)> deliver, std::function<void()> lose)
      : deliver_(std::move(deliver)), lose_(std::move(lose)) {}
  void deliver(Resolution&&) noexcept;
  void abandon() noexcept;
  [[nodiscard]] bool lost() noexcept;

 private:
  std::mutex mutex_;
  std::function<void(Resolution&&)> deliver_;
  std::function<void()> lose_;
  bool lost_ = false;
};

/// False if no thread can be started; the mailbox is then never used.
[[nodiscard]] bool resolve_detached(std::string host, std::string port, ResolverFunctions,
                                    std::shared_ptr<ResolveMailbox>) noexcept;

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
