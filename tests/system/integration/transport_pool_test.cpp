// Connections between calls: kept, resumed, never written to once their peer has hung up.
#include "worlds/catch.hpp"
#include "worlds/transport_probe.hpp"

#include <future>

using namespace hellojohn;
using namespace hellojohn::tests;

TEST_CASE("connections are kept, and sessions resumed") {
  std::atomic<int> resumed{0};
  RawPeer peer(
      [&](Wire& wire) {
        if (wire.resumed()) ++resumed;
        for (int i = 0; i < 3 && !wire.read_request().empty(); ++i) wire.write(ok);
        wire.close_notify();
      },
      TlsSetup{});
  Probe client;
  for (int i = 0; i < 9; ++i) {
    REQUIRE(client.call(peer.origin()).answered);
    if (i % 3 == 2) peer.wait_closed(i / 3 + 1);
  }
  CHECK(peer.connections() == 3);
  CHECK(resumed == 2);
}

TEST_CASE("a kept connection that the peer closed is not written to") {
  RawPeer peer(once(std::string(ok)), TlsSetup{});
  Probe client;
  for (int i = 0; i < 20; ++i) {
    REQUIRE(client.call(peer.origin(), "{}").answered);
    peer.wait_closed(i + 1);
  }
  CHECK(peer.connections() == 20);
}

TEST_CASE("a kept connection on which the peer spoke unasked is not used") {
  std::atomic<int> requests{0};
  std::promise<void> spoken;
  RawPeer peer([&](Wire& wire) {
    if (wire.read_request().empty()) return;
    const bool first = ++requests == 1;  // Before the answer: the client counts after it.
    wire.write(ok);
    if (first) {
      // Only once the answer was taken is the rest a second answer, and not surplus of the first.
      spoken.get_future().wait();
      wire.write(ok);
    }
    wire.hold();
  });
  Probe client;
  REQUIRE(client.call(peer.origin()).answered);
  spoken.set_value();
  peer.wait_closed(1);  // By us: the peer itself holds on.
  REQUIRE(client.call(peer.origin()).answered);
  CHECK(peer.connections() == 2);
  CHECK(requests == 2);
}

TEST_CASE("a connection kept too long is not used") {
  RawPeer peer(always(std::string(ok)));
  NetworkOptions options = trusting();
  options.idle_limit = 30ms;
  Probe client(options);
  REQUIRE(client.call(peer.origin()).answered);
  peer.wait_closed(1);
  REQUIRE(client.call(peer.origin()).answered);
  CHECK(peer.connections() == 2);
}
