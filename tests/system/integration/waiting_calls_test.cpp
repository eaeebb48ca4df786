// A network with a thread, which makes room for calls that wait: they do its work themselves, and it is back for all others.
#include "worlds/asking_client.hpp"
#include "worlds/catch.hpp"
#include "worlds/transport_probe.hpp"
#include "worlds/watched.hpp"

#include <hellojohn/hellojohn.hpp>

#include <atomic>
#include <thread>
#include <utility>

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

/// Without poll(): the network's thread must do it. A test that ends otherwise fails.
template <class Condition>
void wait_until(Condition holds) {
  const auto end = tests::SteadyClock::now() + 20s;
  while (!holds() && tests::SteadyClock::now() < end) std::this_thread::yield();
  REQUIRE(holds());
}

}  // namespace

TEST_CASE("waiting calls: one after the other, they read their answers on their own thread") {
  RawPeer peer(always(accepted), TlsSetup{});
  Probe probe(trusting());
  std::atomic<std::thread::id> asked_on{};
  probe.sink.allow = [&](ExchangeId) {
    asked_on = std::this_thread::get_id();
    return true;
  };
  const auto end = tests::SteadyClock::now() + 20s;
  int ended = 0;
  while (asked_on.load() != std::this_thread::get_id() && tests::SteadyClock::now() < end) {
    probe.start(peer.origin());
    ++ended;
    while (probe.sink.count() < ended)
      REQUIRE(probe.transport->drive(tests::SteadyClock::now() + 1s));
  }
  CHECK(asked_on.load() == std::this_thread::get_id());
}

TEST_CASE("waiting calls: the thread is back for a call that nobody waits for") {
  RawPeer peer(always(accepted), TlsSetup{});
  Client client = client_of(client_options(peer));
  for (int i = 0; i < 20; ++i) {
    REQUIRE(ask(client).get());
    const auto alone = ask(client);
    wait_until([&] { return alone.ready(); });
  }
}

TEST_CASE("waiting calls: while one waits for a silent server, others come to their end") {
  RawPeer peer(always(accepted), TlsSetup{});
  RawPeer silent([](Wire& wire) { wire.hold(); });
  ClientOptions first = client_options(peer);
  const auto network = SharedNetwork::create(first.network);
  REQUIRE(network);
  first.shared_network = *network;
  ClientOptions second = client_options(silent);
  second.shared_network = *network;
  Client client = client_of(std::move(first));
  Client waiting = client_of(std::move(second));
  std::thread waiter([&] { CHECK(ask(waiting).get().error().code == Errc::shutting_down); });
  wait_until([&] { return silent.connections() == 1; });
  for (int i = 0; i < 20; ++i) {
    const auto alone = ask(client);
    wait_until([&] { return alone.ready(); });
    CHECK(ask(client).get());
  }
  waiting.shutdown(1s);
  waiter.join();
}

TEST_CASE("waiting calls: of many threads, each has its answer") {
  RawPeer peer(always(accepted), TlsSetup{});
  Client client = client_of(client_options(peer));
  CHECK(answered_to_six_threads(client) == 120);
}

TEST_CASE("waiting calls: after a get_for() that gave up, the thread is back") {
  Watched<bool> answers(false);
  RawPeer peer([&](Wire& wire) {
    while (!wire.read_request().empty()) {
      answers.wait_for(true);
      wire.write(accepted);
    }
  });
  Client client = client_of(client_options(peer));
  CHECK(ask(client).get_for(20ms).error().code == Errc::timeout);
  answers.set(true);
  auto alone = ask(client);
  wait_until([&] { return alone.ready(); });
  CHECK(std::move(alone).take().has_value());
}

TEST_CASE("waiting calls: shutdown() ends them all") {
  RawPeer silent([](Wire& wire) { wire.hold(); });
  Client client = client_of(client_options(silent));
  CHECK(ended_by_shutdown(client, silent) == 3);
}

TEST_CASE("waiting calls: a sink that does not return to its driver does not hold shutdown") {
  RawPeer peer(always(accepted), TlsSetup{});
  Probe probe(trusting());
  std::atomic<bool> entered{false};
  Watched<bool> let_go(false);
  std::atomic<std::thread::id> driver_id{};
  probe.sink.allow = [&](ExchangeId) {
    if (std::this_thread::get_id() != driver_id.load()) return true;
    entered = true;
    let_go.wait_for(true);
    return true;
  };
  std::thread driver([&] {
    driver_id = std::this_thread::get_id();
    while (probe.transport->drive(tests::SteadyClock::now() + 1s)) {
    }
  });
  int started = 0;
  wait_until([&] {
    if (!entered && probe.sink.count() == started) {
      probe.start(peer.origin());
      ++started;
    }
    return entered.load();
  });
  probe.transport->shutdown(tests::SteadyClock::now());
  const int ends = probe.sink.count();
  let_go.set(true);
  driver.join();
  CHECK(probe.sink.count() == ends);
}
