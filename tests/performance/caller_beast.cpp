// Raw Boost.Beast with C++20 coroutines and Boost.JSON, deadline by expires_after: what one would write without the SDK.
#include "performance/beast_parts.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/json.hpp>

#include <exception>
#include <optional>
#include <string>

namespace bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace json = boost::json;
using asio::use_awaitable;
using Stream = beast::ssl_stream<beast::tcp_stream>;

/// The newest TLS session, taken where OpenSSL hands it over.
struct Session {
  SSL_SESSION* kept = nullptr;
  ~Session() { forget(); }
  void forget() {
    SSL_SESSION_free(kept);
    kept = nullptr;
  }
  /// Asio keeps the context's own pointer for itself.
  static int slot() {
    static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
  }
  void listen(SSL_CTX* context) {
    SSL_CTX_set_ex_data(context, slot(), this);
    SSL_CTX_set_session_cache_mode(context,
                                   SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE);
    SSL_CTX_sess_set_new_cb(context, [](SSL* ssl, SSL_SESSION* fresh) {
      auto* self = static_cast<Session*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), slot()));
      self->forget();
      // A copy: OpenSSL spoils the original when its connection goes without a TLS goodbye.
      self->kept = SSL_SESSION_dup(fresh);
      return 0;
    });
  }
};

std::string verify_json() {
  json::object out;
  out["challenge_id"] = challenge;
  out["factor_id"] = "backup_codes";
  out["code"] = code;
  return json::serialize(out);
}

class BeastCaller final : public Caller {
 public:
  explicit BeastCaller(const Target& target)
      : context_(asio::ssl::context::tls_client), port_(std::to_string(target.port)) {
    trust(context_, target);
    session_.listen(context_.native_handle());
  }

  void calls(std::size_t count, Times& times) override {
    run([this, count, &times]() -> asio::awaitable<void> {
      for (std::size_t i = 0; i < count; ++i) {
        const auto begun = Clock::now();
        co_await verify_once(kept_);
        times.push_back(Clock::now() - begun);
      }
    });
  }
  void disconnect() override { kept_.reset(); }
  void forget_session() override { session_.forget(); }

  bool many(std::size_t width, std::size_t total) override {
    many_.resize(width);
    const std::size_t each = total / width;
    for (std::size_t i = 0; i < width; ++i)
      start([this, i, each]() -> asio::awaitable<void> {
        for (std::size_t call = 0; call < each; ++call) co_await verify_once(many_[i]);
      });
    io_.run();
    io_.restart();
    return true;
  }

 private:
  struct Line {
    Stream stream;
    beast::flat_buffer buffer{};
  };
  using Kept = std::unique_ptr<Line>;

  template <class Body>
  void start(Body body) {
    asio::co_spawn(io_, std::move(body), [](std::exception_ptr e) {
      if (e) broke("beast failed");
    });
  }
  template <class Body>
  void run(Body body) {
    start(std::move(body));
    io_.run();
    io_.restart();
  }

  asio::awaitable<void> connect(Kept& line) {
    line.reset(new Line{Stream(io_, context_)});
    Stream& stream = line->stream;
    asio::ip::tcp::resolver resolver(io_);
    const auto found = co_await resolver.async_resolve("localhost", port_, use_awaitable);
    auto& tcp = beast::get_lowest_layer(stream);
    tcp.expires_after(std::chrono::seconds(5));
    co_await tcp.async_connect(found, use_awaitable);
    tcp.socket().set_option(asio::ip::tcp::no_delay(true));
    SSL_set_tlsext_host_name(stream.native_handle(), "localhost");
    if (session_.kept != nullptr) SSL_set_session(stream.native_handle(), session_.kept);
    co_await stream.async_handshake(asio::ssl::stream_base::client, use_awaitable);
  }

  asio::awaitable<void> exchange(Kept& line) {
    auto request = request_of(verify_json());
    Stream& stream = line->stream;
    beast::get_lowest_layer(stream).expires_after(std::chrono::seconds(15));
    co_await http::async_write(stream, request, use_awaitable);
    http::response<http::string_body> response;
    co_await http::async_read(stream, line->buffer, response, use_awaitable);
    check(json::parse(response.body()));
  }

  asio::awaitable<void> verify_once(Kept& line) {
    if (line) {
      bool stale = false;
      try {
        co_await exchange(line);
      } catch (const boost::system::system_error&) {
        stale = true;
      }
      if (!stale) co_return;
    }
    co_await connect(line);
    co_await exchange(line);
  }

  asio::io_context io_{1};
  asio::ssl::context context_;
  std::string port_;
  Session session_;
  Kept kept_;
  std::vector<Kept> many_;
};

}  // namespace

std::unique_ptr<Caller> make_caller(const Target& target) {
  return std::make_unique<BeastCaller>(target);
}

const Extra extra = nullptr;

}  // namespace bench
