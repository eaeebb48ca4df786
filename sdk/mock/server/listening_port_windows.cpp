// See listening_port.hpp. There SO_REUSEADDR would take the port from another program, and another program could take it
// from this one.
#include "listening_port.hpp"

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

void take_port_alone(boost::asio::ip::tcp::acceptor& acceptor) {
  using Exclusive = boost::asio::detail::socket_option::boolean<SOL_SOCKET, SO_EXCLUSIVEADDRUSE>;
  acceptor.set_option(Exclusive(true));
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
