// A failed address starts the next one at once; a silent one after the stagger, and stays in the
// race.
#include "net/socket/connector.hpp"

#include <boost/asio/post.hpp>

#include <chrono>
#include <cstddef>
#include <cstring>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds stagger_time{250};

tcp::endpoint endpoint_of(const Address& address) {
  const auto size = static_cast<std::size_t>(address.size);  // It has a sign on Windows.
  tcp::endpoint out;
  out.resize(size);
  std::memcpy(out.data(), &address.storage, size);
  return out;
}

}  // namespace

void Connector::start() {
  auto self = shared_from_this();
  asio::post(io_, [self] { self->try_next(); });
}

void Connector::close() noexcept {
  handler_ = nullptr;
  stagger_.cancel();
  for (auto& socket : attempts_) {
    error_code ignored;
    if (socket) socket->close(ignored);
  }
}

void Connector::try_next() {
  if (!handler_) return;
  while (attempts_.size() < addresses_.size()) {
    const std::size_t attempt = attempts_.size();
    const tcp::endpoint endpoint = endpoint_of(addresses_[attempt]);
    attempts_.push_back(std::make_unique<Socket>(io_));
    error_code ec;
    attempts_[attempt]->open(endpoint.protocol(), ec);
    if (ec) {
      last_error_ = ec;
      ++failed_;
      continue;
    }
    auto self = shared_from_this();
    attempts_[attempt]->async_connect(
        endpoint, [self, attempt](const error_code& done) { self->on_connected(attempt, done); });
    if (attempts_.size() < addresses_.size()) arm_stagger();
    return;
  }
  if (failed_ == addresses_.size()) finish(last_error_, Socket(io_));
}

void Connector::arm_stagger() {
  stagger_.expires_after(stagger_time);
  auto self = shared_from_this();
  stagger_.async_wait([self](const error_code& ec) {
    if (!ec) self->try_next();
  });
}

void Connector::on_connected(std::size_t attempt, const error_code& ec) {
  if (!handler_) return;
  if (!ec) return finish(ec, std::move(*attempts_[attempt]));
  last_error_ = ec;
  ++failed_;
  // The last one to fail ends the race; a failure before starts the next address at once.
  if (attempts_.size() < addresses_.size()) return try_next();
  if (failed_ == addresses_.size()) finish(last_error_, Socket(io_));
}

void Connector::finish(const error_code& ec, Socket&& socket) {
  Handler handler = std::move(handler_);
  Socket won = std::move(socket);
  close();
  handler(ec, std::move(won));
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
