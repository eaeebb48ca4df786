// Thousands of calls on one client without a network: what it costs when all of them become due in one poll(), and when their
// client ends. Prints name=value lines; processor time of this thread, in milliseconds.
#include "performance/wire.hpp"

#include <hellojohn/hellojohn.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace hellojohn;
using namespace std::chrono_literals;

[[noreturn]] void broke(const char* what) {
  std::fprintf(stderr, "crowd: %s\n", what);
  std::_Exit(3);
}

/// Takes every request and never answers.
class SilentTransport final : public Transport {
 public:
  void start(ExchangeId, HttpRequest&&, ExchangeSink&) noexcept override {}
  void cancel(ExchangeId) noexcept override {}
  void shutdown(std::chrono::steady_clock::time_point) noexcept override {}
};

class SetClock final : public Clock {
 public:
  std::chrono::steady_clock::time_point now() const noexcept override { return time; }
  std::chrono::system_clock::time_point wall_now() const noexcept override { return {}; }

  std::chrono::steady_clock::time_point time{1h};
};

double processor_millis() {
  timespec spent{};
  if (::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent) != 0) broke("no processor time");
  return static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6;
}

void run(std::string_view end, std::size_t count) {
  SetClock clock;
  ClientOptions options;
  options.base_url = "https://localhost";
  options.tenant_id = bench::tenant;
  options.publishable_key = bench::key;
  options.transport = std::make_unique<SilentTransport>();
  options.clock = &clock;
  auto made = Client::create(std::move(options));
  if (!made) broke("no client");
  std::optional<Client> client(std::move(*made));
  std::vector<Pending<Verified>> calls;
  calls.reserve(count);
  for (std::size_t i = 0; i < count; ++i)
    calls.push_back(
        client->mfa().verify_challenge({bench::challenge, "backup_codes", bench::code}));
  clock.time += 60s;
  const double begun = processor_millis();
  if (end == "due") (void)client->poll();
  if (end == "destroy") client.reset();
  std::printf("processor_ms=%.3f\n", processor_millis() - begun);
  for (const auto& call : calls)
    if (call.ready() == (end == "none")) broke("not what was asked for");
  std::fflush(stdout);
  std::_Exit(0);  // What destroying the handles costs is no part of it.
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) broke("usage: due|destroy|none COUNT");
  run(argv[1], static_cast<std::size_t>(std::atol(argv[2])));
}
