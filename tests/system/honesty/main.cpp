// The truth journal: random fault scripts between the client and a mock server in a separate process. What the client
// claims is compared with what the server did; what it needlessly does not know, with the bytes that the proxy saw.
#include "actor.hpp"
#include "script.hpp"
#include "worlds/temporary_folder.hpp"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>
#include <thread>

#include <boost/json.hpp>

namespace hellojohn::tests {

namespace {

using namespace std::chrono_literals;

constexpr int batch_size = 40;
constexpr int tls_share = 10;        // One script in so many.
constexpr int threadless_share = 7;  // The client has no thread: poll() and get() do its work.

struct Options {
  std::string server;
  int scripts = 2000;
  std::uint64_t seed = 20240115;
  ServerDialect dialect = ServerDialect::v1;
};

/// A script that was run, to be judged when the journal is read.
struct Run {
  Script script;
  std::string person;
  Word word;
  bool needless = false;
  bool session_lost = false;  ///< To a gateway, which cannot end a session.
};

struct Tally {
  int scripts = 0;
  int wrong = 0;
  int burned_twice = 0;
  int unknown = 0;
  int not_sent = 0;
  int needless = 0;
  int gateways = 0;
  int gateways_wrong = 0;
  int lost = 0;
  std::map<std::string, int> said{};
};

std::string people_json() {
  boost::json::array users;
  for (int i = 0; i < batch_size; ++i) {
    const std::string n = std::to_string(1000 + i);
    users.push_back({{"id", "usr_honest" + n},
                     {"email", "person" + n + "@example.com"},
                     {"password", "a long password " + n},
                     {"backup_codes", 8},
                     {"factors", boost::json::array{{{"id", "fac_honest" + n}}}}});
  }
  return boost::json::serialize(boost::json::object{{"users", users}});
}

class PeopleFile {
 public:
  PeopleFile() { std::ofstream(path) << people_json(); }

 private:
  TemporaryFolder folder_{"honesty"};

 public:
  const std::string path = folder_.file("people.json");
};

/// A server, a proxy before it, and the people of one batch.
class Stage {
 public:
  Stage(const Options& options, const PeopleFile& people, bool tls, const Stage* ca_of = nullptr)
      : server_(options.server, arguments(people, tls, options.dialect)),
        proxy_(server_.port()),
        ca_file_(ca_of != nullptr ? ca_of->ca_file_ : server_.ca_file()) {
    for (const MockPerson& person : server_.people())
      if (person.id.compare(0, 10, "usr_honest") == 0) people_.push_back(person);
  }

  void run(const Script& script, bool own_thread, Tally& tally) {
    if (runs_.size() == people_.size()) judge(tally);
    const MockPerson& person = people_[runs_.size()];
    Run run{script, person.id, {}, false, false};
    // Half a step of the clock more than one: no one-time password is asked for twice.
    (void)server_.control("POST", "clock", R"({"advance_ms":45000})");
    {
      Actor actor(server_, person, base_url(), ca_file_, script.dialect, own_thread);
      actor.prepare(script.action);
      if (!script.server_fault.empty())
        (void)server_.control("POST", "faults", script.server_fault);
      if (script.idle_close) {
        proxy_.close_all();
        std::this_thread::sleep_for(5ms);  // The race that is promised to be won begins here.
      }
      const bool signed_in = actor.has_session();
      proxy_.arm(script.proxy);
      run.word = actor.act(script.action, script.waits ? 150ms : 20000ms);
      run.session_lost = script.gateway && signed_in && !actor.has_session();
      run.needless = run.word.says(Outcome::unknown) && is_needless(script);
    }
    proxy_.arm({});
    if (!script.server_fault.empty()) (void)server_.control("DELETE", "faults");
    runs_.push_back(std::move(run));
  }

  void judge(Tally& tally) {
    proxy_.close_all();
    const std::string journal = server_.control("GET", "journal");
    for (const Run& run : runs_) judge(run, count_effects(journal, run), tally);
    runs_.clear();
    (void)server_.control("POST", "reset");
  }

 private:
  [[nodiscard]] std::string base_url() const {
    return (server_.tls() ? "https://127.0.0.1:" : "http://127.0.0.1:") +
           std::to_string(proxy_.port());
  }

  /// Unknown, where the request cannot have arrived whole, or where the answer came whole and said it.
  [[nodiscard]] bool is_needless(const Script& script) const {
    if (script.proxy.kind == ProxyPlan::Kind::none && script.answer_decides) return true;
    return !server_.tls() && !proxy_.blind() && !proxy_.saw_whole_request();
  }

  static std::vector<std::string> arguments(const PeopleFile& people, bool tls,
                                            ServerDialect dialect) {
    std::vector<std::string> out{"--virtual-clock", "--no-limits", "--seed-file", people.path};
    if (!tls) out.push_back("--plain");
    if (dialect == ServerDialect::self_hosted) out.insert(out.end(), {"--dialect", "self_hosted"});
    return out;
  }

