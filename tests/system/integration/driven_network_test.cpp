// A client whose network has no thread: poll() and waiting calls do its work.
#include "worlds/asking_client.hpp"
#include "worlds/catch.hpp"
#include "worlds/processes.hpp"
#include "worlds/transport_probe.hpp"
#include "worlds/watched.hpp"

#include <hellojohn/hellojohn.hpp>

#include <algorithm>
#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

constexpr auto never = std::chrono::milliseconds::max();

ClientOptions to(const RawPeer& peer) {
  ClientOptions options = client_options(peer);
  options.network.own_thread = false;
  return options;
}

/// Polls until it holds; a test that ends otherwise fails.
template <class Condition>
void poll_until(Client& client, Condition holds) {
  const auto end = tests::SteadyClock::now() + 20s;
  while (!holds() && tests::SteadyClock::now() < end) (void)client.poll();
  REQUIRE(holds());
}

}  // namespace

TEST_CASE("no thread: a waiting call does the network's work, over TLS, and no thread is started") {
  RawPeer peer(always(accepted), TlsSetup{});
  const int before = threads_here();
  Client client = client_of(to(peer));
  for (int i = 0; i < 3; ++i) REQUIRE(ask(client).get());
  CHECK(peer.connections() == 1);
  CHECK(threads_here() - peer.connections() == before + timer_threads());
}

TEST_CASE("no thread: poll() brings a call to its end, and says how long a host may sleep") {
  RawPeer peer(always(accepted), TlsSetup{});
  std::atomic<int> told{0};
  ClientOptions options = to(peer);
  options.on_ready = [&told] { ++told; };
  Client client = client_of(std::move(options));
  CHECK(client.time_to_poll() == never);
  bool done = false;
  const auto subscription =
      ask(client).then([&](Result<Unit> answer) { done = answer.has_value(); });
  // Nobody but the host begins with it.
  CHECK(told == 1);
  CHECK(client.time_to_poll() <= 10ms);
  poll_until(client, [&] { return done; });
  CHECK(client.time_to_poll() == never);
}

TEST_CASE("no thread: nothing is sent and nothing ends while nobody looks") {
  RawPeer peer(always(accepted));
  Client client = client_of(to(peer));
  auto call = ask(client);
  std::this_thread::yield();
  CHECK_FALSE(call.ready());
  CHECK(peer.connections() == 0);
  poll_until(client, [&] { return call.ready(); });
  CHECK(std::move(call).take().has_value());
}

TEST_CASE("no thread: one look begins a bounded number of the exchanges that were started") {
  constexpr int many = 1000;
  NetworkOptions options = trusting();
  options.own_thread = false;
  Probe probe(options);
  for (int i = 0; i < many; ++i) probe.start("no origin");
  CHECK(probe.sink.count() == 0);
  int seen = 0;
  int looks = 0;
  for (; probe.sink.count() < many; ++looks) {
    REQUIRE(probe.transport->drive(tests::SteadyClock::time_point::min()));
    const int began = probe.sink.count() - seen;
    REQUIRE(began > 0);
    CHECK(began < many / 2);
    seen += began;
  }
  CHECK(looks > 2);
}

TEST_CASE("no thread: an exchange that fails as it begins ends the wait for it") {
  NetworkOptions options = trusting();
  options.own_thread = false;
  Probe probe(options);
  probe.start("no origin");
  const auto until = tests::SteadyClock::now() + 20s;
  CHECK(probe.transport->drive(until));
  CHECK(tests::SteadyClock::now() < until);
  CHECK(probe.sink.wait(1).failure.code == Errc::usage);
}

TEST_CASE(
    "no thread: exchanges begin in the order in which they were started, inside drive() or before "
    "it") {
  std::vector<int> order;
  std::optional<RawPeer> peer(std::in_place, [&order](Wire& wire) {
    for (std::string text; !(text = wire.read_request()).empty(); wire.write(ok))
      order.push_back(std::stoi(text.substr(text.find("\r\n\r\n") + 4)));
  });
  NetworkOptions options = trusting();
  options.own_thread = false;
  options.max_connections = 1;
  Probe probe(options);
  // Some are started inside drive(), by the sink, while others wait for who drives next.
  std::atomic<int> started{0};
  const auto start_next = [&] { probe.start(peer->origin(), std::to_string(started++)); };
  probe.sink.allow = [&](ExchangeId) {
    if (started < 60) start_next();
    return true;
  };
  for (int i = 0; i < 3; ++i) start_next();
  while (probe.sink.count() < 60) {
    REQUIRE(probe.transport->drive(tests::SteadyClock::now() + 1s));
    if (started < 60) start_next();
  }
  probe.transport->shutdown(tests::SteadyClock::now() + 1s);
  peer.reset();  // Its threads have ended.
  CHECK(order.size() >= 60);
  CHECK(std::is_sorted(order.begin(), order.end()));
}

