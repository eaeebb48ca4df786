// See listening_port.hpp. POSIX keeps a closed port back for minutes unless the next listener says that it may be reused.
#include "listening_port.hpp"

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

void take_port_alone(boost::asio::ip::tcp::acceptor& acceptor) {
  acceptor.set_option(boost::asio::ip::tcp::acceptor::reuse_address(true));
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