  /// How often the action took effect, its own preparation apart.
  static int count_effects(const std::string& journal, const Run& run) {
    const std::string effect = std::string(R"("effect":")") +
                               facts_of(run.script.action, run.script.dialect).effect + "\"";
    const std::string user = R"("user":")" + run.person + "\"";
    int count = 0;
    for (std::size_t at = 0; at < journal.size();) {
      const std::size_t end = journal.find('\n', at);
      const std::string_view line = std::string_view(journal).substr(at, end - at);
      if (line.find(effect) != std::string_view::npos && line.find(user) != std::string_view::npos)
        ++count;
      at = end == std::string::npos ? journal.size() : end + 1;
    }
    return count;
  }

  void judge(const Run& run, int effects, Tally& tally) const {
    const Word& word = run.word;
    const bool happened = effects > 0;
    const std::string said = word.ok ? "ok" : to_string(word.error.outcome);
    const bool wrong = (word.claims_done() && !happened) || (word.claims_nothing() && happened);
    ++tally.scripts;
    ++tally.said[said];
    tally.wrong += wrong ? 1 : 0;
    tally.burned_twice += effects > 1 ? 1 : 0;
    tally.unknown += word.says(Outcome::unknown) ? 1 : 0;
    tally.not_sent += word.says(Outcome::not_sent) ? 1 : 0;
    tally.needless += run.needless ? 1 : 0;
    tally.gateways += run.script.gateway ? 1 : 0;
    tally.gateways_wrong += run.script.gateway && wrong ? 1 : 0;
    tally.lost += run.session_lost ? 1 : 0;
    if (wrong || effects > 1 || run.needless || run.session_lost)
      std::printf(
          "%s  %c said %s (%s, %s), happened %d times; server %s; proxy %d %s %zu; idle %d\n",
          run.needless ? "UNKNOWN" : "WRONG", run.script.action, said.c_str(),
          word.ok ? "" : to_string(word.error.code), word.error.detail.c_str(), effects,
          run.script.server_fault.c_str(), static_cast<int>(run.script.proxy.kind),
          run.script.proxy.upward ? "up" : "down", run.script.proxy.after,
          run.script.idle_close ? 1 : 0);
  }

  MockProcess server_;
  ByteProxy proxy_;
  std::string ca_file_;
  std::vector<MockPerson> people_;
  std::vector<Run> runs_;
};

/// Upper end of Wilson's 95 % interval of a share.
double upper_bound(int hits, int n) {
  if (n == 0) return 1.0;
  constexpr double z = 1.959964;
  const double p = static_cast<double>(hits) / n;
  const double centre = p + z * z / (2.0 * n);
  const double spread = z * std::sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
  return (centre + spread) / (1 + z * z / n);
}

int run_all(const Options& options) {
  std::printf("honesty: seed %llu\n", static_cast<unsigned long long>(options.seed));
  const PeopleFile people;
  Stage tls(options, people, true);
  Stage plain(options, people, false, &tls);
  std::mt19937_64 random(options.seed);
  Tally tally;
  for (int i = 0; i < options.scripts; ++i) {
    const Script script = draw_script(random, options.dialect);
    (i % tls_share == 0 ? tls : plain).run(script, i % threadless_share != 0, tally);
  }
  plain.judge(tally);
  tls.judge(tally);
  for (const auto& [word, count] : tally.said) std::printf("  said %s: %d\n", word.c_str(), count);
  const bool fair = tally.needless * 1000 <= tally.scripts;
  std::printf(
      "honesty: %d scripts, %d wrong certainties, %d doubled effects, %d unknown, "
      "needless unknown %d of %d (95%% bound %.2f%%)\n",
      tally.scripts, tally.wrong, tally.burned_twice, tally.unknown, tally.needless, tally.scripts,
      100.0 * upper_bound(tally.needless, tally.scripts));
  std::printf("honesty: %d of them answered by a gateway: %d wrong certainties, %d lost sessions\n",
              tally.gateways, tally.gateways_wrong, tally.lost);
  const bool enough = tally.scripts == options.scripts && tally.gateways * 20 >= tally.scripts;
  return tally.wrong == 0 && tally.burned_twice == 0 && tally.lost == 0 && fair && enough ? 0 : 1;
}

}  // namespace

}  // namespace hellojohn::tests

int main(int argc, char** argv) {
  hellojohn::tests::Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--server") options.server = argv[i + 1];
    if (name == "--scripts") options.scripts = std::atoi(argv[i + 1]);
    if (name == "--dialect" && std::string_view(argv[i + 1]) == "self_hosted")
      options.dialect = hellojohn::ServerDialect::self_hosted;
    if (name == "--seed") options.seed = std::strtoull(argv[i + 1], nullptr, 10);
  }
  if (options.server.empty() || options.scripts < 1) {
    std::fprintf(stderr,
                 "usage: --server PROGRAM [--scripts N] [--seed N] [--dialect v1|self_hosted]\n");
    return 2;
  }
  try {
    return hellojohn::tests::run_all(options);
  } catch (const std::exception& problem) {
    std::printf("honesty: stopped: %s\n", problem.what());
    return 1;
  }
}
