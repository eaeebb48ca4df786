// HelloJohn for C++ as its users call it: blocking, per frame, and 64 calls at once.
#include "performance/allocations.hpp"
#include "performance/caller.hpp"

#include <hellojohn/hellojohn.hpp>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

namespace bench {
namespace {

using namespace hellojohn;

std::string text_of(const std::string& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

#ifndef BENCH_OWN_THREAD
#define BENCH_OWN_THREAD true
#endif

ClientOptions options_for(const Target& target) {
  ClientOptions options;
  options.network.own_thread = BENCH_OWN_THREAD;
  options.base_url = "https://localhost:" + std::to_string(target.port);
  options.tenant_id = tenant;
  options.publishable_key = key;
  // With thousands of calls in flight the last ones wait for long on a busy machine.
  options.timeouts.sensitive = std::chrono::minutes(2);
  if (target.system_roots)
    options.network.ca_pem = text_of(target.ca_file);
  else
    options.network.ca_file = target.ca_file;
  return options;
}

Client make_client(const Target& target) {
  auto client = Client::create(options_for(target));
  if (!client) broke(client.error().detail.c_str());
  return std::move(*client);
}

Pending<Verified> verify(Client& client) {
  return client.mfa().verify_challenge({challenge, "backup_codes", code});
}

void expect(const Result<Verified>& result) {
  if (!result) broke(result.error().detail.c_str());
  if (result->session.user_id != "usr_0123456789abcdef") broke("not the answer");
}

class SdkCaller final : public Caller {
 public:
  explicit SdkCaller(const Target& target) : target_(target), client_(make_client(target)) {}

  void calls(std::size_t count, Times& times) override {
    for (std::size_t i = 0; i < count; ++i) {
      const auto begun = Clock::now();
      const auto result = verify(client_).get();
      times.push_back(Clock::now() - begun);
      expect(result);
    }
  }

  /// TLS sessions go with their client.
  void forget_session() override { client_ = make_client(target_); }

  bool many(std::size_t width, std::size_t total) override {
    std::vector<Pending<Verified>> flying;
    std::size_t begun = 0, ended = 0;
    while (flying.size() < width) {
      flying.push_back(verify(client_));
      ++begun;
    }
    while (ended < total) {
      // The oldest is waited for; what finished beside it is taken along.
      Pending<Verified>& oldest = flying[ended % width];
      expect(std::move(oldest).get());
      ++ended;
      if (begun++ < total) oldest = verify(client_);
    }
    return true;
  }

 private:
  Target target_;
  Client client_;
};

template <class Fn>
double nanos_each(std::size_t count, Fn&& fn) {
  const auto begun = Clock::now();
  for (std::size_t i = 0; i < count; ++i) fn();
  return std::chrono::duration<double, std::nano>(Clock::now() - begun).count() /
         static_cast<double>(count);
}

void idle_poll(const Target& target, std::size_t count) {
  SdkCaller caller(target);
  Client client = make_client(target);
  Times warm;
  (void)verify(client).get();
  count_heap();
  const HeapCount before = heap_count();
  const double each = nanos_each(count, [&client] { (void)client.poll(); });
  const HeapCount after = heap_count();
  std::printf("poll_ns=%.2f poll_allocations=%zu\n", each, after.calls - before.calls);
}

void construct(const Target& target, std::size_t count) {
  Times times;
  for (std::size_t i = 0; i < count; ++i) {
    auto options = options_for(target);
    options.network.ca_file.clear();  // The system's roots, as a game has them.
    const auto begun = Clock::now();
    auto client = Client::create(std::move(options));
    times.push_back(Clock::now() - begun);
    if (!client) broke("no client");
  }
  std::sort(times.begin(), times.end());
  const auto micros = [](Clock::duration d) {
    return std::chrono::duration<double, std::micro>(d).count();
  };
  std::printf("construct_p50=%.2f construct_max=%.2f\n", micros(times[count / 2]),
              micros(times.back()));
}

std::size_t entries_of(const char* folder) {
  const std::filesystem::directory_iterator entries(folder);
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

std::size_t resident_kib() {
  std::ifstream in("/proc/self/statm");
  std::size_t all = 0, resident = 0;
  in >> all >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) / 1024;
}

/// Many clients over one network, each signed in by a verify, as a relay or a farm of bots has them.
void signed_in_clients(const Target& target, std::size_t count) {
  const std::size_t resident = resident_kib();
  const std::size_t threads = entries_of("/proc/self/task");
  const std::size_t descriptors = entries_of("/proc/self/fd");
  auto network = SharedNetwork::create(options_for(target).network);
  if (!network) broke("no network");
  std::vector<Client> clients;
  clients.reserve(count);
  while (clients.size() < count) {
    ClientOptions options = options_for(target);
    options.network = {};
    options.shared_network = *network;
    auto client = Client::create(std::move(options));
    if (!client) broke(client.error().detail.c_str());
    expect(verify(*client).get());
    if (!client->auth().current()) broke("not signed in");
    clients.push_back(std::move(*client));
  }
  std::printf("kib=%zu threads=%zu descriptors=%zu\n", resident_kib() - resident,
              entries_of("/proc/self/task") - threads, entries_of("/proc/self/fd") - descriptors);
}

bool run_extra(const Target& target, const std::vector<std::string>& words) {
  if (words.size() < 2) return false;
  const std::size_t count = std::stoul(words[1]);
  if (words[0] == "poll") return idle_poll(target, count), true;
  if (words[0] == "construct") return construct(target, count), true;
  if (words[0] == "clients") return signed_in_clients(target, count), true;
  return false;
}

}  // namespace

std::unique_ptr<Caller> make_caller(const Target& target) {
  return std::make_unique<SdkCaller>(target);
}

const Extra extra = run_extra;

}  // namespace bench
