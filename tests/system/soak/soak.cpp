// Many calls over kept connections and over fresh ones, and many at once while the service fails at random:
// no errors, and memory and descriptors stay what they were. The last line is the figure.
#include "system/soak/heap_in_use.hpp"
#include "worlds/mock_process.hpp"
#include "worlds/processes.hpp"
#include "worlds/temporary_folder.hpp"

#include <hellojohn/hellojohn.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace hellojohn::tests {

namespace {

using namespace std::chrono_literals;

constexpr long most_heap_growth = 64L * 1024;
constexpr long most_resident_growth = 256L * 1024;
constexpr long warm_up = 500;

struct Held {
  long heap = 0;      // Bytes given out by malloc and not given back.
  long resident = 0;  // Bytes.
  long descriptors = 0;
};

Held held_now() {
  Held held;
  held.heap = heap_in_use();
  held.resident = resident_here();
  held.descriptors = descriptors_here();
  return held;
}

Client client_of(const MockProcess& server, std::chrono::milliseconds idle_limit) {
  ClientOptions options;
  options.base_url = "https://127.0.0.1:" + std::to_string(server.port());
  options.tenant_id = server.tenant_id();
  options.publishable_key = server.publishable_key();
  options.network.ca_file = server.ca_file();
  options.network.idle_limit = idle_limit;
  options.retry.base_delay = 1ms;
  auto made = Client::create(std::move(options));
  if (!made) throw std::runtime_error("no client: " + made.error().detail);
  return std::move(*made);
}

void sign_in(Client& client) {
  if (!client.auth().sign_in({"carol@example.com", SecretView("plain sailing today")}).get())
    throw std::runtime_error("no sign-in");
}

struct Phase {
  long calls = 0;
  long errors = 0;
  Held before, after;
  /// A sanitizer and valgrind have their own malloc, of which mallinfo2() knows nothing: they keep what was freed.
  [[nodiscard]] bool is_judged() const { return before.heap != 0; }
  [[nodiscard]] bool flat() const {
    return after.heap - before.heap <= most_heap_growth &&
           after.descriptors <= before.descriptors &&
           (!is_judged() || after.resident - before.resident <= most_resident_growth);
  }
};

/// One call after the other; every call counts that comes after the warm-up.
Phase one_by_one(const MockProcess& server, long calls, std::chrono::milliseconds idle_limit) {
  Client client = client_of(server, idle_limit);
  sign_in(client);
  Phase phase;
  (void)held_now();  // The code that measures is loaded when it first runs.
  for (long i = -warm_up; i < calls; ++i) {
    if (i == 0) phase.before = held_now();
    if (!client.user().mfa().factors().get()) ++phase.errors;
    client.poll();
  }
  phase.calls = calls;
  // The network's thread closes the last connection after its answer was handed over.
  const auto patience = std::chrono::steady_clock::now() + 5s;
  do {
    phase.after = held_now();
  } while (!phase.flat() && std::chrono::steady_clock::now() < patience);
  return phase;
}

struct Load {
  std::atomic<long> completed{0};
  std::atomic<long> failed{0};
};

void keep_busy(Client& client, long calls, unsigned seed, Load& load) {
  constexpr long at_once = 16;
  std::mt19937 random(seed);
  for (long made = 0; made < calls; made += at_once) {
    std::vector<Pending<std::vector<Factor>>> running;
    for (long i = 0; i < at_once; ++i) running.push_back(client.user().mfa().factors());
    for (auto& call : running) {
      if (random() % 16 == 0) call.cancel();
      if (!std::move(call).get()) ++load.failed;
      ++load.completed;
    }
  }
}

/// 256 calls at once from 16 threads, while the service misbehaves now and then.
void under_load(const MockProcess& server, long calls, Load& load) {
  constexpr unsigned threads = 16;
  constexpr std::array<const char*, 5> faults{
      R"({"kind":"drop_after","method":"GET","path":"*","first_n":3})",
      R"({"kind":"garbage","method":"GET","path":"*","first_n":3})",
      R"({"kind":"truncate","method":"GET","path":"*","first_n":3})",
      R"({"kind":"status","method":"GET","path":"*","status":503,"first_n":3})",
      R"({"kind":"delay","method":"GET","path":"*","delay_ms":2,"first_n":3})"};
  Client client = client_of(server, 5s);
  sign_in(client);
  std::atomic<bool> done{false};
  std::thread spoiler([&] {
    std::mt19937 random(9);
    while (!done) (void)server.control("POST", "faults", faults[random() % faults.size()]);
  });
  std::vector<std::thread> workers;
  for (unsigned t = 0; t < threads; ++t)
    workers.emplace_back([&, t] { keep_busy(client, calls / threads, t, load); });
  for (std::thread& worker : workers) worker.join();
  done = true;
  spoiler.join();
  (void)server.control("DELETE", "faults");
}

/// A megabyte that is allocated is seen, or else a heap that stays flat says nothing. True also if there is nothing to see.
bool sees_growth() {
  const long before = heap_in_use();
  const std::vector<char> more(1024 * 1024, 'x');
  return before == 0 || heap_in_use() - before >= static_cast<long>(more.size());
}

int run(const std::string& program, long kept, long fresh, long loaded) {
  const TemporaryFolder folder("soak");
  const MockProcess server(program, {"--no-limits", "--ca-out", folder.file("ca.pem")});
  const Phase a = one_by_one(server, kept, 5s);
  const Phase b = one_by_one(server, fresh, 0s);
  Load load;
  under_load(server, loaded, load);
  for (const Phase& phase : {a, b})
    std::printf("%ld calls: %ld errors, heap %+ld bytes, resident %+ld bytes, descriptors %+ld\n",
                phase.calls, phase.errors, phase.after.heap - phase.before.heap,
                phase.after.resident - phase.before.resident,
                phase.after.descriptors - phase.before.descriptors);
  const long expected = 16 * ((loaded / 16 + 15) / 16 * 16);
  std::printf(
      "soak: %ld kept-alive calls and %ld fresh connections %ld errors, heap %+ld bytes, "
      "resident %+ld bytes, descriptors %+ld; %ld calls, 256 at once, under faults: %ld completed, "
      "%ld of them with an "
      "error\n",
      a.calls, b.calls, a.errors + b.errors,
      std::max(a.after.heap - a.before.heap, b.after.heap - b.before.heap),
      std::max(a.after.resident - a.before.resident, b.after.resident - b.before.resident),
      std::max(a.after.descriptors - a.before.descriptors,
               b.after.descriptors - b.before.descriptors),
      expected, load.completed.load(), load.failed.load());
  const bool measured = sees_growth();
  if (!measured) std::printf("a megabyte of the heap is not seen\n");
  const bool well =
      measured && a.errors + b.errors == 0 && a.flat() && b.flat() && load.completed == expected;
  return well ? 0 : 1;
}

}  // namespace

}  // namespace hellojohn::tests

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: PATH-OF-MOCK-SERVER [KEPT] [FRESH] [UNDER-LOAD]\n");
    return 2;
  }
  const auto number = [&](int at, long otherwise) {
    return argc > at ? std::atol(argv[at]) : otherwise;
  };
  return hellojohn::tests::run(argv[1], number(2, 2000), number(3, 200), number(4, 1600));
}
