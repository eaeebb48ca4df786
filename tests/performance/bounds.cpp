// How long things may take at worst: every call over a stalled peer ends by its deadline,
// cancelling and destroying are quick whatever the network does, and no call holds its caller.
// Prints name=value lines; milliseconds.
#include "net/beast_transport.hpp"
#include "performance/wire.hpp"

#include <hellojohn/hellojohn.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace hellojohn;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

double millis(Clock::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

[[noreturn]] void broke(const char* what) {
  std::fprintf(stderr, "bounds: %s\n", what);
  std::_Exit(3);
}

/// The longest that any call of the library held the thread that made it.
Clock::duration longest_call{};

template <class Fn>
auto on_this_thread(Fn&& fn) {
  struct Watch {
    Clock::time_point begun = Clock::now();
    ~Watch() { longest_call = std::max(longest_call, Clock::now() - begun); }
  } watch;
  return fn();
}

int stuck_resolve(const char*, const char*, const addrinfo*, addrinfo**) {
  std::this_thread::sleep_for(20s);
  return EAI_AGAIN;
}

struct World {
  std::string ca_file;
  std::string origin;
  bool stuck_names = false;

  [[nodiscard]] Client client(std::chrono::milliseconds bound) const {
    ClientOptions options;
    options.base_url = origin;
    options.tenant_id = bench::tenant;
    options.publishable_key = bench::key;
    options.timeouts.sensitive = bound;
    options.network.ca_file = ca_file;
    if (stuck_names) {
      auto transport =
          make_beast_transport(options.network, net::ResolverFunctions{&stuck_resolve});
      if (!transport) broke("no transport");
      options.transport = std::move(*transport);
    }
    auto made = on_this_thread([&] { return Client::create(std::move(options)); });
    if (!made) broke(made.error().detail.c_str());
    return std::move(*made);
  }
};

using Calls = std::vector<Pending<Verified>>;

Calls begin(Client& client, int count) {
  Calls out;
  for (int i = 0; i < count; ++i)
    out.push_back(on_this_thread([&] {
      return client.mfa().verify_challenge({bench::challenge, "backup_codes", bench::code});
    }));
  return out;
}

/// How much later than its deadline the last of many calls ended.
double lateness(const World& world) {
  constexpr std::chrono::milliseconds bound = 400ms;
  Client client = world.client(bound);
  const auto due = Clock::now() + bound;
  Calls calls = begin(client, 20);
  Clock::duration worst{};
  while (!calls.empty()) {
    (void)on_this_thread([&] { return client.poll(); });
    const auto ended =
        std::remove_if(calls.begin(), calls.end(), [](auto& c) { return c.ready(); });
    for (auto call = ended; call != calls.end(); ++call)
      if (std::move(*call).take()) broke("a stalled call succeeded");
    if (ended != calls.end()) worst = std::max(worst, Clock::now() - due);
    calls.erase(ended, calls.end());
    if (Clock::now() > due + 30s) broke("a call never ended");
    std::this_thread::sleep_for(1ms);
  }
  return std::max(0.0, millis(worst));
}

double cancelling(const World& world) {
  Client client = world.client(15s);
  Calls calls = begin(client, 100);
  std::this_thread::sleep_for(50ms);
  Clock::duration worst{};
  for (auto& call : calls) {
    const auto begun = Clock::now();
    on_this_thread([&] { call.cancel(); });
    if (!call.ready()) broke("not ready after cancel()");
    worst = std::max(worst, Clock::now() - begun);
  }
  return millis(worst);
}

double destroying(const World& world) {
  Calls calls;
  Clock::time_point begun;
  {
    Client client = world.client(15s);
    calls = begin(client, 100);
    std::this_thread::sleep_for(50ms);
    begun = Clock::now();
  }
  const double took = millis(Clock::now() - begun);
  for (auto& call : calls)
    if (!call.ready()) broke("a call outlived its client");
  return took;
}

int threads() {
  int count = 0;
  for ([[maybe_unused]] const auto& task : std::filesystem::directory_iterator("/proc/self/task"))
    ++count;
  return count;
}

/// A transport of the host's own, as far as threads go.
class NoNetwork final : public Transport {
 public:
  void start(ExchangeId, HttpRequest&&, ExchangeSink&) noexcept override {}
  void cancel(ExchangeId) noexcept override {}
  void shutdown(Clock::time_point) noexcept override {}
};

void count_threads(const World& world) {
  const int before = threads();
  {
    ClientOptions options;
    options.base_url = "https://localhost";
    options.tenant_id = bench::tenant;
    options.publishable_key = bench::key;
    options.transport = std::make_unique<NoNetwork>();
    auto client = Client::create(std::move(options));
    if (!client) broke("no client");
    const Calls calls = begin(*client, 3);
    std::printf("threads_with_own_transport=%d\n", threads() - before);
  }
  Client client = world.client(15s);
  Calls calls = begin(client, 1);
  if (!std::move(calls[0]).get()) broke("a call failed");
  std::printf("threads_with_beast=%d\n", threads() - before);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) broke("usage: CA-FILE KEPT-PORT SILENT-PORT DRIPPING-PORT MUTE-PORT");
  const auto at = [&](int argument) {
    return World{argv[1], "https://localhost:" + std::string(argv[argument])};
  };
  World stuck{argv[1], "https://stuck.example:443", true};
  count_threads(at(2));
  std::printf("late_silent=%.2f\nlate_dripping=%.2f\nlate_no_handshake=%.2f\nlate_names=%.2f\n",
              lateness(at(3)), lateness(at(4)), lateness(at(5)), lateness(stuck));
  std::printf("cancel_silent=%.2f\ncancel_names=%.2f\n", cancelling(at(3)), cancelling(stuck));
  std::printf("destroy_silent=%.2f\ndestroy_names=%.2f\n", destroying(at(3)), destroying(stuck));
  {
    World roots = at(2);
    roots.ca_file.clear();  // The system's roots are read meanwhile.
    Client client = roots.client(15s);
    (void)begin(client, 1);
  }
  std::printf("longest_call=%.3f\n", millis(longest_call));
  std::fflush(stdout);
  std::_Exit(0);  // Threads that are stuck in a name lookup need not be waited for.
}
