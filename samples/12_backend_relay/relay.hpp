// A studio's backend that makes backup codes for its players: it holds the secret key, takes the user from
// only the checked token, and demands a fresh sign-in. Speaks HTTP, behind a TLS terminator.
#pragma once

#include <hellojohn/admin/admin.hpp>
#include <hellojohn/clock.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace relay {

class Relay {
 public:
  /// On 127.0.0.1; port 0 takes any free one. **Lifetime** all of them must outlive it.
  Relay(boost::asio::io_context& io, unsigned short port, hellojohn::admin::Client& client,
        const hellojohn::Clock& clock);
  [[nodiscard]] unsigned short port() const { return acceptor_.local_endpoint().port(); }

 private:
  void accept();

  boost::asio::ip::tcp::acceptor acceptor_;
  hellojohn::admin::Client& client_;
  const hellojohn::Clock& clock_;
};

}  // namespace relay
