// Exactly one completion per call, whatever happens to it: random answers, cancels, bounds, resets and
// dropped handles, over a transport with its own thread, and a share over real sockets.
#include "worlds/raw_peer.hpp"

#include <hellojohn/hellojohn.hpp>
#include <hellojohn/testing/fake_transport.hpp>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <vector>

namespace hellojohn::tests {

namespace {

using namespace std::chrono_literals;

struct Tally {
  long calls = 0;
  long completed = 0;  // Seen once.
  long dropped = 0;    // Cancelled before: must never be seen.
  long wrong = 0;
};

/// A call by callback: counts how often it ran.
struct Watched {
  int ran = 0;
  bool dropped = false;
  int ran_before_drop = 0;
  Subscription subscription{};
};

ClientOptions options_of(std::unique_ptr<Transport> transport, const Clock* clock) {
  ClientOptions options;
  options.base_url = "https://auth.example.com";
  options.tenant_id = "tnt_1";
  options.publishable_key = "pk_test_abcdef";
  options.clock = clock;
  options.transport = std::move(transport);
  options.retry.base_delay = 1ms;
  return options;
}

/// Calls until `calls` were made in this round; each ends as chance has it.
class Round {
 public:
  Round(Client& client, std::mt19937_64& random, Tally& tally)
      : client_(client), random_(random), tally_(tally) {}

  void start() {
    ++tally_.calls;
    Pending<Unit> pending = client_.recovery().request("a@example.com");
    switch (random_() % 4) {
      case 0: return finish_now(std::move(pending));
      case 1: kept_.push_back(std::move(pending)); return;
      default: break;
    }
    auto watched = std::make_unique<Watched>();
    Watched* raw = watched.get();
    watched->subscription = std::move(pending).then([raw](Result<Unit>) { ++raw->ran; });
    watched_.push_back(std::move(watched));
  }

  void disturb() {
    if (!kept_.empty() && random_() % 2 == 0) kept_[random_() % kept_.size()].cancel();
    if (!watched_.empty() && random_() % 4 == 0) drop(*watched_[random_() % watched_.size()]);
  }

  /// When every call must have ended.
  void judge() {
    for (Pending<Unit>& pending : kept_) {
      const bool ready = pending.ready();
      (void)std::move(pending).take();
      // A handle that was consumed has nothing more to give.
      const bool once = ready && !pending.valid();
      once ? ++tally_.completed : ++tally_.wrong;
    }
    for (const auto& watched : watched_) {
      if (watched->dropped)
        watched->ran == watched->ran_before_drop ? ++tally_.dropped : ++tally_.wrong;
      else
        watched->ran == 1 ? ++tally_.completed : ++tally_.wrong;
    }
    kept_.clear();
    watched_.clear();
  }

 private:
  void finish_now(Pending<Unit> pending) {
    pending.cancel();
    pending.ready() ? ++tally_.completed : ++tally_.wrong;
  }
  static void drop(Watched& watched) {
    if (watched.dropped) return;
    watched.dropped = true;
    watched.ran_before_drop = watched.ran;
    watched.subscription.reset();
  }

  Client& client_;
  std::mt19937_64& random_;
  Tally& tally_;
  std::vector<Pending<Unit>> kept_;
  std::vector<std::unique_ptr<Watched>> watched_;
};

testing::MockAnswer random_answer(std::uint64_t dice) {
  testing::MockAnswer answer;
  constexpr int statuses[] = {200, 200, 200, 500, 503, 429, 408, 401, 302};
  answer.response.status = statuses[dice % 9];
  answer.response.body = Secret("{}");
  constexpr testing::Delivery deliveries[] = {
      testing::Delivery::normal,     testing::Delivery::normal,   testing::Delivery::normal,
      testing::Delivery::drop_after, testing::Delivery::truncate, testing::Delivery::garbage};
  answer.delivery = deliveries[(dice / 9) % 6];
  return answer;
}

void run_virtual(long calls, std::mt19937_64& random, Tally& tally) {
  constexpr long per_client = 1000;
  for (long made = 0; made < calls; made += per_client) {
    testing::VirtualClock clock;
    auto dice = std::make_shared<std::mt19937_64>(random());
    auto transport = std::make_unique<testing::FakeTransport>(
        [dice](const HttpRequest&) { return random_answer((*dice)()); });
    auto client = std::make_unique<Client>(
        std::move(Client::create(options_of(std::move(transport), &clock))).value());
    Round round(*client, random, tally);
    for (long i = 0; i < per_client; ++i) {
      round.start();
      if (random() % 3 == 0) round.disturb();
      if (random() % 4 == 0) client->poll();
      if (random() % 16 == 0) clock.advance(std::chrono::milliseconds(random() % 40000));
    }
    // The end of the client completes what is left, in one way or the other.
    if (random() % 2 == 0) clock.advance(60s);
    client.reset();
    round.judge();
  }
}

void run_sockets(int calls, std::mt19937_64& random, Tally& tally) {
  std::atomic<unsigned> turn{0};
  RawPeer peer([&turn](Wire& wire) {
    for (;;) {
      if (wire.read_request().empty()) return;
      switch (++turn % 5) {
        case 0: return wire.reset();
        case 1: return;
        case 2: return wire.write("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{");
        default: wire.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
      }
    }
  });
  constexpr int per_client = 100;
  for (int made = 0; made < calls; made += per_client) {
    ClientOptions options = options_of(nullptr, nullptr);
    options.base_url = peer.origin();
    options.allow_http_on_loopback = true;
    auto client = std::make_unique<Client>(std::move(Client::create(std::move(options))).value());
    Round round(*client, random, tally);
    for (int i = 0; i < per_client; ++i) {
      round.start();
      if (random() % 3 == 0) round.disturb();
      if (random() % 4 == 0) client->poll();
    }
    client.reset();
    round.judge();
  }
}

}  // namespace

}  // namespace hellojohn::tests

int main(int argc, char** argv) {
  const long calls = argc > 1 ? std::atol(argv[1]) : 50000;
  constexpr int over_sockets = 2000;
  std::mt19937_64 random(6);
  hellojohn::tests::Tally tally;
  hellojohn::tests::run_virtual(calls, random, tally);
  hellojohn::tests::run_sockets(over_sockets, random, tally);
  std::printf("completion: %ld calls, %ld completed once, %ld dropped and silent, %ld wrong\n",
              tally.calls, tally.completed, tally.dropped, tally.wrong);
  return tally.wrong == 0 && tally.calls == tally.completed + tally.dropped ? 0 : 1;
}
