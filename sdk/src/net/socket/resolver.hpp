// Resolves names without keeping anybody: on Windows a lookup is cancelled, elsewhere a separate thread is abandoned, because
// getaddrinfo cannot be interrupted.
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

/// Functions instead of the system's lookup, for tests. Called on a separate thread. **Lifetime** of the process: a stuck
/// thread may still be in them.
struct ResolverFunctions {
  /// Null: the system's lookup.
  int (*resolve)(const char*, const char*, const addrinfo*, addrinfo**) = nullptr;
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

/// A lookup that the system can cancel.
class CancellableLookup {
 public:
  virtual ~CancellableLookup() = default;
  /// Does nothing if it has ended.
  virtual void cancel() noexcept = 0;
};

/// A lookup leaves its result here; nothing is called after abandon() has returned.
class ResolveMailbox {
 public:
  /// `lose` is called instead, and lost() holds, where `deliver` throws.
  ResolveMailbox(std::function<void(Resolution&&)> deliver, std::function<void()> lose)
      : deliver_(std::move(deliver)), lose_(std::move(lose)) {}
  void deliver(Resolution&&) noexcept;
  /// Also cancels the lookup.
  void abandon() noexcept;
  void will_be_filled_by(std::shared_ptr<CancellableLookup>) noexcept;
  [[nodiscard]] bool lost() noexcept;

 private:
  std::mutex mutex_;
  std::function<void(Resolution&&)> deliver_;
  std::function<void()> lose_;
  std::shared_ptr<CancellableLookup> lookup_;
  bool lost_ = false;
};

/// Starts a lookup that nobody waits for. False if it cannot be started; the mailbox is then never used.
[[nodiscard]] bool resolve_detached(std::string host, std::string port, ResolverFunctions,
                                    std::shared_ptr<ResolveMailbox>) noexcept;

/// The system's lookup, started so that nobody waits for it. False as above. **Exceptions** std::bad_alloc.
[[nodiscard]] bool start_system_lookup(std::string host, std::string port,
                                       std::shared_ptr<ResolveMailbox>);

/// A lookup with these functions on a separate thread. **Exceptions** std::bad_alloc, std::system_error.
void resolve_on_thread(std::string host, std::string port, ResolverFunctions,
                       std::shared_ptr<ResolveMailbox>);

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
