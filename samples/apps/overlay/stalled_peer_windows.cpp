// See stalled_peer.hpp. The system completes connections up to the backlog; nobody accepts them.
#include "apps/overlay/stalled_peer.hpp"

#include <winsock2.h>
#include <ws2tcpip.h>

namespace overlay {

namespace {

SOCKET number(std::intptr_t socket) { return static_cast<SOCKET>(socket); }

}  // namespace

StalledPeer::StalledPeer() {
  WSADATA facts;
  (void)::WSAStartup(MAKEWORD(2, 2), &facts);
  socket_ = static_cast<std::intptr_t>(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(number(socket_), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      ::listen(number(socket_), 16) == 0) {
    return;
  }
  if (socket_ >= 0) ::closesocket(number(socket_));
  socket_ = -1;
}

StalledPeer::~StalledPeer() {
  if (socket_ >= 0) ::closesocket(number(socket_));
  ::WSACleanup();
}

std::string StalledPeer::base_url() const {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (::getsockname(number(socket_), reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  return "https://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
}

}  // namespace overlay
