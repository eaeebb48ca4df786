// The built-in transport: HTTPS over the system's sockets, one I/O thread per transport.
// Shows nothing of Asio, Beast or OpenSSL to a file that includes it.
#pragma once

#include "net/socket/resolver.hpp"

#include <hellojohn/result.hpp>
#include <hellojohn/transport.hpp>

#include <memory>

namespace hellojohn {
inline namespace v0 {

/// **Errors** usage: trust anchors that cannot be read; resource: no thread, no memory, no
/// descriptor.
[[nodiscard]] Result<std::unique_ptr<Transport>> make_beast_transport(NetworkOptions) noexcept;

/// The same with another resolver.
[[nodiscard]] Result<std::unique_ptr<Transport>> make_beast_transport(
    NetworkOptions, net::ResolverFunctions) noexcept;

}  // namespace v0
}  // namespace hellojohn
