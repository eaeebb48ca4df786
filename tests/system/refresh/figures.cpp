// The figures of renewal: a thousand callers make one renewal, two processes that share a store never spend a token
// twice, and ten thousand faulty renewals lose no session. The last line is the figure.
#include "worlds/client_world.hpp"
#include "worlds/mock_process.hpp"
#include "worlds/temporary_folder.hpp"

#include <hellojohn/stores/plaintext_file_store.hpp>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace hellojohn::tests {

namespace {

using namespace std::chrono_literals;

const char* const renewed_answer =
    R"({"access_token":"access-two","refresh_token":"rft_two","expires_in":3600})";

// --- a thousand callers -------------------------------------------------------------------------

/// How many requests they made; -1 where one of them got no token.
int renewals_of_many_callers(int callers) {
  std::atomic<int> requests{0};
  std::atomic<bool> hold{true};
  testing::VirtualClock clock;
  ClientOptions options;
  options.base_url = "https://auth.example.com";
  options.tenant_id = "tnt_1";
  options.publishable_key = "pk_test_abcdef";
  options.clock = &clock;
  options.transport = std::make_unique<testing::FakeTransport>([&](const HttpRequest& request) {
    testing::MockAnswer answer;
    answer.response.status = 200;
    const bool renewal = request.target.find("refresh") != std::string::npos;
    if (renewal) {
      ++requests;
      while (hold) std::this_thread::yield();
    }
    answer.response.body = Secret(renewal ? renewed_answer : signed_in_answer);
    return answer;
  });
  auto client = std::move(Client::create(std::move(options))).value();
  if (!client.auth().sign_in({"a@example.com", SecretView("pw")}).get()) return -1;
  clock.advance(50min);
  constexpr int threads = 16;
  std::atomic<int> waiting{0};
  std::atomic<int> failures{0};
  std::vector<std::thread> workers;
  for (int t = 0; t < threads; ++t)
    workers.emplace_back([&, t] {
      std::vector<Pending<Secret>> calls;
      for (int i = t; i < callers; i += threads) calls.push_back(client.auth().access_token());
      waiting += static_cast<int>(calls.size());
      for (auto& call : calls) {
        const auto token = std::move(call).get();
        if (!token || token->reveal() != "access-two") ++failures;
      }
    });
  while (waiting < callers) std::this_thread::yield();
  hold = false;
  for (std::thread& worker : workers) worker.join();
  return failures == 0 ? requests.load() : -1;
}

// --- two processes ------------------------------------------------------------------------------

/// The command line of one of the two processes, behind --part.
struct Part {
  std::string path, port, tenant_id, publishable_key;
  bool first;
  int rounds;
};

class RoundClock final : public Clock {
 public:
  std::chrono::steady_clock::time_point now() const noexcept override {
    return std::chrono::steady_clock::now() + shift.load();
  }
  std::chrono::system_clock::time_point wall_now() const noexcept override {
    return std::chrono::system_clock::now() + shift.load();
  }
  std::atomic<std::chrono::hours> shift{0h};
};

/// Tells the parent process that this one is there, and waits until the other one is as well.
bool meet() {
  std::puts("here");
  std::fflush(stdout);
  char line[16];
  return std::fgets(line, sizeof line, stdin) != nullptr;
}

/// One of the two: the first signs in, both then ask for a token at the same moment in every round.
int take_part(const Part& part) {
  const auto store = plaintext_file_store(part.path);
  RoundClock clock;
  ClientOptions options;
  options.base_url = "http://127.0.0.1:" + part.port;
  options.allow_http_on_loopback = true;
  options.tenant_id = part.tenant_id;
  options.publishable_key = part.publishable_key;
  options.clock = &clock;
  options.store = store.get();
  auto client = std::move(Client::create(std::move(options))).value();
  int failures = 0;
  if (part.first &&
      !client.auth().sign_in({"carol@example.com", SecretView("plain sailing today")}).get())
    ++failures;
  if (!meet()) return 1;
  if (!part.first) {
    const auto restored = client.auth().restore().get();
    if (!restored || !*restored) ++failures;
  }
  for (int round = 1; round <= part.rounds; ++round) {
    if (!meet()) return 1;
    clock.shift = std::chrono::hours(round);
    if (!client.auth().access_token().get()) ++failures;
  }
  return failures == 0 ? 0 : 1;
}

struct PairFigures {
  bool well = false;
  int renewals = 0;
  int reuse_events = 0;
};

int count(const std::string& text, std::string_view what) {
  int found = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

PairFigures two_processes(const std::string& self, const std::string& program, int rounds) {
  const MockProcess server(program, {"--plain", "--no-limits"});
  const TemporaryFolder folder("refresh");
  const auto part = [&](const char* which) {
    return std::vector<std::string>{"--part",
                                    folder.file("session"),
                                    std::to_string(server.port()),
                                    server.tenant_id(),
                                    server.publishable_key(),
                                    which,
                                    std::to_string(rounds)};
  };
  ChildProcess parts[]{{self, part("first")}, {self, part("second")}};
  PairFigures figures{true};
  for (int meeting = 0; meeting <= rounds && figures.well; ++meeting) {
    for (ChildProcess& child : parts) figures.well = child.read_line() == "here" && figures.well;
    for (ChildProcess& child : parts) figures.well = child.write_line("go") && figures.well;
  }
  for (ChildProcess& child : parts) figures.well = figures.well && child.wait() == 0;
  const std::string journal = server.control("GET", "journal");
  figures.renewals = count(journal, R"("effect":"refreshed")");
  figures.reuse_events = count(journal, R"("effect":"family_revoked")");
  return figures;
}

// --- faulty renewals ----------------------------------------------------------------------------

void answer_html(testing::ScriptedTransport& transport) {
  HttpResponse page;
  page.status = 200;
  page.headers.push_back({"Content-Type", "text/html"});
  page.body = Secret("<html>Sign in to this network</html>");
  transport.respond(std::move(page));
}

/// Whatever may pass: the network, the server, the way in between. No refusal of the token itself.
void meet_a_fault(ClientWorld& world, std::mt19937_64& random) {
  testing::ScriptedTransport& transport = *world.transport;
  switch (random() % 14) {
    case 0: return transport.fail(failed(Errc::connect, Sent::none));
    case 1: return transport.fail(failed(Errc::resolve, Sent::none));
    case 2: return transport.fail(failed(Errc::tls_trust, Sent::none));
    case 3: return transport.fail(failed(Errc::connection_lost, Sent::part));
    case 4: return transport.fail(failed(Errc::connection_lost, Sent::all));
    case 5: return transport.fail(failed(Errc::connection_lost, Sent::all, 200));
    case 6: return transport.fail(failed(Errc::protocol, Sent::all));
    case 7: return transport.respond(500, "{}");
    case 8: return transport.respond(503, R"({"error":{"code":"unavailable"}})");
    case 9: return transport.respond(429, R"({"error":{"code":"rate_limit_exceeded"}})");
    case 10: return transport.respond(403, "{}");
    case 11: return transport.respond(200, R"({"access_token":17})");
    case 12: return answer_html(transport);
    default: break;
  }
  if (random() % 2 == 0) (void)transport.last_write();  // Silence: the renewal runs into its bound.
  world.clock.advance(31s);
  world.client->poll();
  if (transport.open_count() != 0)
    transport.fail(failed(Errc::cancelled, random() % 2 == 0 ? Sent::all : Sent::none));
}

/// How often a session was lost, or two renewals ran at once, in so many faulty ones.
int sessions_lost(int faulty, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  int lost = 0;
  auto world = std::make_unique<ClientWorld>();
  world->sign_in();
  for (int met = 0; met < faulty;) {
    world->clock.advance(std::chrono::minutes(1 + random() % 40));
    auto token = world->client->auth().access_token();
    auto second = world->client->auth().access_token();
    for (int attempts = 0; !token.ready() && attempts < 50; ++attempts) {
      if (world->transport->open_count() == 0) {
        world->clock.advance(1s);
        world->client->poll();
        continue;
      }
      if (world->transport->open_count() > 1) ++lost;
      if (random() % 5 == 0) {
        world->transport->respond(200, renewed_answer);
      } else {
        ++met;
        meet_a_fault(*world, random);
      }
    }
    if (!token.ready() || !world->client->auth().current()) ++lost;
  }
  return lost;
}

int run(const std::string& self, const std::string& program, int rounds, int faulty) {
  constexpr int callers = 1000;
  const PairFigures pair = two_processes(self, program, rounds);
  const int requests = renewals_of_many_callers(callers);
  const int lost = sessions_lost(faulty, 7);
  std::printf(
      "refresh: %d callers %d request, 2 processes x %d rounds %d renewals %d reuse events, "
      "%d faulty renewals %d lost sessions\n",
      callers, requests, rounds, pair.renewals, pair.reuse_events, faulty, lost);
  const bool well =
      requests == 1 && pair.well && pair.renewals == rounds && pair.reuse_events == 0 && lost == 0;
  return well ? 0 : 1;
}

}  // namespace

}  // namespace hellojohn::tests

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: PATH-OF-MOCK-SERVER [ROUNDS] [FAULTY]\n");
    return 2;
  }
  if (argc == 8 && std::string_view(argv[1]) == "--part")
    return hellojohn::tests::take_part({argv[2], argv[3], argv[4], argv[5],
                                        std::string_view(argv[6]) == "first", std::atoi(argv[7])});
  return hellojohn::tests::run(argv[0], argv[1], argc > 2 ? std::atoi(argv[2]) : 500,
                               argc > 3 ? std::atoi(argv[3]) : 10000);
}
