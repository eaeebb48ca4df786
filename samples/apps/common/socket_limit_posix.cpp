// See socket_limit.hpp.
#include "apps/common/socket_limit.hpp"

#include <sys/socket.h>
#include <sys/time.h>

namespace samples {

void limit_waits(boost::asio::ip::tcp::socket& socket, std::chrono::seconds limit) {
  const timeval time{limit.count(), 0};
  for (const int option : {SO_RCVTIMEO, SO_SNDTIMEO})
    ::setsockopt(socket.native_handle(), SOL_SOCKET, option, &time, sizeof time);
}

}  // namespace samples