TEST_CASE("no thread: of several waiting threads one does the work for all, and gives it on") {
  RawPeer peer(always(accepted), TlsSetup{});
  Client client = client_of(to(peer));
  CHECK(answered_to_six_threads(client) == 120);
}

TEST_CASE("no thread: one thread polls while others wait") {
  RawPeer peer(always(accepted), TlsSetup{});
  Client client = client_of(to(peer));
  std::atomic<int> running{3};
  std::atomic<int> answered{0};
  LastOne last(3);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 3; ++thread)
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) answered += ask(client).get().has_value();
      --running;
      last.arrive_and_wait();
    });
  poll_until(client, [&] { return running == 0; });
  for (std::thread& thread : threads) thread.join();
  CHECK(answered == 60);
}

TEST_CASE("no thread: clients on one network do each other's work") {
  RawPeer peer(always(accepted), TlsSetup{});
  ClientOptions options = to(peer);
  const auto network = SharedNetwork::create(options.network);
  REQUIRE(network);
  std::atomic<int> answered{0};
  LastOne last(4);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&] {
      ClientOptions own = to(peer);
      own.shared_network = *network;
      Client client = client_of(std::move(own));
      for (int i = 0; i < 20; ++i) answered += ask(client).get().has_value();
      last.arrive_and_wait();
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(answered == 80);
}

TEST_CASE("no thread: a cancelled call lets go of its connection in the next looks") {
  RawPeer silent([](Wire& wire) { wire.hold(); });
  Client client = client_of(to(silent));
  {
    auto dropped = ask(client);
    poll_until(client, [&] { return silent.connections() == 1; });
  }
  poll_until(client, [&] { return client.time_to_poll() == never; });
  silent.wait_closed(1);
}

TEST_CASE("no thread: a silent server ends as a timeout, and get_for() keeps its limit") {
  RawPeer silent([](Wire& wire) { wire.hold(); });
  ClientOptions options = to(silent);
  options.timeouts.other = 200ms;
  Client client = client_of(std::move(options));
  CHECK(ask(client).get().error().code == Errc::timeout);
  CHECK(ask(client).get_for(20ms).error().code == Errc::timeout);
}

TEST_CASE("no thread: shutdown() ends calls that other threads wait for") {
  RawPeer silent([](Wire& wire) { wire.hold(); });
  Client client = client_of(to(silent));
  CHECK(ended_by_shutdown(client, silent) == 3);
  CHECK(ask(client).get().error().code == Errc::shutting_down);
}

TEST_CASE("no thread: a sink that does not return does not hold shutdown") {
  RawPeer peer(always(accepted));
  NetworkOptions options = trusting();
  options.own_thread = false;
  Probe probe(options);
  std::atomic<bool> entered{false};
  Watched<bool> let_go(false);
  probe.sink.allow = [&](ExchangeId) {
    entered = true;
    let_go.wait_for(true);
    return true;
  };
  probe.start(peer.origin());
  std::thread driver([&] {
    while (probe.transport->drive(tests::SteadyClock::now() + 1s)) {
    }
  });
  while (!entered) std::this_thread::yield();
  probe.transport->shutdown(tests::SteadyClock::now());
  CHECK(probe.sink.count() == 0);
  let_go.set(true);
  driver.join();
  CHECK(probe.sink.count() == 0);
}

namespace {

Watched<bool> answered_now{false};
Watched<int> resolvers{0};
std::atomic<std::thread::id> resolving_thread;

int stuck(const char*, const char*, const addrinfo*, addrinfo**) {
  resolving_thread = std::this_thread::get_id();
  resolvers.add(1);
  answered_now.wait_for(true);
  resolvers.add(-1);
  return EAI_AGAIN;
}

}  // namespace

TEST_CASE("no thread: a name that is being looked up has a thread, which shutdown leaves behind") {
  net::ResolverFunctions functions;
  functions.resolve = &stuck;
  NetworkOptions options;
  options.own_thread = false;
  Probe probe(options, functions);
  probe.start("https://slow.example");
  while (resolvers.get() == 0) (void)probe.transport->drive(tests::SteadyClock::time_point::min());
  // By its id, not by a count: a sanitizer starts a thread for itself beside a program's first.
  CHECK(resolving_thread.load() != std::this_thread::get_id());
  CHECK(resolvers.get() == 1);
  probe.transport->shutdown(tests::SteadyClock::now());
  CHECK(probe.sink.wait(1).failure.code == Errc::shutting_down);
  answered_now.set(true);
  resolvers.wait_for(0);
}
