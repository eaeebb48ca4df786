// The built-in transport: HTTPS over the system's sockets, on one I/O thread per engine or on none.
// Shows nothing of Asio, Beast or OpenSSL to a file that includes it.
#pragma once

#include "net/socket/resolver.hpp"

#include <hellojohn/network.hpp>
#include <hellojohn/result.hpp>
#include <hellojohn/transport.hpp>

#include <memory>

namespace hellojohn {
inline namespace v0 {

/// **Errors** usage: trust anchors that cannot be read; resource: no thread, no memory, no
/// descriptor.
[[nodiscard]] Result<std::unique_ptr<Transport>> make_beast_transport(NetworkOptions) noexcept;

/// One on an engine that others have too. **Errors** resource without memory.
[[nodiscard]] Result<std::unique_ptr<Transport>> make_beast_transport(
    const std::shared_ptr<detail::NetworkEngine>&) noexcept;

/// A separate transport with another resolver.
[[nodiscard]] Result<std::unique_ptr<Transport>> make_beast_transport(
    NetworkOptions, net::ResolverFunctions) noexcept;

}  // namespace v0
}  // namespace hellojohn
