// The built-in transport against peers that misbehave octet by octet.
#include "net/beast_transport.hpp"

#include "support/catch.hpp"
#include "support/raw_peer.hpp"

#include <hellojohn/testing/transport_conformance.hpp>

#include <condition_variable>
#include <cstdio>
#include <map>
#include <mutex>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

struct Ending {
  bool answered = false;
  HttpResponse answer;
  TransportFailure failure;
};

class Sink final : public ExchangeSink {
 public:
  std::function<bool(ExchangeId)> allow = [](ExchangeId) { return true; };
  std::atomic<int> asked{0};

  bool on_last_write(ExchangeId id) noexcept override {
    ++asked;
    return allow(id);
  }
  void on_response(ExchangeId id, HttpResponse&& answer) noexcept override {
    Ending end;
    end.answered = true;
    end.answer = std::move(answer);
    put(id, std::move(end));
  }
  void on_failure(ExchangeId id, TransportFailure&& failure) noexcept override {
    Ending end;
    end.failure = std::move(failure);
    put(id, std::move(end));
  }
  void on_wake() noexcept override {}

  Ending wait(ExchangeId id) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, 10s, [&] { return endings_.count(id) != 0; })) {
      FAIL("exchange did not end");
    }
    Ending end = std::move(endings_[id]);
    endings_.erase(id);
    return end;
  }
  int count() {
    const std::lock_guard lock(mutex_);
    return total_;
  }

 private:
  void put(ExchangeId id, Ending&& end) {
    const std::lock_guard lock(mutex_);
    endings_[id] = std::move(end);
    ++total_;
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<ExchangeId, Ending> endings_;
  int total_ = 0;
};

NetworkOptions trusting(std::string pem = test_ca_pem()) {
  NetworkOptions options;
  options.ca_pem = std::move(pem);
  return options;
}

struct Client {
  explicit Client(NetworkOptions options = trusting(), net::ResolverFunctions resolver = {}) {
    auto made = make_beast_transport(std::move(options), resolver);
    REQUIRE(made);
    transport = std::move(made).value();
  }
  void start(const std::string& origin, std::string_view body = {},
             std::chrono::milliseconds within = 5s) {
    HttpRequest request;
    request.method = body.empty() ? "GET" : "POST";
    request.origin = origin;
    request.target = "/v1/thing?x=1";
    request.authorization = Secret("Bearer secret-key");
    request.body = Secret(body);
    request.deadline = Clock::now() + within;
    transport->start(++id, std::move(request), sink);
  }
  Ending call(const std::string& origin, std::string_view body = {},
              std::chrono::milliseconds within = 5s) {
    start(origin, body, within);
    return sink.wait(id);
  }
  Sink sink;
  ExchangeId id = 0;
  std::unique_ptr<Transport> transport;
};

constexpr std::string_view ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

/// Answers every request of a connection with the same octets.
RawPeer::Script always(std::string answer) {
  return [answer](Wire& wire) {
    while (!wire.read_request().empty()) wire.write(answer);
  };
}

/// One answer, then the end of the connection.
RawPeer::Script once(std::string answer) {
  return [answer](Wire& wire) {
    if (!wire.read_request().empty()) wire.write(answer);
  };
}

}  // namespace

