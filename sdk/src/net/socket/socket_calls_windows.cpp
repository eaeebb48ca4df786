// See socket_calls.hpp: the calls of Windows.
#include "net/socket/socket_calls.hpp"

namespace hellojohn {
inline namespace v0 {
namespace net {

// A pending read takes bytes before a peek can see them; the end of the stream stays visible.
bool is_silent(TcpSocket& socket) noexcept {
  WSAPOLLFD state{socket.native_handle(), POLLRDNORM, 0};
  return ::WSAPoll(&state, 1, 0) == 0;
}

// Cancelled first: Wine reports no end of a send that is pending when its socket is closed.
void close_socket(TcpSocket& socket) noexcept {
  boost::system::error_code ignored;
  socket.cancel(ignored);
  socket.close(ignored);
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
