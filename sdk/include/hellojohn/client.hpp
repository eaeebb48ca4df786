// Client: the one object an application makes. Knows the network only through Transport.
#pragma once

#include <hellojohn/auth.hpp>
#include <hellojohn/mfa.hpp>
#include <hellojohn/options.hpp>
#include <hellojohn/recovery.hpp>
#include <hellojohn/user.hpp>

#include <chrono>
#include <cstddef>
#include <memory>

namespace hellojohn {
inline namespace v0 {

/// A tenant's accounts, seen from an application. Several may live in one process; nothing is shared or global.
///
/// **Thread** calls from any thread; poll() from one at a time; create and destroy anywhere but the transport's thread.
/// **Lifetime** handles and facades may outlive it: their calls end with Errc::shutting_down.
class Client {
 public:
  /// Checks the options and makes a client. Opens no connection.
  /// **Errors** usage: a base_url that is no origin or not https (see allow_http_on_loopback), an empty tenant_id, a key
  /// that is not publishable ("sk_" keys are refused before any byte is sent), an unreadable CA file;
  /// unsupported: no transport given to a library that was built with HELLOJOHN_TRANSPORT=none.
  [[nodiscard]] static Result<Client> create(ClientOptions options) noexcept;

  ///@{
  /// Assignment ends the client that stood there, as its destructor would. A client that was moved
  /// from may only be destroyed or assigned to.
  Client(Client&&) noexcept = default;
  Client& operator=(Client&&) noexcept;
  ///@}
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  /// shutdown() with 250 ms, then delivers what is left. Allowed inside a callback of its own.
  ~Client();

  ///@{
  /// The facades: cheap to make and to copy, and they may outlive this object.
  [[nodiscard]] Auth auth() const noexcept { return Auth(core_); }
  [[nodiscard]] Mfa mfa() const noexcept { return Mfa(core_); }
  [[nodiscard]] User user() const noexcept { return User(core_); }
  [[nodiscard]] Recovery recovery() const noexcept { return Recovery(core_); }
  ///@}

  /// Runs the continuations that were ready when it was called, first in first out, and checks deadlines. Call it once
  /// a frame. Never blocks; allocates nothing unless a repeat of a call is due. Returns how many ran.
  std::size_t poll() noexcept;

  /// Refuses new calls, fails all live ones with shutting_down (which wakes every get()), stops the transport within
  /// `limit`, and forgets all secrets. Continuations still run in poll() or in the destructor. Idempotent.
  void shutdown(std::chrono::milliseconds limit) noexcept;

 private:
  explicit Client(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}
  std::shared_ptr<detail::Core> core_;
};

}  // namespace v0
}  // namespace hellojohn
