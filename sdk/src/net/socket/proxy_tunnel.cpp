// Whatever goes wrong here, the service has seen nothing: every failure is "not sent".
#include "net/socket/proxy_tunnel.hpp"

#include <boost/asio/buffer.hpp>

#include <string_view>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

namespace asio = boost::asio;

TransportFailure refusal(std::string detail, bool permanent) {
  TransportFailure out;
  out.code = Errc::connect;
  out.detail = std::move(detail);
  out.permanent = permanent;
  return out;
}

/// The status of "HTTP/1.x NNN …", 0 if it is none.
int status_of(std::string_view head) noexcept {
  if (head.size() < 13 || head.substr(0, 7) != "HTTP/1." || head[8] != ' ') return 0;
  int status = 0;
  for (char c : head.substr(9, 3)) {
    if (c < '0' || c > '9') return 0;
    status = status * 10 + (c - '0');
  }
  return head[12] == ' ' || head[12] == '\r' ? status : 0;
}

}  // namespace

ProxyTunnel::ProxyTunnel(Socket&& socket, const std::string& target, Handler handler)
    : stream_(std::move(socket), *this, nullptr),
      request_("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n"),
      handler_(std::move(handler)) {}

void ProxyTunnel::start() { stream_.write(shared_from_this(), asio::buffer(request_)); }

void ProxyTunnel::close() noexcept {
  handler_ = nullptr;
  error_code ignored;
  stream_.socket().close(ignored);
}

void ProxyTunnel::on_write(const error_code& ec, std::size_t) {
  if (ec) return finish(refusal("proxy closed the connection", false));
  read();
}

void ProxyTunnel::read() { stream_.read(shared_from_this(), asio::buffer(answer_) + filled_); }

void ProxyTunnel::on_read(const error_code& ec, std::size_t size) {
  if (!handler_) return;
  if (ec) return finish(refusal("proxy closed the connection", false));
  filled_ += size;
  const std::string_view head(answer_.data(), filled_);
  const auto end = head.find("\r\n\r\n");
  if (end == std::string_view::npos) {
    if (filled_ == answer_.size()) return finish(refusal("proxy's answer is too long", true));
    return read();
  }
  const int status = status_of(head);
  if (status < 200 || status > 299)
    return finish(refusal("proxy refused the connection: " + std::to_string(status),
                          status < 500 || status == 501));
  // The service speaks only when spoken to: bytes here are the proxy's own.
  if (end + 4 != filled_) return finish(refusal("proxy sent more than its answer", true));
  finish(std::nullopt);
}

void ProxyTunnel::finish(std::optional<TransportFailure>&& why) {
  if (!handler_) return;
  Handler handler = std::move(handler_);
  handler_ = nullptr;
  handler(std::move(why), std::move(stream_.socket()));
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
