// A client in a process that forks, and one that has no descriptor left. Each case runs in a child, judged by its exit.
#include "worlds/catch.hpp"
#include "worlds/transport_probe.hpp"

#include <hellojohn/hellojohn.hpp>

#include <atomic>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

// A child of fork() may start threads; the runtimes of the sanitizers are not made for that. ThreadSanitizer ends such a child
// ("dup thread with used id"). AddressSanitizer's allocator keeps a lock that a thread held at the fork.
#if defined(__SANITIZE_THREAD__)
#define HELLOJOHN_CHILD_STARTS_THREADS 0
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define HELLOJOHN_CHILD_STARTS_THREADS 0
#endif
#endif
#ifndef HELLOJOHN_CHILD_STARTS_THREADS
#define HELLOJOHN_CHILD_STARTS_THREADS 1
#endif
#if defined(__SANITIZE_ADDRESS__)
#define HELLOJOHN_FORK_BESIDE_THREADS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HELLOJOHN_FORK_BESIDE_THREADS 0
#endif
#endif
#ifndef HELLOJOHN_FORK_BESIDE_THREADS
#define HELLOJOHN_FORK_BESIDE_THREADS HELLOJOHN_CHILD_STARTS_THREADS
#endif

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

ClientOptions to_nobody() {
  ClientOptions options;
  // Port 1 of loopback: nothing listens there.
  options.base_url = "http://127.0.0.1:1";
  options.allow_http_on_loopback = true;
  options.tenant_id = "tnt_1";
  options.publishable_key = "pk_test_abcdef";
  return options;
}

std::optional<Client> made(ClientOptions options) {
  auto client = Client::create(std::move(options));
  if (!client) return std::nullopt;
  return std::move(client).value();
}

/// What the child returned, or minus the signal that ended it.
template <class Body>
int in_child(Body body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace

TEST_CASE(
    "fork: a call on the inherited client fails at once, was not sent, and the child ends "
    "normally") {
  std::optional<Client> client = made(to_nobody());
  REQUIRE(client);
  CHECK(in_child([&] {
          auto answer = client->recovery().request("alice@example.com").get();
          const bool refused = !answer && answer.error().code == Errc::usage &&
                               answer.error().outcome == Outcome::not_sent;
          client.reset();
          return refused ? 7 : 1;
        }) == 7);
}

#if HELLOJOHN_CHILD_STARTS_THREADS
TEST_CASE("fork: a child that makes its own client calls with it, and ends normally") {
  std::optional<Client> client = made(to_nobody());
  REQUIRE(client);
  // The network thread is at rest after a call; what a thread holds while it starts stays held in the child.
  CHECK_FALSE(client->recovery().request("alice@example.com").get());
  CHECK(in_child([&] {
          std::optional<Client> own = made(to_nobody());
          if (!own) return 1;
          auto answer = own->recovery().request("alice@example.com").get();
          const bool tried = !answer && answer.error().code == Errc::connect;
          own.reset();
          client.reset();
          return tried ? 7 : 2;
        }) == 7);
}
#endif

#if HELLOJOHN_FORK_BESIDE_THREADS
TEST_CASE(
    "fork: while another thread makes clients and calls, every child makes its own and ends "
    "normally") {
  std::atomic<bool> stop{false};
  std::atomic<int> made_there{0};
  std::thread busy([&] {
    while (!stop) {
      std::optional<Client> client = made(to_nobody());
      if (client && !client->recovery().request("alice@example.com").get()) ++made_there;
    }
  });
  std::optional<Client> inherited = made(to_nobody());
  constexpr int rounds = 32;
  int well = 0;
  for (int round = 0; round < rounds; ++round) {
    const int ended = in_child([&] {
      ::alarm(30);  // A child that waits for a lock ends by a signal.
      const bool refused = !inherited->recovery().request("alice@example.com").get();
      std::optional<Client> own = made(to_nobody());
      if (!own || !refused) return 1;
      auto answer = own->recovery().request("alice@example.com").get();
      const bool tried = !answer && answer.error().code == Errc::connect;
      own.reset();
      inherited.reset();
      return tried ? 7 : 2;
    });
    if (ended != 7) UNSCOPED_INFO("child " << round << " ended with " << ended);
    well += ended == 7;
  }
  stop = true;
  busy.join();
  CHECK(well == rounds);
  CHECK(made_there > 0);
}

TEST_CASE("fork: while the network thread of the first client starts, the child is not held up") {
  constexpr int rounds = 4;
  for (int round = 0; round < rounds; ++round)
    // A separate process for each round: each reads the roots of trust once.
    CHECK(in_child([] {
            std::optional<Client> first = made(to_nobody());
            return in_child([] {
              ::alarm(60);
              std::optional<Client> own = made(to_nobody());
              if (!own) return 1;
              auto answer = own->recovery().request("alice@example.com").get();
              return !answer && answer.error().code == Errc::connect ? 7 : 2;
            });
          }) == 7);
}

#endif

TEST_CASE("fork: the inherited client answers a callback in poll(), and holds nobody up") {
  std::optional<Client> client = made(to_nobody());
  REQUIRE(client);
  auto under_way = client->recovery().request("alice@example.com");
  CHECK(in_child([&] {
          ::alarm(30);
          // What the parent's network thread was to finish has no end here but this one.
          (void)std::move(under_way).get();
          int told = 0;
          const auto subscription =
              client->recovery().request("alice@example.com").then([&told](Result<Unit> answer) {
                if (!answer && answer.error().code == Errc::usage) ++told;
              });
          (void)client->poll();
          const bool nobody = !client->auth().current();
          client->shutdown(std::chrono::milliseconds(0));
          client.reset();
          return told == 1 && nobody ? 7 : 1;
        }) == 7);
}

TEST_CASE("no thread: a child of fork() is refused the inherited client, and uses its own") {
  RawPeer peer(
      always("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"));
  const auto driven = [&peer] {
    ClientOptions options = to_nobody();
    options.base_url = peer.origin();
    options.network.own_thread = false;
    return made(std::move(options));
  };
  std::optional<Client> inherited = driven();
  REQUIRE(inherited);
  const auto ask = [](Client& client) { return client.recovery().request("a@example.com").get(); };
  REQUIRE(ask(*inherited));
  CHECK(in_child([&] {
          ::alarm(30);
          const bool refused = ask(*inherited).error().code == Errc::usage;
          std::optional<Client> own = driven();
          return refused && own && ask(*own) ? 7 : 1;
        }) == 7);
  // The child has not touched the parent's sockets.
  CHECK(ask(*inherited));
  CHECK(peer.connections() == 2);
}

TEST_CASE("create: without a descriptor it says resource") {
  for (const bool own_roots : {false, true}) {
    CAPTURE(own_roots);
    CHECK(in_child([&] {
            const rlimit none{0, 0};
            ::setrlimit(RLIMIT_NOFILE, &none);
            ClientOptions options = to_nobody();
            if (own_roots) options.network.ca_file = "/etc/ssl/certs/ca-certificates.crt";
            auto client = Client::create(std::move(options));
            return !client && client.error().code == Errc::resource ? 7 : 1;
          }) == 7);
  }
}
