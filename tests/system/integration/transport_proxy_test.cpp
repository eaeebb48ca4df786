// The way through an HTTP proxy: what it learns, what it cannot see, and what its refusals mean.
#include "worlds/catch.hpp"
#include "worlds/transport_probe.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

int connect_to(int port) {
  const int fd = static_cast<int>(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("the proxy cannot reach its target");
  return fd;
}

/// Bytes both ways until one side ends; all that came from `left` are added to `seen`.
void relay(int left, int right, std::string& seen) {
  for (;;) {
    pollfd both[2] = {{left, POLLIN, 0}, {right, POLLIN, 0}};
    if (::poll(both, 2, 10000) <= 0) return;
    for (int side = 0; side < 2; ++side) {
      if (both[side].revents == 0) continue;
      char buffer[4096];
      const ssize_t size = ::recv(both[side].fd, buffer, sizeof buffer, 0);
      if (size <= 0) return;
      if (side == 0) seen.append(buffer, static_cast<std::size_t>(size));
      (void)::send(both[1 - side].fd, buffer, static_cast<std::size_t>(size), MSG_NOSIGNAL);
    }
  }
}

NetworkOptions through(const RawPeer& proxy) {
  NetworkOptions options = trusting();
  options.proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
  return options;
}

}  // namespace

TEST_CASE("a proxy learns only the name, and TLS goes end to end") {
  RawPeer service(always(std::string(ok)), TlsSetup{});
  std::string asked;
  std::string seen;
  {
    RawPeer proxy([&](Wire& wire) {
      asked = wire.read_request();
      const int target = connect_to(service.port());
      wire.write("HTTP/1.1 200 Connection established\r\n\r\n");
      relay(wire.descriptor(), target, seen);
      ::close(target);
    });
    Probe client(through(proxy));
    for (int i = 0; i < 3; ++i) {
      const Ending end = client.call(service.origin(), "{\"code\":\"ABCD\"}");
      INFO(end.failure.detail);
      REQUIRE(end.answered);
    }
    CHECK(proxy.connections() == 1);
    client.transport->shutdown(SteadyClock::now());
    proxy.wait_closed(1);
  }
  const std::string target = "localhost:" + std::to_string(service.port());
  CHECK(asked == "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n");
  CHECK(seen.size() > 200);
  for (const char* secret : {"Bearer", "secret-key", "ABCD", "/v1/thing"})
    CHECK(seen.find(secret) == std::string::npos);
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
