// See http_call.hpp. Boost.Beast, one connection per request.
#include "apps/common/http_call.hpp"

#include "apps/common/socket_limit.hpp"

#include <chrono>
#include <exception>
#include <utility>

#include <boost/asio/connect.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

namespace samples {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

namespace {

constexpr std::chrono::seconds limit{10};

struct Target {
  bool tls = false;
  std::string host, port;
};

Target split(const std::string& origin) {
  Target target;
  target.tls = origin.starts_with("https://");
  const std::string rest = origin.substr(origin.find("//") + 2);
  const std::size_t colon = rest.rfind(':');
  target.host = rest.substr(0, colon);
  target.port = colon == std::string::npos ? (target.tls ? "443" : "80") : rest.substr(colon + 1);
  return target;
}

http::request<http::string_body> wire(const hellojohn::HttpRequest& request, const Target& to) {
  http::request<http::string_body> out{http::string_to_verb(request.method), request.target, 11};
  out.set(http::field::host, to.host + ":" + to.port);
  for (const auto& header : request.headers) out.set(header.name, header.value);
  if (!request.authorization.empty()) {
    out.set(http::field::authorization, std::string(request.authorization.reveal()));
  }
  out.body() = std::string(request.body.reveal());
  out.prepare_payload();
  return out;
}

template <class Stream>
hellojohn::HttpResponse exchange(Stream& stream, http::request<http::string_body> request) {
  http::write(stream, request);
  beast::flat_buffer buffer;
  http::response<http::string_body> answer;
  http::read(stream, buffer, answer);
  hellojohn::HttpResponse out;
  out.status = static_cast<int>(answer.result_int());
  out.body = hellojohn::Secret(answer.body());
  return out;
}

}  // namespace

hellojohn::HttpResponse http_call(const hellojohn::HttpRequest& request,
                                  const std::string& ca_pem) {
  try {
    const Target to = split(request.origin);
    asio::io_context context;
    asio::ip::tcp::resolver resolver(context);
    // As the SDK has it: "localhost" is this machine, also where no hosts file says so.
    const auto addresses =
        resolver.resolve(to.host == "localhost" ? "127.0.0.1" : to.host, to.port);
    if (!to.tls) {
      asio::ip::tcp::socket socket(context);
      asio::connect(socket, addresses);
      limit_waits(socket, limit);
      return exchange(socket, wire(request, to));
    }
    asio::ssl::context tls(asio::ssl::context::tls_client);
    tls.set_verify_mode(asio::ssl::verify_peer);
    tls.add_certificate_authority(asio::buffer(ca_pem));
    asio::ssl::stream<asio::ip::tcp::socket> stream(context, tls);
    SSL_set_tlsext_host_name(stream.native_handle(), to.host.c_str());
    stream.set_verify_callback(asio::ssl::host_name_verification(to.host));
    asio::connect(stream.next_layer(), addresses);
    limit_waits(stream.next_layer(), limit);
    stream.handshake(asio::ssl::stream_base::client);
    return exchange(stream, wire(request, to));
  } catch (const std::exception&) {
    return {};  // Status 0: the caller says what it wanted and did not get.
  }
}

}  // namespace samples
