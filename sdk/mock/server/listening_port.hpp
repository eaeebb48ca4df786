// What a system wants to hear before a port is listened on.
#pragma once

#include <boost/asio/ip/tcp.hpp>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

/// Before bind(): a port that this program just closed can be used again, one that another program listens on cannot.
/// **Exceptions** boost::system::system_error.
void take_port_alone(boost::asio::ip::tcp::acceptor& acceptor);

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
