// One connection of the mock server: reads requests, has them answered, and spoils answers as the faults say.
#pragma once

#include "gate.hpp"

#include <hellojohn/secret.hpp>
#include <hellojohn/testing/mock_server.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

namespace hellojohn {
inline namespace v0 {
namespace testing {
namespace mock {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using boost::system::error_code;

inline constexpr std::size_t header_limit = 16 * 1024;
// Somewhat above the service's own limit, so that the service itself can refuse what is too large.
inline constexpr std::size_t body_limit = 80 * 1024;
// A state that is loaded holds a whole audit log.
inline constexpr std::size_t control_body_limit = 16 * 1024 * 1024;
inline constexpr std::chrono::seconds idle_limit{30};

/// What all connections share.
struct Shared {
  explicit Shared(MockOptions options) : service(std::move(options)) {}
  MockService service;
  std::string base_url;
  Gate gate;
  std::function<void(std::string_view)> on_request;
};

/// "POST /v1/auth/sign-in 403 req_…", with how the answer was spoilt. No query, because a recovery token may be in it.
inline std::string line_of(const HttpRequest& request, const MockAnswer& answer) {
  std::string line = request.method + " " + request.target.substr(0, request.target.find('?'));
  switch (answer.delivery) {
    case Delivery::normal: break;
    case Delivery::drop_before: return line + " dropped, not processed";
    case Delivery::drop_after: line += " dropped, processed"; break;
    case Delivery::truncate: line += " cut"; break;
    case Delivery::garbage: line += " garbage"; break;
  }
  line += " " + std::to_string(answer.response.status);
  if (const auto id = answer.response.header("X-Request-ID"); !id.empty())
    line += " " + std::string(id);
  return line;
}

inline MockAnswer answer_to(Shared& shared, const HttpRequest& request) {
  MockAnswer answer = shared.gate.answer(shared.service, request);
  // The console asks every second; a log of that would hide everything else.
  if (shared.on_request && !request.target.starts_with("/__mock/"))
    shared.on_request(line_of(request, answer));
  return answer;
}

/// One connection. Its handlers keep it alive; closing the socket ends it.
template <class Stream>
class Connection final : public std::enable_shared_from_this<Connection<Stream>> {
 public:
  template <class... Args>
  Connection(std::shared_ptr<Shared> shared, tcp::socket socket, Args&... args)
      : shared_(std::move(shared)),
        stream_(std::move(socket), args...),
        pause_(stream_.get_executor()) {}

  void run() {
    beast::get_lowest_layer(stream_).expires_after(idle_limit);
    if constexpr (is_tls)
      stream_.async_handshake(asio::ssl::stream_base::server,
                              [self = this->shared_from_this()](error_code ec) {
                                if (!ec) self->read();
                              });
    else
      read();
  }

 private:
  static constexpr bool is_tls = !std::is_same_v<Stream, beast::tcp_stream>;

  void read() {
    is_head_ = false;
    parser_.emplace();
    parser_->header_limit(header_limit);
    parser_->body_limit(control_body_limit);
    beast::get_lowest_layer(stream_).expires_after(idle_limit);
    http::async_read_header(
        stream_, buffer_, *parser_,
        [self = this->shared_from_this()](error_code ec, std::size_t) { self->on_head(ec); });
  }

  void on_head(error_code ec) {
    if (ec) return on_read(ec);
    if (!parser_->get().target().starts_with("/__mock/")) {
      if (parser_->content_length().value_or(0) > body_limit)
        return on_read(http::error::body_limit);
      parser_->body_limit(body_limit);
    }
    if (!beast::iequals(parser_->get()[http::field::expect], "100-continue")) return read_body();
    // curl waits a second for this before it sends a large body.
    static constexpr std::string_view proceed = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(stream_, asio::buffer(proceed),
                      [self = this->shared_from_this()](error_code failed, std::size_t) {
                        if (!failed) self->read_body();
                      });
  }

  void read_body() {
    http::async_read(
        stream_, buffer_, *parser_,
        [self = this->shared_from_this()](error_code ec, std::size_t) { self->on_read(ec); });
  }

  void on_read(error_code ec) {
    keep_alive_ = false;
    MockAnswer answer;
    if (ec == http::error::body_limit) {
      answer.response = refusal(413, "payload_too_large");
    } else if (ec == http::error::header_limit || ec == http::error::buffer_overflow) {
      answer.response = refusal(431, "header_too_large");
    } else if (ec.category() == http::make_error_code(http::error::end_of_stream).category() &&
               ec != http::error::end_of_stream && ec != http::error::partial_message) {
      answer.response = refusal(400, "bad_http");
    } else if (ec) {
      return;
    } else {
      keep_alive_ = parser_->get().keep_alive();
      is_head_ = parser_->get().method() == http::verb::head;
      answer = answer_to(*shared_, request_of(parser_->get()));
    }
    deliver(std::move(answer));
  }

  HttpRequest request_of(const http::request<http::string_body>& in) const {
    HttpRequest request;
    request.method = std::string(in.method_string());
    request.origin = shared_->base_url;
    request.target = std::string(in.target());
    for (const auto& field : in) {
      if (field.name() == http::field::authorization)
        request.authorization =
            Secret(std::string_view(field.value().data(), field.value().size()));
      else
        request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
    }
    request.body = Secret(in.body());
    return request;
  }

  void deliver(MockAnswer&& answer) {
    if (answer.delay <= std::chrono::milliseconds(0)) return write(std::move(answer));
    beast::get_lowest_layer(stream_).expires_never();
    pause_.expires_after(answer.delay);
    auto kept = std::make_shared<MockAnswer>(std::move(answer));
    pause_.async_wait([self = this->shared_from_this(), kept](error_code ec) {
      if (!ec) self->write(std::move(*kept));
    });
  }

  void write(MockAnswer&& answer) {
    const Delivery delivery = answer.delivery;
    if (delivery == Delivery::drop_before || delivery == Delivery::drop_after) return close();
    out_ = delivery == Delivery::garbage ? std::string("\x16\x03garbage, not HTTP\r\n\r\n")
                                         : wire_form(answer.response);
    if (delivery == Delivery::truncate)
      out_.resize(out_.size() -
                  (sends_body(answer.response) ? answer.response.body.size() / 2 : 0) - 1);
    const bool close_after = delivery != Delivery::normal || !keep_alive_;
    beast::get_lowest_layer(stream_).expires_after(idle_limit);
    asio::async_write(
        stream_, asio::buffer(out_),
        [self = this->shared_from_this(), close_after, delivery](error_code ec, std::size_t) {
          secure_wipe(self->out_.data(), self->out_.size());
          if (ec) return;
          if (!close_after) return self->read();
          if (delivery == Delivery::normal) return self->finish();
          self->close();
        });
  }

  /// HTTP has no body in these answers. A client would read one as the beginning of the next answer.
  static bool may_have_body(const HttpResponse& response) {
    return response.status >= 200 && response.status != 204 && response.status != 304;
  }
  bool sends_body(const HttpResponse& response) const {
    return may_have_body(response) && !is_head_;
  }

  std::string wire_form(const HttpResponse& response) const {
    std::string out = "HTTP/1.1 " + std::to_string(response.status) + " " +
                      std::string(http::obsolete_reason(
                          http::int_to_status(static_cast<unsigned>(response.status)))) +
                      "\r\n";
    for (const HttpHeader& h : response.headers) out += h.name + ": " + h.value + "\r\n";
    if (may_have_body(response))
      out += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
    if (!keep_alive_) out += "Connection: close\r\n";
    out += "\r\n";
    if (sends_body(response)) out += response.body.reveal();
    return out;
  }

  /// An orderly end.
  void finish() {
    if constexpr (is_tls)
      stream_.async_shutdown([self = this->shared_from_this()](error_code) { self->close(); });
    else
      close();
  }
  void close() {
    error_code ignored;  // The peer may be gone already; there is nobody left to tell.
    beast::get_lowest_layer(stream_).socket().shutdown(tcp::socket::shutdown_both, ignored);
    beast::get_lowest_layer(stream_).close();
  }

  std::shared_ptr<Shared> shared_;
  Stream stream_;
  asio::steady_timer pause_;
  beast::flat_buffer buffer_{header_limit + body_limit};
  std::optional<http::request_parser<http::string_body>> parser_;
  std::string out_;
  bool keep_alive_ = false;
  bool is_head_ = false;  ///< Of the request that is being answered.
};

using PlainConnection = Connection<beast::tcp_stream>;
using TlsConnection = Connection<beast::ssl_stream<beast::tcp_stream>>;

}  // namespace mock
}  // namespace testing
}  // namespace v0
}  // namespace hellojohn
