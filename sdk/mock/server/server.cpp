// The mock service on loopback sockets: HTTP/1.1 over TLS or plain, one I/O thread, connections that do not wait for
// one another. Decides nothing about accounts; the service does.
#include <hellojohn/testing/mock_server.hpp>
#include "base/hex.hpp"

#include "certificate.hpp"
#include "connection.hpp"
#include "listening_port.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <openssl/rand.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/errc.hpp>

namespace hellojohn {
inline namespace v0 {
namespace testing {

namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using boost::system::error_code;

std::string hex_token() {
  unsigned char bytes[32];
  if (RAND_bytes(bytes, sizeof bytes) != 1) return {};
  return hex::text_of({reinterpret_cast<const char*>(bytes), sizeof bytes});
}

Error failed(Errc code, std::string detail) {
  Error error;
  error.code = code;
  error.detail = std::move(detail);
  return error;
}

}  // namespace

struct MockServer::Impl {
  explicit Impl(MockOptions options) : shared(std::make_shared<mock::Shared>(std::move(options))) {}
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
    mock::take_port_alone(acceptor);
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
          std::make_shared<mock::TlsConnection>(shared, std::move(socket), *tls)->run();
        else
          std::make_shared<mock::PlainConnection>(shared, std::move(socket))->run();
        return accept(index);
      }
      // Most likely out of descriptors: until one is free, asking again at once would use up a whole processor.
      auto pause = std::make_shared<asio::steady_timer>(io, std::chrono::milliseconds(50));
      pause->async_wait([this, index, pause](error_code stopped) {
        if (!stopped) accept(index);
      });
    });
  }

  std::shared_ptr<mock::Shared> shared;
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
  if (!options.public_url.empty() && !mock::is_origin(options.public_url))
    return "not an origin: " + options.public_url;
  if (options.plain && !(options.certificate_pem.empty() && options.key_pem.empty()))
    return "a plain server has no certificate";
  if (options.certificate_pem.empty() != options.key_pem.empty())
    return "a certificate and its key are needed together";
  return {};
}

Error not_listening(const error_code& code, std::uint16_t port) {
  if (code == asio::error::address_in_use)
    return failed(Errc::usage, "port " + std::to_string(port) + " is in use");
  const bool short_of = code == asio::error::no_descriptors ||
                        code == asio::error::no_buffer_space || code == asio::error::no_memory ||
                        code == boost::system::errc::too_many_files_open_in_system;
  return failed(short_of ? Errc::resource : Errc::usage, "--listen: " + code.message());
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
    const ServerDialect dialect = options.service.dialect;
    auto impl = std::make_unique<Impl>(std::move(options.service));
    if (std::string problem = impl->shared->service.seed_problem(); !problem.empty())
      return failed(Errc::usage, std::move(problem));
    mock::Gate& gate = impl->shared->gate;
    gate.control_token =
        options.control_token.empty() ? hex_token() : std::move(options.control_token);
    if (gate.control_token.empty()) return failed(Errc::resource, "no random bytes");
    gate.dialect = dialect;
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
    try {
      impl->listen_at({address, options.port});
    } catch (const boost::system::system_error& problem) {
      return not_listening(problem.code(), options.port);
    }
    impl->serve(options.plain, options.public_url);
    return MockServer(std::move(impl));
  } catch (const boost::system::system_error& problem) {
    // what() would add the place in the sources of Boost.
    return failed(Errc::resource, problem.code().message());
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
