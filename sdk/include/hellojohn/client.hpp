// Client: the one object an application makes. Knows the network only through Transport.
#pragma once

#include <hellojohn/auth.hpp>
#include <hellojohn/capabilities.hpp>
#include <hellojohn/mfa.hpp>
#include <hellojohn/options.hpp>
#include <hellojohn/recovery.hpp>
#include <hellojohn/user.hpp>

#include <chrono>
#include <cstddef>
#include <memory>

namespace hellojohn {
inline namespace v0 {

/// The client of one tenant. A process may have several; they share nothing, or a SharedNetwork.
///
/// **Errors** each function names its own.
/// **Exceptions** none.
/// **Thread safety** calls from any thread; poll() from one thread at a time. Do not create or destroy it on the transport's
/// thread.
/// **Lifetime** handles and facades may outlive it. Their calls then fail with Errc::shutting_down.
/// **Cancellation** the destructor and shutdown() fail all live calls; Error::outcome says what is certain about each.
class Client {
 public:
  /// Checks the options and makes a client. Opens no connection.
  /// **Errors** usage if base_url is not an https origin (see allow_http_on_loopback), tenant_id or a client_id that the
  /// dialect needs is empty, the key is not publishable ("sk_" keys are refused), or the CA file has no PEM certificate (a
  /// damaged one fails the first call); unsupported without a transport in a HELLOJOHN_TRANSPORT=none build; resource without
  /// memory, threads or descriptors.
  [[nodiscard]] static Result<Client> create(ClientOptions options) noexcept;

  ///@{
  /// Assignment first ends this client, as its destructor would. Destroy a client that was moved from, or assign to it.
  Client(Client&&) noexcept = default;
  Client& operator=(Client&&) noexcept;
  ///@}
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  /// Calls shutdown() with 250 ms, then runs the remaining continuations. A continuation may destroy its own client.
  ~Client();

  ///@{
  /// The groups of calls. Copying one is cheap.
  [[nodiscard]] Auth auth() const noexcept { return Auth(core_); }
  [[nodiscard]] Mfa mfa() const noexcept { return Mfa(core_); }
  [[nodiscard]] User user() const noexcept { return User(core_); }
  [[nodiscard]] Recovery recovery() const noexcept { return Recovery(core_); }
  ///@}

  /// What the server of ClientOptions::dialect can do.
  [[nodiscard]] Capabilities capabilities() const noexcept;

  /// Runs the continuations that are ready, first in first out, and checks deadlines. Call it once a frame. Never blocks.
  /// Allocates only if a retry is due. Returns how many continuations ran. Without NetworkOptions::own_thread it also does what
  /// the network has to do at that moment, TLS handshakes included.
  std::size_t poll() noexcept;

  /// How long poll() can wait if ClientOptions::on_ready says nothing first: until a deadline, a retry, or a notice of a
  /// recovery's end, by ClientOptions::clock. 0 if poll() has something to do now, milliseconds::max() if nothing is due.
  /// Without NetworkOptions::own_thread at most 10 while a request is under way.
  /// Any call and any poll() may change it. **Thread safety** any thread.
  [[nodiscard]] std::chrono::milliseconds time_to_poll() const noexcept;

  /// Refuses new calls, fails all live ones with shutting_down (which wakes every get()), stops the transport within
  /// `limit`, and wipes all secrets. Continuations still run in poll() or in the destructor. A second call does nothing.
  void shutdown(std::chrono::milliseconds limit) noexcept;

 private:
  explicit Client(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}
  std::shared_ptr<detail::Core> core_;
};

}  // namespace v0
}  // namespace hellojohn
