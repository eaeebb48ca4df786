// See stalled_peer_posix.hpp. The system completes connections up to the backlog; nobody accepts them.
#include "apps/overlay/stalled_peer_posix.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace overlay {

StalledPeer::StalledPeer() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      ::listen(socket_, 16) == 0) {
    return;
  }
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

StalledPeer::~StalledPeer() {
  if (socket_ >= 0) ::close(socket_);
}

std::string StalledPeer::base_url() const {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  return "https://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
}

}  // namespace overlay
