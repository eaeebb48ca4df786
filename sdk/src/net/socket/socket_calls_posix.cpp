// See socket_calls.hpp: the calls of POSIX.
#include "net/socket/socket_calls.hpp"

#include <sys/socket.h>

#include <cerrno>

namespace hellojohn {
inline namespace v0 {
namespace net {

bool is_silent(TcpSocket& socket) noexcept {
  char byte = 0;
  return ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
         (errno == EAGAIN || errno == EWOULDBLOCK);
}

void close_socket(TcpSocket& socket) noexcept {
  boost::system::error_code ignored;
  socket.close(ignored);
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
