// Thousands of calls on one client: their deadlines, and its end. The cost is counted in looks at the clock, not in seconds.
#include "worlds/catch.hpp"
#include "worlds/client_world.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t many = 10000;

/// Takes every request and never answers.
class SilentTransport final : public Transport {
 public:
  explicit SilentTransport(std::size_t& cancels) : cancels_(cancels) {}
  void start(ExchangeId, HttpRequest&&, ExchangeSink&) noexcept override {}
  void cancel(ExchangeId) noexcept override { ++cancels_; }
  void shutdown(std::chrono::steady_clock::time_point) noexcept override {}

 private:
  std::size_t& cancels_;
};

class CountingClock final : public Clock {
 public:
  std::chrono::steady_clock::time_point now() const noexcept override {
    ++looks;
    return time;
  }
  std::chrono::system_clock::time_point wall_now() const noexcept override { return {}; }

  std::chrono::steady_clock::time_point time{1h};
  mutable std::size_t looks = 0;
};

struct Crowd {
  Crowd() {
    ClientOptions options;
    options.base_url = "https://auth.example.com";
    options.tenant_id = "tnt_1";
    options.publishable_key = "pk_test_abcdef";
    options.transport = std::make_unique<SilentTransport>(cancels);
    options.clock = &clock;
    client.emplace(Client::create(std::move(options)).value());
  }
  Pending<Unit> ask() { return client->recovery().request("a@example.com"); }

  std::size_t cancels = 0;
  CountingClock clock;
  std::optional<Client> client;
};

}  // namespace

TEST_CASE("many calls: 10,000 deadlines at once end in one poll(), oldest call first") {
  Crowd crowd;
  std::vector<std::size_t> ended;
  std::vector<Subscription> subscriptions;
  for (std::size_t i = 0; i < many; ++i)
    subscriptions.push_back(crowd.ask().then([&ended, i](Result<Unit> answer) {
      if (!answer && answer.error().code == Errc::timeout) ended.push_back(i);
    }));
  crowd.clock.time += 30s;
  crowd.clock.looks = 0;
  CHECK(crowd.client->poll() == many);
  CHECK(ended.size() == many);
  CHECK(std::is_sorted(ended.begin(), ended.end()));
  CHECK(crowd.cancels == many);
  CHECK(crowd.clock.looks < 4 * many);
}

TEST_CASE("many calls: deadlines that come one by one each end their own call") {
  Crowd crowd;
  std::vector<Pending<Unit>> calls;
  for (int i = 0; i < 500; ++i) {
    calls.push_back(crowd.ask());
    crowd.clock.time += 1ms;
  }
  crowd.clock.time += 30s - 500ms;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    (void)crowd.client->poll();
    REQUIRE(calls[i].ready());
    REQUIRE((i + 1 == calls.size() || !calls[i + 1].ready()));
    crowd.clock.time += 1ms;
  }
  CHECK(crowd.client->time_to_poll() == std::chrono::milliseconds::max());
}

TEST_CASE(
    "many calls: the end of the client ends 10,000 calls, whether their results are taken or not") {
  Crowd crowd;
  std::vector<Pending<Unit>> calls;
  for (std::size_t i = 0; i < many; ++i) calls.push_back(crowd.ask());
  for (std::size_t i = 0; i < many; i += 2) calls[i].cancel();
  crowd.client.reset();
  CHECK(crowd.cancels == many);
  for (std::size_t i = 0; i < many; ++i) {
    REQUIRE(calls[i].ready());
    const Errc code = i % 2 == 0 ? Errc::cancelled : Errc::shutting_down;
    REQUIRE(std::move(calls[i]).take().error().code == code);
  }
}
