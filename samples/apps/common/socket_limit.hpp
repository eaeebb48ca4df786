// How long a blocking read or write of a socket may take: systems take the same option in different units.
#pragma once

#include <chrono>

#include <boost/asio/ip/tcp.hpp>

namespace samples {

/// Blocking reads and writes end with an error after `limit`.
void limit_waits(boost::asio::ip::tcp::socket& socket, std::chrono::seconds limit);

}  // namespace samples