TEST_CASE("a request arrives as written, over TLS") {
  std::string seen;
  std::mutex mutex;
  RawPeer peer(
      [&](Wire& wire) {
        std::string request = wire.read_request();
        {
          const std::lock_guard lock(mutex);
          seen = std::move(request);
        }
        wire.write("HTTP/1.1 201 Created\r\nX-Thing: Yes\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
        wire.hold();
      },
      TlsSetup{});
  Client client;
  const Ending end = client.call(peer.origin(), "{\"q\":2}");
  REQUIRE(end.answered);
  CHECK(end.answer.status == 201);
  CHECK(end.answer.header("x-thing") == "Yes");
  CHECK(end.answer.body.reveal() == "{\"a\":1}");
  const std::lock_guard lock(mutex);
  CHECK(seen == "POST /v1/thing?x=1 HTTP/1.1\r\nHost: localhost:" + std::to_string(peer.port()) +
                    "\r\nUser-Agent: hellojohn-cpp/0.1\r\nAccept: application/json\r\n"
                    "Authorization: Bearer secret-key\r\nContent-Type: application/json\r\n"
                    "Content-Length: 7\r\n\r\n{\"q\":2}");
}

TEST_CASE("connections are kept, and sessions resumed") {
  std::atomic<int> resumed{0};
  RawPeer peer(
      [&](Wire& wire) {
        if (wire.resumed()) ++resumed;
        for (int i = 0; i < 3 && !wire.read_request().empty(); ++i) wire.write(ok);
        wire.close_notify();
      },
      TlsSetup{});
  Client client;
  for (int i = 0; i < 9; ++i) {
    REQUIRE(client.call(peer.origin()).answered);
    if (i % 3 == 2) std::this_thread::sleep_for(30ms);
  }
  CHECK(peer.connections() == 3);
  CHECK(resumed == 2);
}

TEST_CASE("a kept connection that the peer closed is not written to") {
  RawPeer peer(once(std::string(ok)), TlsSetup{});
  Client client;
  for (int i = 0; i < 20; ++i) REQUIRE(client.call(peer.origin(), "{}").answered);
  CHECK(peer.connections() == 20);
}

TEST_CASE("a connection kept too long is not used") {
  RawPeer peer(always(std::string(ok)));
  NetworkOptions options = trusting();
  options.idle_limit = 30ms;
  Client client(options);
  REQUIRE(client.call(peer.origin()).answered);
  std::this_thread::sleep_for(60ms);
  REQUIRE(client.call(peer.origin()).answered);
  CHECK(peer.connections() == 2);
}

TEST_CASE("answers that are accepted") {
  struct Row {
    const char* name;
    std::string answer;
    std::string_view body;
    int connections;  ///< Used by two calls.
  };
  const std::string plain(ok);
  std::string interim;
  for (int i = 0; i < 16; ++i) interim += "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n";
  const std::vector<Row> rows = {
      {"plain", plain, "{}", 1},
      {"one interim", "HTTP/1.1 100 Continue\r\n\r\n" + plain, "{}", 1},
      {"sixteen interim", interim + plain, "{}", 1},
      {"chunked with extension and trailer",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a=b\r\n{\r\n1\r\n}\r\n0\r\nX: "
       "y\r\n\r\n",
       "{}", 1},
      {"surplus octets", plain + "HTTP/1.1 200 OK\r\n", "{}", 2},
      {"connection: close", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
       "{}", 2},
      {"HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}", "{}", 2},
      {"redirect", "HTTP/1.1 302 Found\r\nLocation: http://x/\r\nContent-Length: 2\r\n\r\n{}", "{}",
       1},
      {"no content", "HTTP/1.1 204 No Content\r\n\r\n", "", 1},
      {"identity", "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}",
       "{}", 1},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    RawPeer peer(always(row.answer));
    Client client;
    for (int i = 0; i < 2; ++i) {
      const Ending end = client.call(peer.origin());
      INFO(end.failure.detail);
      REQUIRE(end.answered);
      CHECK(end.answer.body.reveal() == row.body);
    }
    CHECK(peer.connections() == row.connections);
  }
}

TEST_CASE("an answer of unknown length needs a TLS goodbye") {
  const std::string endless = "HTTP/1.1 200 OK\r\n\r\n{\"a\"";
  Client client;
  RawPeer honest(
      [&](Wire& wire) {
        wire.read_request();
        wire.write(endless);
        wire.close_notify();
      },
      TlsSetup{});
  const Ending end = client.call(honest.origin());
  REQUIRE(end.answered);
  CHECK(end.answer.body.reveal() == "{\"a\"");
  RawPeer torn(once(endless), TlsSetup{});
  const Ending cut = client.call(torn.origin());
  CHECK(cut.failure.code == Errc::connection_lost);
  CHECK(cut.failure.sent == Sent::all);
  CHECK(cut.failure.status_seen == 200);
}

TEST_CASE("answers that are refused") {
  struct Row {
    const char* name;
    std::string answer;
    Errc code;
    int status_seen;
  };
  const std::string head = "HTTP/1.1 200 OK\r\n";
  std::string interim;
  for (int i = 0; i < 17; ++i) interim += "HTTP/1.1 100 Continue\r\n\r\n";
  std::string fields;
  for (int i = 0; i < 101; ++i) fields += "A: b\r\n";
  const std::vector<Row> rows = {
      {"half a status line", "HTTP/1.1 20", Errc::connection_lost, 0},
      {"nothing", "", Errc::connection_lost, 0},
      {"half a body", head + "Content-Length: 9\r\n\r\n{}", Errc::connection_lost, 200},
      {"half a chunk", head + "Transfer-Encoding: chunked\r\n\r\n9\r\n{}", Errc::connection_lost,
       200},
      {"seventeen interim", interim + std::string(ok), Errc::protocol, 0},
      {"101", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", Errc::protocol, 0},
      {"header over 16 KB", head + "A: " + std::string(17000, 'a') + "\r\n\r\n", Errc::too_large,
       0},
      {"endless header", head + "A: " + std::string(200000, 'a'), Errc::too_large, 0},
      {"101 fields", head + fields + "\r\n", Errc::too_large, 0},
      {"body declared over 64 KB", head + "Content-Length: 65537\r\n\r\n", Errc::too_large, 0},
      {"body streamed over 64 KB", head + "\r\n" + std::string(70000, ' '), Errc::too_large, 200},
      {"chunk over 64 KB", head + "Transfer-Encoding: chunked\r\n\r\n10001\r\n", Errc::too_large,
       200},
      {"length 1e18", head + "Content-Length: 1000000000000000000\r\n\r\n", Errc::too_large, 0},
      {"length and chunked", head + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
       Errc::protocol, 0},
      {"chunked and length", head + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}",
       Errc::protocol, 0},
      {"two lengths", head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", Errc::protocol, 0},
      {"negative length", head + "Content-Length: -2\r\n\r\n{}", Errc::protocol, 0},
      {"chunk size overflow", head + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
       Errc::protocol, 200},
      {"bad chunk end", head + "Transfer-Encoding: chunked\r\n\r\n1\r\n{xx\r\n0\r\n\r\n",
       Errc::protocol, 200},
      {"gzip", head + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", Errc::protocol, 0},
      {"gzip, chunked", head + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", Errc::protocol,
       0},
      {"status 099", "HTTP/1.1 099 x\r\nContent-Length: 0\r\n\r\n", Errc::protocol, 0},
      {"status 1000", "HTTP/1.1 1000 x\r\nContent-Length: 0\r\n\r\n", Errc::protocol, 0},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Errc::protocol, 0},
      {"bare LF", "HTTP/1.1 200 OK\nContent-Length: 0\n\n", Errc::protocol, 0},
      {"NUL in a field", head + std::string("A: b\0c\r\nContent-Length: 0\r\n\r\n", 29),
       Errc::protocol, 0},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    RawPeer peer(once(row.answer), TlsSetup{});
    Client client;
    const Ending end = client.call(peer.origin(), "{}");
    INFO(end.failure.detail);
    REQUIRE_FALSE(end.answered);
    CHECK(to_string(end.failure.code) == std::string(to_string(row.code)));
    CHECK(end.failure.sent == Sent::all);
    CHECK(end.failure.status_seen == row.status_seen);
  }
}

TEST_CASE("certificates are held to the name") {
  struct Row {
    const char* name;
    CertificateNames names;
    const char* host;
    bool trusted;
  };
  const Row rows[] = {
      {"right name", {"x", "DNS:localhost"}, "localhost", true},
      {"right address", {"x", "IP:127.0.0.1"}, "127.0.0.1", true},
      {"wrong name", {"x", "DNS:example.org"}, "localhost", false},
      {"name only in CN", {"localhost", ""}, "localhost", false},
      {"CN right, SAN differs", {"localhost", "DNS:example.org"}, "localhost", false},
      {"partial wildcard", {"x", "DNS:l*.example"}, "lab.example", false},
      {"full wildcard", {"x", "DNS:*.test.example"}, "lab.test.example", true},
      {"address as a DNS name", {"x", "DNS:127.0.0.1"}, "127.0.0.1", false},
  };
  net::ResolverFunctions loopback;
  loopback.resolve = [](const char*, const char* port, const addrinfo* hints, addrinfo** out) {
    return ::getaddrinfo("127.0.0.1", port, hints, out);
  };
  for (const Row& row : rows) {
    INFO(row.name);
    TlsSetup setup;
    setup.names = row.names;
    RawPeer peer(always(std::string(ok)), setup);
    Client client(trusting(), loopback);
    const Ending end = client.call(peer.origin(row.host));
    INFO(end.failure.detail);
    CHECK(end.answered == row.trusted);
    if (row.trusted) continue;
    CHECK(end.failure.code == Errc::tls_trust);
    CHECK(end.failure.sent == Sent::none);
    CHECK(end.failure.permanent);
    CHECK(client.sink.asked == 0);
  }
}

TEST_CASE("TLS peers that are refused") {
  SECTION("unknown authority") {
    RawPeer peer(always(std::string(ok)), TlsSetup{});
    Client client(trusting(other_ca_pem()));
    const Ending end = client.call(peer.origin());
    CHECK(end.failure.code == Errc::tls_trust);
    CHECK(end.failure.detail.find("certificate verify failed") == 0);
  }
  SECTION("TLS 1.1") {
    TlsSetup setup;
    setup.max_version = TLS1_1_VERSION;
    RawPeer peer(always(std::string(ok)), setup);
    CHECK(Client().call(peer.origin()).failure.code == Errc::tls_protocol);
  }
  SECTION("CBC only") {
    TlsSetup setup;
    setup.max_version = TLS1_2_VERSION;
    setup.ciphers = "ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES128-SHA256";
    RawPeer peer(always(std::string(ok)), setup);
    CHECK(Client().call(peer.origin()).failure.code == Errc::tls_protocol);
  }
  SECTION("TLS 1.2 with AEAD is accepted") {
    TlsSetup setup;
    setup.max_version = TLS1_2_VERSION;
    RawPeer peer(always(std::string(ok)), setup);
    CHECK(Client().call(peer.origin()).answered);
  }
  SECTION("plain HTTP on the port") {
    RawPeer peer([](Wire& wire) {
      wire.write("HTTP/1.1 400 Bad Request\r\n\r\n");
      wire.hold();
    });
    const Ending end = Client().call("https://127.0.0.1:" + std::to_string(peer.port()));
    CHECK(end.failure.code == Errc::tls_protocol);
    CHECK(end.failure.sent == Sent::none);
  }
  SECTION("a client certificate is demanded after the request") {
    TlsSetup setup;
    setup.demand_client_certificate = true;
    RawPeer peer(always(std::string(ok)), setup);
    const Ending end = Client().call(peer.origin(), "{}");
    INFO(end.failure.detail);
    CHECK(end.failure.code == Errc::tls_protocol);
    CHECK(end.failure.sent == Sent::none);
  }
}

TEST_CASE("what is known to have left") {
  SECTION("silence after the whole request") {
    RawPeer peer([](Wire& wire) { wire.hold(); }, TlsSetup{});
    const Ending end = Client().call(peer.origin(), "{}", 1s);
    CHECK(end.failure.code == Errc::timeout);
    CHECK(end.failure.sent == Sent::all);
  }
  SECTION("silence in the handshake") {
    RawPeer peer([](Wire& wire) { wire.hold(); });
    NetworkOptions options = trusting();
    options.tls_timeout = 100ms;
    const Ending end = Client(options).call("https://127.0.0.1:" + std::to_string(peer.port()));
    CHECK(end.failure.code == Errc::timeout);
    CHECK(end.failure.sent == Sent::none);
  }
  SECTION("a peer that never reads") {
    std::atomic<bool> stop{false};
    RawPeer peer([&](Wire&) {
      while (!stop) std::this_thread::sleep_for(5ms);
    });
    const Ending end = Client().call(peer.origin(), std::string(16 << 20, 'x'), 2s);
    stop = true;
    CHECK(end.failure.code == Errc::timeout);
    CHECK(end.failure.sent == Sent::part);
  }
  SECTION("reset after the whole request") {
    RawPeer peer([](Wire& wire) {
      wire.read_request();
      wire.reset();
    });
    const Ending end = Client().call(peer.origin(), "{}");
    CHECK(end.failure.code == Errc::connection_lost);
    CHECK(end.failure.sent == Sent::all);
  }
  SECTION("reset while the body is half sent") {
    RawPeer peer([](Wire& wire) {
      std::this_thread::sleep_for(50ms);
      wire.reset();
    });
    const Ending end = Client().call(peer.origin(), std::string(16 << 20, 'x'));
    CHECK(end.failure.code == Errc::connection_lost);
    CHECK(end.failure.sent == Sent::part);
  }
  SECTION("called off at the last moment") {
    std::atomic<int> requests{0};
    RawPeer peer([&](Wire& wire) {
      while (!wire.read_request().empty()) {
        ++requests;
        wire.write(ok);
      }
    });
    Client client;
    client.sink.allow = [](ExchangeId id) { return id != 1; };
    const Ending end = client.call(peer.origin());
    CHECK(end.failure.code == Errc::cancelled);
    CHECK(end.failure.sent == Sent::none);
    CHECK(client.call(peer.origin()).answered);
    CHECK(peer.connections() == 1);
    CHECK(requests == 1);
  }
  SECTION("refused connection") {
    int port = 0;
    {
      port = RawPeer([](Wire&) {}).port();
    }
    const Ending end = Client().call("http://127.0.0.1:" + std::to_string(port));
    CHECK(end.failure.code == Errc::connect);
    CHECK(end.failure.sent == Sent::none);
  }
}

TEST_CASE("an early answer on a new connection is refused") {
  RawPeer peer([](Wire& wire) {
    wire.write(ok);
    wire.hold();
  });
  std::this_thread::sleep_for(10ms);
  Client client;
  const Ending end = client.call(peer.origin());
  // Whether the octets were there before the request is a race over plain TCP; both ends are safe.
  if (!end.answered) CHECK(end.failure.code == Errc::protocol);
}

TEST_CASE("a resolver stuck in the system holds nobody") {
  net::ResolverFunctions stuck;
  stuck.resolve = [](const char*, const char*, const addrinfo*, addrinfo**) {
    std::this_thread::sleep_for(1500ms);
    return EAI_AGAIN;
  };
  const auto begun = Clock::now();
  {
    NetworkOptions options = trusting();
    options.connect_timeout = 100ms;
    Client client(options, stuck);
    const Ending end = client.call("https://slow.example");
    CHECK(end.failure.code == Errc::timeout);
    CHECK(end.failure.sent == Sent::none);
    client.start("https://slow.example");
    client.transport->shutdown(Clock::now() + 1s);
    CHECK(client.sink.count() == 2);
    CHECK(client.sink.wait(2).failure.code == Errc::shutting_down);
  }
  CHECK(Clock::now() - begun < 1200ms);
  // The thread's own memory must be gone before leak checks look.
  std::this_thread::sleep_for(1600ms);
}

TEST_CASE("names that do not resolve") {
  net::ResolverFunctions none;
  SECTION("no such name") {
    none.resolve = [](const char*, const char*, const addrinfo*, addrinfo**) { return EAI_NONAME; };
    const Ending end = Client(trusting(), none).call("https://nowhere.example");
    CHECK(end.failure.code == Errc::resolve);
    CHECK(end.failure.permanent);
  }
  SECTION("for the moment") {
    none.resolve = [](const char*, const char*, const addrinfo*, addrinfo**) { return EAI_AGAIN; };
    const Ending end = Client(trusting(), none).call("https://nowhere.example");
    CHECK(end.failure.code == Errc::resolve);
    CHECK_FALSE(end.failure.permanent);
  }
}

TEST_CASE("a dead address costs a stagger, not the call") {
  net::ResolverFunctions two;
  two.resolve = [](const char*, const char* port, const addrinfo* hints, addrinfo** out) {
    addrinfo* dead = nullptr;
    if (const int failed = ::getaddrinfo("127.0.0.2", "1", hints, &dead); failed != 0)
      return failed;
    const int failed = ::getaddrinfo("127.0.0.1", port, hints, out);
    dead->ai_next = *out;
    *out = dead;
    return failed;
  };
  RawPeer peer(always(std::string(ok)));
  const auto begun = Clock::now();
  CHECK(Client(trusting(), two).call(peer.origin("two.example")).answered);
  CHECK(Clock::now() - begun < 1s);
}

TEST_CASE("options that cannot be used") {
  NetworkOptions options;
  options.ca_file = "/nonexistent/ca.pem";
  auto made = make_beast_transport(options);
  REQUIRE_FALSE(made);
  CHECK(made.error().code == Errc::usage);
  auto nothing = make_beast_transport(trusting("no certificate"));
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().code == Errc::usage);
}

TEST_CASE("requests that would be split are not written") {
  Client client;
  for (const char* header : {"X\r\nY", "Host", "authorization", "", "Content-Length"}) {
    HttpRequest request;
    request.method = "GET";
    request.origin = "http://127.0.0.1:1";
    request.target = "/";
    request.headers.push_back({header, "v"});
    client.transport->start(++client.id, std::move(request), client.sink);
    CHECK(client.sink.wait(client.id).failure.code == Errc::usage);
  }
  for (const char* origin : {"ftp://x", "https://", "https://a/b", "https://a:0", "https://a:99999",
                             "https://u@h", "https://a b", "https://[::1"})
    CHECK(client.call(origin).failure.code == Errc::usage);
}

TEST_CASE("the built-in transport conforms") {
  std::atomic<std::uint64_t> served{0};
  RawPeer peer(
      [&](Wire& wire) {
        for (;;) {
          const std::string request = wire.read_request();
          if (request.empty()) return;
          ++served;
          const bool known = request.find("jwks") != std::string::npos;
          wire.write(known ? std::string(ok)
                           : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        }
      },
      TlsSetup{});
  RawPeer silent([](Wire& wire) { wire.hold(); });
  int closed = 0;
  {
    closed = RawPeer([](Wire&) {}).port();
  }
  testing::ConformanceSetup setup;
  setup.make = [] {
    auto made = make_beast_transport(trusting());
    return made ? std::move(made).value() : nullptr;
  };
  setup.origin = peer.origin();
  setup.silent_origin = silent.origin();
  setup.unreachable_origin = "https://127.0.0.1:" + std::to_string(closed);
  setup.requests_served = [&] { return served.load(); };
  for (const auto& failure : run_transport_conformance(setup)) {
    FAIL_CHECK(failure.rule << ": " << failure.detail);
  }
}
