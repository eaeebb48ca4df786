// See stalled_peer.hpp. The system completes connections up to the backlog; nobody accepts them.
#include "apps/overlay/stalled_peer.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace overlay {

namespace {

int number(std::intptr_t socket) { return static_cast<int>(socket); }

}  // namespace

StalledPeer::StalledPeer() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(number(socket_), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      ::listen(number(socket_), 16) == 0) {
    return;
  }
  if (socket_ >= 0) ::close(number(socket_));
  socket_ = -1;
}

StalledPeer::~StalledPeer() {
  if (socket_ >= 0) ::close(number(socket_));
}

std::string StalledPeer::base_url() const {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (::getsockname(number(socket_), reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  return "https://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
}

}  // namespace overlay
