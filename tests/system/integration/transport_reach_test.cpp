// Names, addresses, stalls and ends: how far a request got, and that nobody waits for ever.
#include "worlds/catch.hpp"
#include "worlds/transport_probe.hpp"
#include "worlds/watched.hpp"

#include <hellojohn/testing/transport_conformance.hpp>

#include <atomic>
#include <future>

using namespace hellojohn;
using namespace hellojohn::tests;

TEST_CASE("what is known to have left") {
  SECTION("silence after the whole request") {
    RawPeer peer([](Wire& wire) { wire.hold(); }, TlsSetup{});
    const Ending end = Probe().call(peer.origin(), "{}", 3s);
    CHECK(end.failure.code == Errc::timeout);
    CHECK(end.failure.sent == Sent::all);
  }
  SECTION("silence in the handshake") {
    RawPeer peer([](Wire& wire) { wire.hold(); });
    NetworkOptions options = trusting();
    options.tls_timeout = 100ms;
    const Ending end = Probe(options).call("https://127.0.0.1:" + std::to_string(peer.port()));
    CHECK(end.failure.code == Errc::timeout);
    CHECK(end.failure.sent == Sent::none);
  }
  SECTION("a peer that never reads") {
    std::promise<void> stop;
    RawPeer peer([&](Wire&) { stop.get_future().wait(); });
    const Ending end = Probe().call(peer.origin(), std::string(16 << 20, 'x'), 2s);
    stop.set_value();
    CHECK(end.failure.code == Errc::timeout);
    CHECK(end.failure.sent == Sent::part);
  }
  SECTION("reset after the whole request") {
    RawPeer peer([](Wire& wire) {
      wire.read_request();
      wire.reset();
    });
    const Ending end = Probe().call(peer.origin(), "{}");
    CHECK(end.failure.code == Errc::connection_lost);
    CHECK(end.failure.sent == Sent::all);
  }
  SECTION("reset while the body is half sent") {
    RawPeer peer([](Wire& wire) {
      wire.read_any();
      wire.reset();
    });
    const Ending end = Probe().call(peer.origin(), std::string(16 << 20, 'x'));
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
    Probe client;
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
    const Ending end = Probe().call("http://127.0.0.1:" + std::to_string(port));
    CHECK(end.failure.code == Errc::connect);
    CHECK(end.failure.sent == Sent::none);
  }
}

TEST_CASE("a resolver stuck in the system holds nobody") {
  static Watched<bool> let_go(false);
  static Watched<int> inside(0);
  let_go.set(false);
  net::ResolverFunctions stuck;
  stuck.resolve = [](const char*, const char*, const addrinfo*, addrinfo**) -> int {
    inside.add(1);
    let_go.wait_for(true);
    inside.add(-1);
    return EAI_AGAIN;
  };
  {
    NetworkOptions options = trusting();
    options.connect_timeout = 100ms;
    Probe client(options, stuck);
    const Ending end = client.call("https://slow.example");
    CHECK(end.failure.code == Errc::timeout);
    CHECK(end.failure.sent == Sent::none);
    client.start("https://slow.example");
    client.transport->shutdown(SteadyClock::now() + 1s);
    CHECK(client.sink.count() == 2);
    CHECK(client.sink.wait(2).failure.code == Errc::shutting_down);
  }
  let_go.set(true);
  inside.wait_for(0);
}

TEST_CASE("localhost is this machine, and nobody is asked for it (RFC 6761)") {
  net::ResolverFunctions liar;
  liar.resolve = [](const char*, const char*, const addrinfo*, addrinfo**) -> int {
    return EAI_NONAME;
  };
  RawPeer peer(always(std::string(ok)), TlsSetup{});
  CHECK(Probe(trusting(), liar).call(peer.origin()).answered);
}

TEST_CASE("names that do not resolve") {
  net::ResolverFunctions none;
  SECTION("no such name") {
    none.resolve = [](const char*, const char*, const addrinfo*, addrinfo**) -> int {
      return EAI_NONAME;
    };
    const Ending end = Probe(trusting(), none).call("https://nowhere.example");
    CHECK(end.failure.code == Errc::resolve);
    CHECK(end.failure.permanent);
  }
  SECTION("for the moment") {
    none.resolve = [](const char*, const char*, const addrinfo*, addrinfo**) -> int {
      return EAI_AGAIN;
    };
    const Ending end = Probe(trusting(), none).call("https://nowhere.example");
    CHECK(end.failure.code == Errc::resolve);
    CHECK_FALSE(end.failure.permanent);
  }
  SECTION("no memory for the lookup") {
    none.resolve = [](const char*, const char*, const addrinfo*, addrinfo**) -> int {
      return EAI_MEMORY;
    };
    const Ending end = Probe(trusting(), none).call("https://nowhere.example");
    CHECK(end.failure.code == Errc::resource);
    CHECK(end.failure.sent == Sent::none);
  }
  SECTION("a name with no address that the internet protocols know") {
    none.resolve = [](const char*, const char*, const addrinfo*, addrinfo** out) {
      static addrinfo local{};
      local.ai_family = AF_UNIX;
      *out = &local;
      return 0;
    };
    none.release = [](addrinfo*) {};
    const Ending end = Probe(trusting(), none).call("https://nowhere.example");
    CHECK(end.failure.code == Errc::resolve);
    CHECK(end.failure.permanent);
  }
}

namespace {

/// Numeric addresses in the order given, all of them at the asked port.
template <const char* const* Hosts, std::size_t Count>
int listed(const char*, const char* port, const addrinfo* hints, addrinfo** out) {
  addrinfo** end = out;
  *end = nullptr;
  for (std::size_t i = 0; i < Count; ++i) {
    if (const int failed = ::getaddrinfo(Hosts[i], port, hints, end); failed != 0) return failed;
    while (*end != nullptr) end = &(*end)->ai_next;
  }
  return 0;
}

}  // namespace

TEST_CASE("every address of a name is tried, the families in turn") {
  static constexpr const char* hosts[] = {"127.0.0.2", "127.0.0.3", "127.0.0.1", "::1"};
  static constexpr const char* six_first[] = {"::1", "127.0.0.1"};
  RawPeer peer(always(std::string(ok)));  // Listens only on 127.0.0.1.
  net::ResolverFunctions four;
  four.resolve = listed<hosts, 4>;
  CHECK(Probe(trusting(), four).call(peer.origin("many.example")).answered);
  net::ResolverFunctions two;
  two.resolve = listed<six_first, 2>;
  CHECK(Probe(trusting(), two).call(peer.origin("two.example")).answered);
  four.resolve = listed<hosts, 2>;
  const Ending end = Probe(trusting(), four).call(peer.origin("none.example"));
  CHECK(end.failure.code == Errc::connect);
  CHECK(end.failure.sent == Sent::none);
  CHECK_FALSE(end.failure.permanent);
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
  CHECK(Probe(trusting(), two).call(peer.origin("two.example"), {}, 5s).answered);
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
