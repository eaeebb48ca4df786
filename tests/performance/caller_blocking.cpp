// Raw Boost.Beast that blocks, with Boost.JSON that reads on the stack: the least that one could write without the SDK.
// It has no deadline and cannot be cancelled.
#include "performance/beast_parts.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/json.hpp>

#include <optional>
#include <string>

namespace bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace json = boost::json;

std::string verify_json() {
  unsigned char memory[1024];
  json::monotonic_resource resource(memory, sizeof memory);
  json::object out(&resource);
  out["challenge_id"] = challenge;
  out["factor_id"] = "backup_codes";
  out["code"] = code;
  return json::serialize(out);
}

void read_on_stack(const std::string& answered) {
  unsigned char memory[8 * 1024];
  json::monotonic_resource resource(memory, sizeof memory);
  check(json::parse(answered, &resource));
}

class BlockingCaller final : public Caller {
 public:
  explicit BlockingCaller(const Target& target)
      : context_(asio::ssl::context::tls_client), port_(std::to_string(target.port)) {
    trust(context_, target);
  }

  void calls(std::size_t count, Times& times) override {
    for (std::size_t i = 0; i < count; ++i) {
      const auto begun = Clock::now();
      if (!stream_) connect();
      exchange();
      times.push_back(Clock::now() - begun);
    }
  }

 private:
  void connect() {
    asio::ip::tcp::resolver resolver(io_);
    stream_.emplace(io_, context_);
    auto& tcp = beast::get_lowest_layer(*stream_);
    tcp.connect(resolver.resolve("localhost", port_));
    tcp.socket().set_option(asio::ip::tcp::no_delay(true));
    SSL_set_tlsext_host_name(stream_->native_handle(), "localhost");
    stream_->handshake(asio::ssl::stream_base::client);
  }

  void exchange() {
    auto request = request_of(verify_json());
    http::write(*stream_, request);
    http::response<http::string_body> response;
    http::read(*stream_, buffer_, response);
    read_on_stack(response.body());
  }

  asio::io_context io_{1};
  asio::ssl::context context_;
  std::string port_;
  std::optional<beast::ssl_stream<beast::tcp_stream>> stream_;
  beast::flat_buffer buffer_;
};

}  // namespace

std::unique_ptr<Caller> make_caller(const Target& target) {
  return std::make_unique<BlockingCaller>(target);
}

const Extra extra = nullptr;

}  // namespace bench
