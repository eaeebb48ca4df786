// The way through an HTTP proxy: what it learns, what it cannot see, and what its refusals mean.
#include "worlds/catch.hpp"
#include "worlds/connect_proxy.hpp"
#include "worlds/system_proxy_is.hpp"
#include "worlds/transport_probe.hpp"

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

NetworkOptions through(const RawPeer& proxy) {
  NetworkOptions options = trusting();
  options.proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
  return options;
}

}  // namespace

TEST_CASE("a proxy learns only the name, and TLS goes end to end") {
  RawPeer service(always(std::string(ok)), TlsSetup{});
  ConnectProxy proxy(service.port());
  {
    Probe client(through(proxy.peer));
    for (int i = 0; i < 3; ++i) {
      const Ending end = client.call(service.origin(), "{\"code\":\"ABCD\"}");
      INFO(end.failure.detail);
      REQUIRE(end.answered);
    }
    CHECK(proxy.peer.connections() == 1);
    client.transport->shutdown(SteadyClock::now());
    proxy.peer.wait_closed(1);
  }
  const std::string target = "localhost:" + std::to_string(service.port());
  CHECK(proxy.asked == "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n");
  CHECK(proxy.seen.size() > 200);
  for (const char* secret : {"Bearer", "secret-key", "ABCD", "/v1/thing"})
    CHECK(proxy.seen.find(secret) == std::string::npos);
}

TEST_CASE("a proxy's failure is never taken for the service's") {
  struct Row {
    const char* name;
    std::string answer;
    bool permanent;
  };
  const Row rows[] = {
      {"wants credentials", "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", true},
      {"forbids", "HTTP/1.1 403 Forbidden\r\n\r\n", true},
      {"cannot reach", "HTTP/1.1 502 Bad Gateway\r\n\r\n", false},
      {"redirects", "HTTP/1.1 302 Found\r\nLocation: https://elsewhere/\r\n\r\n", true},
      {"is none", "SSH-2.0-OpenSSH_9.2\r\n\r\n", true},
      {"speaks for the service", "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", true},
      {"never ends its head", "HTTP/1.1 200 OK\r\nA: " + std::string(9000, 'a'), true},
      {"hangs up", "", false},
      {"does not know how", "HTTP/1.1 501 Not Implemented\r\n\r\n", true},
      {"fails", "HTTP/1.1 500 Internal Server Error\r\n\r\n", false},
      {"is not yet done", "HTTP/1.1 100 Continue\r\n\r\n", true},
      {"has a status of letters", "HTTP/1.1 2xx OK\r\n\r\n", true},
      {"has a status of two digits", "HTTP/1.1 20\r\n\r\n", true},
      {"has a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", true},
      {"is of another version", "HTTP/2.0 200 OK\r\n\r\n", true},
      {"has no version", "HTTP/1.1\t200 OK\r\n\r\n", true},
      {"says next to nothing", "\r\n\r\n", true},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    RawPeer proxy(once(row.answer));
    const Ending end = Probe(through(proxy)).call("https://localhost:1", "{}");
    INFO(end.failure.detail);
    REQUIRE_FALSE(end.answered);
    CHECK(end.failure.code == Errc::connect);
    CHECK(end.failure.sent == Sent::none);
    CHECK(end.failure.permanent == row.permanent);
    CHECK(end.failure.status_seen == 0);
  }
}

TEST_CASE("a proxy that is silent costs the connect timeout") {
  RawPeer proxy([](Wire& wire) { wire.hold(); });
  NetworkOptions options = through(proxy);
  options.connect_timeout = 100ms;
  const Ending end = Probe(options).call("https://localhost:1", "{}");
  CHECK(end.failure.code == Errc::timeout);
  CHECK(end.failure.sent == Sent::none);
}

TEST_CASE("a proxy behind TLS, with a path or with a password is refused") {
  for (const char* proxy : {"https://a:1", "socks5://a:1", "http://user:pass@a:1", "http://a/b"}) {
    NetworkOptions options = trusting();
    options.proxy = proxy;
    auto made = make_beast_transport(options);
    REQUIRE_FALSE(made);
    CHECK(made.error().code == Errc::usage);
    CHECK(made.error().detail.find("pass@") == std::string::npos);
  }
}

namespace {

NetworkOptions with_system_proxy() {
  NetworkOptions options = trusting();
  options.system_proxy = true;
  return options;
}

std::string address_of(const RawPeer& proxy) { return "127.0.0.1:" + std::to_string(proxy.port()); }

bool is_answered(Probe& client, const std::string& origin) {
  const Ending end = client.call(origin, "{}");
  INFO(end.failure.detail);
  return end.answered;
}

}  // namespace

TEST_CASE("the system's proxy leads to one service, and another is reached without it") {
  RawPeer service(always(std::string(ok)), TlsSetup{});
  ConnectProxy proxy(service.port());
  {
    const SystemProxyIs system(address_of(proxy.peer), "127.0.0.1");
    Probe client(with_system_proxy());
    // Another proxy from now on is that of later clients.
    const SystemProxyIs later("127.0.0.1:1", "");
    CHECK(is_answered(client, service.origin("127.0.0.1")));
    CHECK(proxy.peer.connections() == 0);
    CHECK(is_answered(client, service.origin()));
    CHECK(proxy.peer.connections() == 1);
    client.transport->shutdown(SteadyClock::now());
    proxy.peer.wait_closed(1);
  }
  CHECK(proxy.asked.rfind("CONNECT localhost:", 0) == 0);
  CHECK(proxy.seen.size() > 200);
}

TEST_CASE(
    "the system's proxy is not asked unless the host says so, nor beside a proxy of the host") {
  RawPeer service(always(std::string(ok)), TlsSetup{});
  ConnectProxy proxy(service.port());
  const SystemProxyIs system("127.0.0.1:1", "");
  Probe without(trusting());
  CHECK(is_answered(without, service.origin()));
  CHECK(proxy.peer.connections() == 0);
  NetworkOptions options = through(proxy.peer);
  options.system_proxy = true;
  Probe with_its_own(options);
  CHECK(is_answered(with_its_own, service.origin()));
  CHECK(proxy.peer.connections() == 1);
}

TEST_CASE("a kind of system's proxy that is not supported is refused, and its value not repeated") {
  for (const char* value : {"socks5://name:pass@a:1", "name:pass@a:1", "https://a:1"}) {
    const SystemProxyIs system(value, "");
    auto made = make_beast_transport(with_system_proxy());
    REQUIRE_FALSE(made);
    CHECK(made.error().code == Errc::usage);
    CHECK(made.error().detail.find("SOCKS") != std::string::npos);
    CHECK(made.error().detail.find("pass@") == std::string::npos);
  }
}
