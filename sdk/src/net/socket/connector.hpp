// One TCP connection to the first of several addresses that answers, 250 ms apart (RFC 8305).
// Knows nothing of names, TLS or HTTP, and keeps no overall deadline: its owner closes it.
#pragma once

#include "net/socket/asio_types.hpp"
#include "net/socket/resolver.hpp"

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace net {

class Connector : public std::enable_shared_from_this<Connector> {
 public:
  using Socket = TcpSocket;
  /// Called once, never inside start(), not after close().
  using Handler = std::function<void(const boost::system::error_code&, Socket&&)>;

  Connector(boost::asio::io_context& io, std::vector<Address> addresses, Handler handler)
      : io_(io), stagger_(io), addresses_(std::move(addresses)), handler_(std::move(handler)) {}

  void start();
  void close() noexcept;

 private:
  void try_next();
  void arm_stagger();
  void on_connected(std::size_t attempt, const boost::system::error_code&);
  void finish(const boost::system::error_code&, Socket&&);

  boost::asio::io_context& io_;
  SteadyTimer stagger_;
  std::vector<Address> addresses_;
  Handler handler_;
  std::vector<std::unique_ptr<Socket>> attempts_;
  std::size_t failed_ = 0;
  boost::system::error_code last_error_;
};

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
