// Raw Boost.Beast that blocks, with Boost.JSON that reads on the stack: the least that one could write without the SDK.
// It has no deadline and cannot be cancelled.
#include "performance/caller.hpp"

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

void check(const std::string& answered) {
  unsigned char memory[8 * 1024];
  json::monotonic_resource resource(memory, sizeof memory);
  const json::value read = json::parse(answered, &resource);
  if (read.at("user").at("id").as_string() != "usr_0123456789abcdef" ||
      read.at("access_token").as_string().empty())
    broke("not the answer");
}

class BlockingCaller final : public Caller {
 public:
  explicit BlockingCaller(const Target& target)
      : context_(asio::ssl::context::tls_client), port_(std::to_string(target.port)) {
    context_.load_verify_file(target.ca_file);
    if (target.system_roots) context_.set_default_verify_paths();
    context_.set_verify_mode(asio::ssl::verify_peer);
    context_.set_verify_callback(asio::ssl::host_name_verification("localhost"));
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
    http::request<http::string_body> request(http::verb::post, path, 11);
    request.set(http::field::host, "localhost");
    request.set(http::field::user_agent, "bench");
    request.set(http::field::accept, "application/json");
    request.set("X-Tenant-ID", tenant);
    request.set(http::field::authorization, "Bearer " + std::string(key));
    request.set(http::field::content_type, "application/json");
    request.body() = verify_json();
    request.prepare_payload();
    http::write(*stream_, request);
    http::response<http::string_body> response;
    http::read(*stream_, buffer_, response);
    check(response.body());
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
