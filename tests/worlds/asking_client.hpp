// Clients of a RawPeer, and the call that they make: a request for a recovery mail needs no session. Knows no test framework.
#pragma once

#include "worlds/raw_peer.hpp"

#include <hellojohn/hellojohn.hpp>

#include <atomic>
#include <latch>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace hellojohn::tests {

inline const std::string accepted =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

inline ClientOptions client_options(const RawPeer& peer) {
  ClientOptions options;
  options.base_url = peer.origin();
  options.tenant_id = "tnt_1";
  options.publishable_key = "pk_test_abcdef";
  options.allow_http_on_loopback = true;
  options.network.ca_pem = test_ca_pem();
  return options;
}

inline Client client_of(ClientOptions options) {
  return std::move(Client::create(std::move(options))).value();
}

inline Pending<Unit> ask(Client& client) { return client.recovery().request("a@example.com"); }

/// Threads that wait for calls stay until the last of them is done. A thread that ends leaves a read behind that it began for all:
/// Windows completes it at its completion port, Wine 8 ends it as if the peer had hung up.
using LastOne = std::latch;

/// Six threads ask 20 times each, and wait each time. How many of these 120 calls were answered.
inline int answered_to_six_threads(Client& client) {
  std::atomic<int> answered{0};
  LastOne last(6);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 6; ++thread)
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) answered += ask(client).get().has_value();
      last.arrive_and_wait();
    });
  for (std::thread& thread : threads) thread.join();
  return answered;
}

/// Shuts the client down while three threads wait for a peer that stays silent. How many of their calls ended by that.
inline int ended_by_shutdown(Client& client, const RawPeer& silent) {
  std::atomic<int> ended{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 3; ++thread)
    threads.emplace_back([&] { ended += ask(client).get().error().code == Errc::shutting_down; });
  while (silent.connections() < 3) std::this_thread::yield();
  client.shutdown(std::chrono::seconds(1));
  for (std::thread& thread : threads) thread.join();
  return ended;
}

}  // namespace hellojohn::tests
