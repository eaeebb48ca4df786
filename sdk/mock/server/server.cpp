// The mock service on loopback sockets: HTTP/1.1 over TLS or plain, one I/O thread, connections that do not wait for
// one another. Decides nothing about accounts; the service does.
#include <hellojohn/testing/mock_server.hpp>
#include "base/hex.hpp"

#include "certificate.hpp"
#include "gate.hpp"

#include <hellojohn/secret.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <openssl/rand.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

namespace hellojohn {
inline namespace v0 {
namespace testing {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t header_limit = 16 * 1024;
// Somewhat above the service's own limit, so that the service itself can refuse what is too large.
constexpr std::size_t body_limit = 80 * 1024;
// A state that is loaded holds a whole audit log.
constexpr std::size_t control_body_limit = 16 * 1024 * 1024;
constexpr std::chrono::seconds idle_limit{30};

std::string hex_token() {
  unsigned char bytes[32];
  if (RAND_bytes(bytes, sizeof bytes) != 1) return {};
  return hex::text_of({reinterpret_cast<const char*>(bytes), sizeof bytes});
}

/// What all connections share.
struct Shared {
  explicit Shared(MockOptions options) : service(std::move(options)) {}
  MockService service;
  std::string base_url;
  mock::Gate gate;
  std::function<void(std::string_view)> on_request;
};

/// "POST /v1/auth/sign-in 403 req_…", with how the answer was spoilt. No query, because a recovery token may be in it.
std::string line_of(const HttpRequest& request, const MockAnswer& answer) {
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

MockAnswer answer_to(Shared& shared, const HttpRequest& request) {
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
      answer.response = mock::refusal(413, "payload_too_large");
    } else if (ec == http::error::header_limit || ec == http::error::buffer_overflow) {
      answer.response = mock::refusal(431, "header_too_large");
    } else if (ec.category() == http::make_error_code(http::error::end_of_stream).category() &&
               ec != http::error::end_of_stream && ec != http::error::partial_message) {
      answer.response = mock::refusal(400, "bad_http");
    } else if (ec) {
      return;
    } else {
      keep_alive_ = parser_->get().keep_alive();
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
      out_.resize(out_.size() - answer.response.body.size() / 2 - 1);
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

  std::string wire_form(const HttpResponse& response) const {
    std::string out = "HTTP/1.1 " + std::to_string(response.status) + " " +
                      std::string(http::obsolete_reason(
                          http::int_to_status(static_cast<unsigned>(response.status)))) +
                      "\r\n";
    for (const HttpHeader& h : response.headers) out += h.name + ": " + h.value + "\r\n";
    if (response.status != 204)
      out += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
    if (!keep_alive_) out += "Connection: close\r\n";
    out += "\r\n";
    out += response.body.reveal();
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
};

using PlainConnection = Connection<beast::tcp_stream>;
using TlsConnection = Connection<beast::ssl_stream<beast::tcp_stream>>;

Error failed(Errc code, std::string detail) {
  Error error;
  error.code = code;
  error.detail = std::move(detail);
  return error;
}

}  // namespace

struct MockServer::Impl {
  explicit Impl(MockOptions options) : shared(std::make_shared<Shared>(std::move(options))) {}
  ~Impl() {
    io.stop();
    if (thread.joinable()) thread.join();
  }

  /// False if the certificate cannot be read or is not of this key.
  bool use(const MockCertificate& certificate) {
    ca_pem = certificate.ca_pem;
    tls.emplace(asio::ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(tls->native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_options(tls->native_handle(), SSL_OP_NO_RENEGOTIATION);
    static constexpr unsigned char session_context[] = "hellojohn-mock";
    SSL_CTX_set_session_id_context(tls->native_handle(), session_context,
                                   sizeof session_context - 1);
    error_code ec;
    (void)tls->use_certificate_chain(asio::buffer(certificate.leaf_pem), ec);
    if (!ec)
      (void)tls->use_private_key(asio::buffer(certificate.leaf_key_pem), asio::ssl::context::pem,
                                 ec);
    return !ec && SSL_CTX_check_private_key(tls->native_handle()) == 1;
  }

  void listen_at(const tcp::endpoint& endpoint) {
    listen(endpoint);
    if (!endpoint.address().is_v4() || !endpoint.address().is_loopback()) return;
    // "localhost" resolves to ::1 first on many machines; without IPv6 there is only one to be had.
    try {
      listen({asio::ip::address_v6::loopback(), acceptors.front().local_endpoint().port()});
    } catch (const boost::system::system_error&) {
      // One acceptor is enough.
    }
  }

  void serve(bool plain, const std::string& public_url) {
    const auto port = std::to_string(acceptors.front().local_endpoint().port());
    shared->base_url = public_url.empty()
                           ? (plain ? "http://localhost:" : "https://localhost:") + port
                           : public_url;
    shared->service.set_public_origin(shared->base_url);
    for (std::size_t i = 0; i < acceptors.size(); ++i) accept(i);
    thread = std::thread([this] { io.run(); });
  }

  void listen(const tcp::endpoint& endpoint) {
    tcp::acceptor acceptor(io);
    acceptor.open(endpoint.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen();
    acceptors.push_back(std::move(acceptor));
  }

  void accept(std::size_t index) {
    acceptors[index].async_accept([this, index](error_code ec, tcp::socket socket) {
      if (ec == asio::error::operation_aborted) return;
      if (!ec) {
        error_code ignored;  // A connection without it is slower, and otherwise the same.
        socket.set_option(tcp::no_delay(true), ignored);
        if (tls)
          std::make_shared<TlsConnection>(shared, std::move(socket), *tls)->run();
        else
          std::make_shared<PlainConnection>(shared, std::move(socket))->run();
        return accept(index);
      }
      // Most likely out of descriptors: until one is free, asking again at once would use up a whole processor.
      auto pause = std::make_shared<asio::steady_timer>(io, std::chrono::milliseconds(50));
      pause->async_wait([this, index, pause](error_code stopped) {
        if (!stopped) accept(index);
      });
    });
  }

  std::shared_ptr<Shared> shared;
  std::string ca_pem;
  asio::io_context io{1};
  std::optional<asio::ssl::context> tls;
  std::vector<tcp::acceptor> acceptors;
  std::thread thread;
};

namespace {

/// Why these options cannot be served; empty if they can.
std::string problem_of(const MockServerOptions& options, const asio::ip::address& address) {
  if (!options.control_token.empty() && !mock::is_control_token(options.control_token))
    return "the control token is not 16 to 128 visible ASCII characters";
  if (!address.is_loopback() && !options.allow_remote)
    return "only loopback addresses are served without allow_remote (--allow-remote)";
  if (!address.is_loopback() && options.control_token.empty())
    return "allow_remote needs your own control_token (--control-token)";
  for (const std::string& origin : options.allow_origins) {
    if (!mock::is_origin(origin)) return "not an origin: " + origin;
  }
  if (options.certificate_pem.empty() != options.key_pem.empty())
    return "a certificate and its key are needed together";
  return {};
}

}  // namespace

Result<MockServer> MockServer::start(MockServerOptions options) noexcept {
  try {
    error_code ec;
    const auto address =
        asio::ip::make_address(options.address == "localhost" ? "127.0.0.1" : options.address, ec);
    if (ec) return failed(Errc::usage, "not an address: " + options.address);
    if (std::string problem = problem_of(options, address); !problem.empty())
      return failed(Errc::usage, std::move(problem));
    auto impl = std::make_unique<Impl>(std::move(options.service));
    if (std::string problem = impl->shared->service.seed_problem(); !problem.empty())
      return failed(Errc::usage, std::move(problem));
    mock::Gate& gate = impl->shared->gate;
    gate.control_token =
        options.control_token.empty() ? hex_token() : std::move(options.control_token);
    if (gate.control_token.empty()) return failed(Errc::resource, "no random bytes");
    gate.any_host = options.allow_remote;
    gate.origins = std::move(options.allow_origins);
    impl->shared->on_request = std::move(options.on_request);
    if (!options.plain) {
      auto certificate =
          options.certificate_pem.empty()
              ? make_mock_certificate()
              : MockCertificate{options.ca_pem, options.certificate_pem, options.key_pem};
      if (!certificate) return failed(Errc::resource, "no certificate could be made");
      if (!impl->use(*certificate))
        return failed(Errc::usage, "the certificate and the key do not fit");
    }
    impl->listen_at({address, options.port});
    impl->serve(options.plain, options.public_url);
    return MockServer(std::move(impl));
  } catch (const boost::system::system_error& problem) {
    if (problem.code() == asio::error::address_in_use)
      return failed(Errc::usage, "port " + std::to_string(options.port) + " is in use");
    return failed(Errc::resource, problem.what());
  } catch (const std::exception& problem) {
    return failed(Errc::resource, problem.what());
  }
}

MockServer::MockServer(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
MockServer::MockServer(MockServer&&) noexcept = default;
MockServer& MockServer::operator=(MockServer&&) noexcept = default;
MockServer::~MockServer() = default;

MockService& MockServer::service() noexcept { return impl_->shared->service; }
const std::string& MockServer::base_url() const noexcept { return impl_->shared->base_url; }
const std::string& MockServer::control_token() const noexcept {
  return impl_->shared->gate.control_token;
}
const std::string& MockServer::ca_pem() const noexcept { return impl_->ca_pem; }

}  // namespace testing
}  // namespace v0
}  // namespace hellojohn
