// Connections between calls: kept, resumed, never written to once their peer has hung up.
#include "worlds/catch.hpp"
#include "worlds/transport_probe.hpp"

#include <algorithm>
#include <future>
#include <mutex>
#include <string>
#include <vector>

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

TEST_CASE("a connection whose handshake was cancelled is closed, not kept") {
  std::promise<void> greeted;
  RawPeer peer([&](Wire& wire) {  // Without TLS: it never answers the handshake.
    if (wire.read_any()) greeted.set_value();
    wire.hold();
  });
  NetworkOptions options = trusting();
  options.idle_limit = std::chrono::minutes(10);
  Probe client(options);
  client.start("https://localhost:" + std::to_string(peer.port()));
  greeted.get_future().wait();
  client.transport->cancel(1);
  CHECK(client.sink.wait(1).failure.code == Errc::cancelled);
  // Its certificate and its pins have not been looked at.
  peer.wait_closed(1);
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

TEST_CASE("beyond the limit calls wait their turn, first in first out") {
  std::promise<void> go;
  const std::shared_future<void> gate = go.get_future().share();
  std::mutex mutex;
  std::vector<std::string> order;
  std::atomic<int> at_once{0};
  std::atomic<int> most{0};
  RawPeer peer([&](Wire& wire) {
    for (std::string request = wire.read_request(); !request.empty();
         request = wire.read_request()) {
      most = std::max<int>(most, ++at_once);
      {
        const std::lock_guard lock(mutex);
        order.push_back(request.substr(request.find("\r\n\r\n") + 4));
      }
      gate.wait();
      --at_once;
      wire.write(ok);
    }
  });
  NetworkOptions options = trusting();
  options.max_connections = 1;
  Probe client(options);
  for (const char* body : {"1", "2", "3", "4", "5", "6"}) client.start(peer.origin(), body);
  go.set_value();
  for (ExchangeId id = 1; id <= client.id; ++id) CHECK(client.sink.wait(id).answered);
  CHECK(peer.connections() == 1);
  CHECK(most == 1);
  const std::lock_guard lock(mutex);
  CHECK(order == std::vector<std::string>{"1", "2", "3", "4", "5", "6"});
}

TEST_CASE("who waits for a turn may be cancelled, time out and be shut down, with nothing sent") {
  RawPeer peer([](Wire& wire) { wire.hold(); });
  NetworkOptions options = trusting();
  options.max_connections = 2;
  Probe client(options);
  client.start(peer.origin(), "1");
  client.start(peer.origin(), "2");
  client.start(peer.origin(), "3", 50ms);
  client.start(peer.origin(), "4");
  client.start(peer.origin(), "5");
  const Ending late = client.sink.wait(3);
  CHECK(late.failure.code == Errc::timeout);
  CHECK(late.failure.sent == Sent::none);
  client.transport->cancel(4);
  const Ending called_off = client.sink.wait(4);
  CHECK(called_off.failure.code == Errc::cancelled);
  CHECK(called_off.failure.sent == Sent::none);
  client.transport->shutdown(SteadyClock::now() + 1s);
  const Ending at_the_end = client.sink.wait(5);
  CHECK(at_the_end.failure.code == Errc::shutting_down);
  CHECK(at_the_end.failure.sent == Sent::none);
  CHECK(peer.connections() <= 2);
}

TEST_CASE("a turn is given on, however the call before it ended") {
  RawPeer refusing(once("HTTP/1.1 2"));
  NetworkOptions options = trusting();
  options.max_connections = 1;
  Probe client(options);
  constexpr ExchangeId many = 500;
  // Half of them end where their turn comes: each gives it to the next at once.
  client.sink.allow = [](ExchangeId id) { return id % 2 == 0; };
  for (ExchangeId id = 1; id <= many; ++id) client.start(refusing.origin(), "x", 20s);
  for (ExchangeId id = 1; id <= many; ++id) {
    const Ending end = client.sink.wait(id);
    REQUIRE_FALSE(end.answered);
    REQUIRE(end.failure.code == (id % 2 == 0 ? Errc::connection_lost : Errc::cancelled));
  }
}

TEST_CASE("a limit of no connections is refused") {
  NetworkOptions options = trusting();
  options.max_connections = 0;
  const auto made = make_beast_transport(std::move(options));
  REQUIRE_FALSE(made);
  CHECK(made.error().code == Errc::usage);
}
