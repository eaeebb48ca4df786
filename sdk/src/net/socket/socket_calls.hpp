// What Asio has no call for, or does otherwise on some system.
#pragma once

#include "net/socket/asio_types.hpp"

namespace hellojohn {
inline namespace v0 {
namespace net {

/// True while the system knows of nothing to read and of no end of the stream. Does not wait.
[[nodiscard]] bool is_silent(TcpSocket&) noexcept;

/// Closes the socket. Every operation that was pending on it ends.
void close_socket(TcpSocket&) noexcept;

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
