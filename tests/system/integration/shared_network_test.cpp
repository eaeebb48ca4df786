// Many clients on one network engine: what they hold together, and that the end of one is not the end of another.
#include "worlds/asking_client.hpp"
#include "worlds/catch.hpp"
#include "worlds/client_world.hpp"
#include "worlds/processes.hpp"
#include "worlds/transport_probe.hpp"
#include "worlds/watched.hpp"

#include <hellojohn/admin/admin.hpp>
#include <hellojohn/hellojohn.hpp>

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;

// The sanitizers keep shadows of all memory, and memory that was given back.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HELLOJOHN_MEMORY_IS_ITS_OWN 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HELLOJOHN_MEMORY_IS_ITS_OWN 0
#endif
#endif
#ifndef HELLOJOHN_MEMORY_IS_ITS_OWN
#define HELLOJOHN_MEMORY_IS_ITS_OWN 1
#endif

namespace {

constexpr long megabyte = 1000L * 1000;
constexpr long most_memory = (HELLOJOHN_MEMORY_IS_ITS_OWN == 1 ? 30 : 600) * megabyte;

std::string answer_of(std::string_view body) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

NetworkOptions patient() {
  NetworkOptions options = trusting();
  options.idle_limit = 60s;  // No connection goes while the test counts them.
  return options;
}

ClientOptions on(const SharedNetwork& network, const RawPeer& peer) {
  ClientOptions options = client_options(peer);
  options.network = {};
  options.shared_network = network;
  return options;
}

void sign_all_in(std::vector<Client>& clients) {
  std::vector<Pending<SignInResult>> calls;
  for (Client& client : clients)
    calls.push_back(client.auth().sign_in({"a@example.com", SecretView("pw")}));
  for (auto& call : calls) REQUIRE(std::move(call).get());
}

}  // namespace

TEST_CASE("shared network: 1,000 signed-in clients hold one thread, 64 connections and 30 MB") {
  RawPeer peer(always(answer_of(signed_in_answer)), TlsSetup{});
  const int threads = threads_here();
  const int descriptors = descriptors_here();
  const auto network = SharedNetwork::create(patient());
  REQUIRE(network);
  std::vector<Client> clients;
  for (int i = 0; i < 100; ++i) clients.push_back(client_of(on(*network, peer)));
  sign_all_in(clients);  // From here on all connections stand, on both sides.
  clients.clear();
  const long memory = resident_here();
  for (int i = 0; i < 1000; ++i) clients.push_back(client_of(on(*network, peer)));
  sign_all_in(clients);
  for (const Client& client : clients) REQUIRE(client.auth().current());

  const int connections = peer.open();
  const long grown = resident_here() - memory;
  const int own_threads = threads_here() - threads - connections;  // The peer has one for each.
  const int own_descriptors = descriptors_here() - descriptors - connections;
  std::printf("1,000 clients: %d threads, %d descriptors, %.1f MB\n", own_threads, own_descriptors,
              static_cast<double>(grown) / megabyte);
  CHECK(connections <= 64);
  CHECK(own_threads == 1 + timer_threads());
  CHECK(own_descriptors <= 80);
  CHECK(grown <= most_memory);
}

TEST_CASE("shared network: the end of a client ends its own calls only, and gives its turns on") {
  Watched<bool> answers(false);
  RawPeer peer([&](Wire& wire) {
    while (!wire.read_request().empty()) {
      answers.wait_for(true);
      wire.write(answer_of("{}"));
    }
  });
  NetworkOptions options = patient();
  options.max_connections = 1;
  const auto network = SharedNetwork::create(options);
  REQUIRE(network);
  Client stays = client_of(on(*network, peer));
  std::vector<Pending<Unit>> ended;
  Pending<Unit> first;
  Pending<Unit> last;
  {
    Client goes = client_of(on(*network, peer));
    ended.push_back(goes.recovery().request("a@example.com"));
    while (peer.connections() == 0) std::this_thread::yield();
    first = stays.recovery().request("a@example.com");
    for (int i = 0; i < 20; ++i) ended.push_back(goes.recovery().request("a@example.com"));
    last = stays.recovery().request("a@example.com");
  }
  answers.set(true);
  for (auto& call : ended) CHECK(std::move(call).take().error().code == Errc::shutting_down);
  CHECK(std::move(first).get());
  CHECK(std::move(last).get());
}

TEST_CASE("shared network: the engine outlives its last handle, and ends with its last client") {
  RawPeer peer(always(answer_of("{}")), TlsSetup{});
  const int threads = threads_here();
  {
    auto network = SharedNetwork::create(patient());
    REQUIRE(network);
    Client client = client_of(on(*network, peer));
    *network = SharedNetwork();
    CHECK_FALSE(*network);
    CHECK(client.recovery().request("a@example.com").get());
    CHECK(threads_here() - peer.connections() == threads + 1 + timer_threads());
  }
  peer.wait_closed(1);
}

TEST_CASE("shared network: a client with its own clock and an admin client are served as well") {
  RawPeer peer(always(answer_of(R"({"data":[]})")));
  const auto network = SharedNetwork::create(patient());
  REQUIRE(network);
  testing::VirtualClock clock;
  ClientOptions options = on(*network, peer);
  options.clock = &clock;
  Client client = client_of(std::move(options));
  CHECK(client.recovery().request("a@example.com").get());
  admin::ClientOptions desk;
  desk.base_url = peer.origin();
  desk.tenant_id = "tnt_1";
  desk.secret_key = Secret("sk_test_abcdef");
  desk.allow_http_on_loopback = true;
  desk.shared_network = *network;
  auto support = admin::Client::create(std::move(desk));
  REQUIRE(support);
  CHECK(support->factors("usr_1").get());
  CHECK(peer.connections() == 1);
}

TEST_CASE("shared network: what a transport refuses is refused where the engine is made") {
  NetworkOptions options;
  options.max_connections = 0;
  const auto network = SharedNetwork::create(options);
  REQUIRE_FALSE(network);
  CHECK(network.error().code == Errc::usage);
}
