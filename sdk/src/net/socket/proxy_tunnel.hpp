// HTTP CONNECT: a way through a proxy to the service, inside which TLS goes end to end.
// Sends the proxy the service's name and port and nothing else: no key, no cookie, no credential.
#pragma once

#include "net/socket/byte_stream.hpp"

#include <hellojohn/transport.hpp>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace hellojohn {
inline namespace v0 {
namespace net {

class ProxyTunnel final : public std::enable_shared_from_this<ProxyTunnel>, private StreamUser {
 public:
  using Socket = TcpSocket;
  /// Called once, never inside start(), not after close(): a failure, or the socket.
  using Handler = std::function<void(std::optional<TransportFailure>&&, Socket&&)>;

  /// `target` is "host:port".
  ProxyTunnel(Socket&& socket, const std::string& target, Handler handler);

  void start();
  void close() noexcept;

 private:
  void read();
  void on_read(const error_code&, std::size_t) override;
  void on_write(const error_code&, std::size_t) override;
  void finish(std::optional<TransportFailure>&&);

  ByteStream stream_;
  std::string request_;
  Handler handler_;
  std::array<char, 8 * 1024> answer_{};
  std::size_t filled_ = 0;
};

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
