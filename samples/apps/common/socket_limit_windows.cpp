// See socket_limit.hpp: milliseconds.
#include "apps/common/socket_limit.hpp"

namespace samples {

void limit_waits(boost::asio::ip::tcp::socket& socket, std::chrono::seconds limit) {
  const DWORD time = static_cast<DWORD>(std::chrono::milliseconds(limit).count());
  for (const int option : {SO_RCVTIMEO, SO_SNDTIMEO})
    ::setsockopt(socket.native_handle(), SOL_SOCKET, option, reinterpret_cast<const char*>(&time),
                 sizeof time);
}

}  // namespace samples
