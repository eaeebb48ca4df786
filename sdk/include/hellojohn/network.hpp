// SharedNetwork: one network engine for many clients. Knows nothing of what they send.
#pragma once

#include <hellojohn/result.hpp>
#include <hellojohn/transport.hpp>

#include <memory>
#include <utility>

namespace hellojohn {
inline namespace v0 {

namespace detail {
class NetworkEngine;  // In the library: the sockets, their thread, and the trust anchors.
}

/// One network engine for many clients, for relays, bots and split screens: one thread, one set of trust anchors, and at most
/// NetworkOptions::max_connections connections to one service for all of them. Give it to ClientOptions::shared_network.
/// The clients share nothing else. Copies name the same engine.
///
/// **Exceptions** none.
/// **Thread safety** any thread. All clients are served by the engine's thread: a LogSink, SessionStore, Clock or on_ready
/// that blocks holds up every client.
/// **Lifetime** the engine lives until the last copy and the last client are gone. Let the last of them go on a thread of
/// yours, not inside a call of the library.
/// **Cancellation** the end of a client ends its own calls only.
class SharedNetwork {
 public:
  /// Checks the options and makes an engine. Opens no connection.
  /// **Errors** usage for the same options as Client::create; unsupported in a HELLOJOHN_TRANSPORT=none build; resource
  /// without memory, threads or descriptors.
  [[nodiscard]] static Result<SharedNetwork> create(NetworkOptions options) noexcept;

  /// Names no engine.
  SharedNetwork() noexcept = default;
  /// True if it names an engine.
  [[nodiscard]] explicit operator bool() const noexcept { return engine_ != nullptr; }

  /// Used by the Client.
  [[nodiscard]] const std::shared_ptr<detail::NetworkEngine>& engine() const noexcept {
    return engine_;
  }

 private:
  explicit SharedNetwork(std::shared_ptr<detail::NetworkEngine> engine) noexcept
      : engine_(std::move(engine)) {}
  std::shared_ptr<detail::NetworkEngine> engine_;
};

}  // namespace v0
}  // namespace hellojohn
