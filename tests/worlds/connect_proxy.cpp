// See connect_proxy.hpp.
#include "worlds/connect_proxy.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>

namespace hellojohn::tests {

namespace {

int reach(int port) {
  const int fd = static_cast<int>(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("the proxy cannot reach its target");
  return fd;
}

/// Bytes both ways until one side ends; all that came from `left` are added to `seen`.
void relay(int left, int right, std::string& seen) {
  for (;;) {
    pollfd both[2] = {{left, POLLIN, 0}, {right, POLLIN, 0}};
    if (::poll(both, 2, 10000) <= 0) return;
    for (int side = 0; side < 2; ++side) {
      if (both[side].revents == 0) continue;
      char buffer[4096];
      const ssize_t size = ::recv(both[side].fd, buffer, sizeof buffer, 0);
      if (size <= 0) return;
      if (side == 0) seen.append(buffer, static_cast<std::size_t>(size));
      (void)::send(both[1 - side].fd, buffer, static_cast<std::size_t>(size), MSG_NOSIGNAL);
    }
  }
}

}  // namespace

ConnectProxy::ConnectProxy(int service_port)
    : peer([this, service_port](Wire& wire) {
        asked = wire.read_request();
        const int target = reach(service_port);
        wire.write("HTTP/1.1 200 Connection established\r\n\r\n");
        relay(wire.descriptor(), target, seen);
        ::close(target);
      }) {}

}  // namespace hellojohn::tests
