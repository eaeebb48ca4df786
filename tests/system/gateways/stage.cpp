// Prepares people behind a gateway, lets them act while answers get lost, and reads the service's journal.
#include "stage.hpp"

#include "mock/server/certificate.hpp"
#include "system/honesty/script.hpp"

#include <hellojohn/admin/admin.hpp>

#include <array>
#include <cstdio>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>

#include <sys/wait.h>
#include <boost/json.hpp>

namespace hellojohn::tests {

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 30s;
constexpr auto idle_limit = 1s;  // What the configuration calls a 1 s keep-alive.
constexpr std::string_view desk_actions = "dGI";

ActionFacts facts(char action) {
  if (action == 'I') return {"POST", "/v1/admin/users/impersonate", "impersonated"};
  return facts_of(action, ServerDialect::v1);
}

std::string fault_json(Loss loss, char action) {
  const ActionFacts about = facts(action);
  // Only the first request is hit: what is sent again, by whomever, gets the service's answer.
  boost::json::object fault{{"method", about.method}, {"path", about.path}, {"first_n", 1}};
  fault["kind"] = loss == Loss::dropped ? "drop_after" : loss == Loss::cut ? "truncate" : "delay";
  fault["delay_ms"] = loss == Loss::late ? 1600 : 0;
  return boost::json::serialize(fault);
}

std::string people_json(std::size_t count) {
  boost::json::array users;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string n = std::to_string(1000 + i);
    users.push_back({{"id", "usr_gateway" + n},
                     {"email", "person" + n + "@example.com"},
                     {"password", "a long password " + n},
                     {"backup_codes", 8},
                     {"factors", boost::json::array{{{"id", "fac_gateway" + n}}}}});
  }
  return boost::json::serialize(boost::json::object{{"users", users}});
}

bool has(const boost::json::object& entry, std::string_view name, std::string_view text) {
  const boost::json::value* value = entry.if_contains(name);
  return value != nullptr && value->is_string() && std::string_view(value->get_string()) == text;
}

/// How many lines of the journal have this effect on this person.
int count_effects(const std::string& journal, std::string_view person, std::string_view effect) {
  int count = 0;
  for (std::size_t at = 0, end = 0; at < journal.size(); at = end + 1) {
    end = journal.find('\n', at);
    const boost::json::value line = boost::json::parse(journal.substr(at, end - at));
    if (has(line.as_object(), "user", person) && has(line.as_object(), "effect", effect)) ++count;
  }
  return count;
}

/// The support desk's side of an impersonation, with the secret key.
class DeskActor {
 public:
  DeskActor(const MockProcess& server, const std::string& base_url, const std::string& ca_file) {
    admin::ClientOptions options;
    options.base_url = base_url;
    options.tenant_id = server.tenant_id();
    options.secret_key = Secret(server.secret_key());
    options.network.ca_file = ca_file;
    options.retry.base_delay = std::chrono::milliseconds(1);
    auto made = admin::Client::create(std::move(options));
    if (!made) throw std::runtime_error("no admin client: " + made.error().detail);
    client_.emplace(std::move(*made));
  }
  void prepare(const std::string& user) {
    const auto factors = client_->factors(user).get();
    if (!factors) throw std::runtime_error("factors: " + factors.error().detail);
  }
  [[nodiscard]] Word act(const std::string& user) {
    admin::ImpersonateRequest request;
    request.user_id = user;
    return word_of(
        client_
            ->impersonate(request, {"video call", "ana@studio", "T-4711", "Lost phone, no codes"})
            .get_for(patience));
  }

 private:
  std::optional<admin::Client> client_;
};

/// One person and their one action, whichever client it takes.
struct Player {
  char action = 'V';
  const MockPerson* person = nullptr;
  std::unique_ptr<Actor> actor{};
  std::unique_ptr<DeskActor> desk{};

  void prepare() const { desk ? desk->prepare(person->id) : actor->prepare(action); }
  [[nodiscard]] Word act() const {
    return desk ? desk->act(person->id) : actor->act(action, patience);
  }
};

class Stage {
 public:
  Stage(const Programs& programs, const Variant& variant)
      : programs_(programs),
        variant_(variant),
        server_(programs.server, {"--plain", "--no-limits", "--seed-file",
                                  folder_.write("people.json", people_json(people_needed()))}) {
    const auto made = testing::make_mock_certificate();
    if (!made) throw std::runtime_error("no certificate");
    write_common_files(folder_, made->leaf_pem, made->leaf_key_pem, made->ca_pem);
    gateway_.emplace(variant.kind,
                     variant.kind == GatewayKind::nginx ? programs.nginx : programs.haproxy,
                     folder_, configuration(variant.lets_through ? variant.lines : Lines{}));
    for (const MockPerson& person : server_.people())
      if (person.id.compare(0, 11, "usr_gateway") == 0) people_.push_back(person);
  }

  void run(Report& report) {
    for (const Loss loss : all_losses) run(loss, report);
    if (variant_.with_desk)
      for (const char action : desk_actions) run_desk(action, report);
    report.early_data = folder_.read("access.log").find("early=1") != std::string::npos;
  }

 private:
  static std::size_t people_needed() {
    return gateway_actions.size() * std::size(all_losses) + desk_actions.size();
  }

  [[nodiscard]] std::string base_url() const {
    return "https://127.0.0.1:" + std::to_string(gateway_->port());
  }
  [[nodiscard]] std::string ca_file() const { return folder_.path() + "/ca.pem"; }

  [[nodiscard]] Gateway::Configuration configuration(Lines lines) const {
    return [this, lines = std::move(lines)](int port) {
      return configuration_of(variant_.kind, lines, {folder_.path(), port, server_.port()});
    };
  }

  void run(Loss loss, Report& report) {
    if (!variant_.lets_through) gateway_->restart(configuration({}));
    std::vector<Player> players;
    for (const char action : gateway_actions) players.push_back(player(action));
    std::vector<std::future<void>> ready;
    for (const Player& each : players)
      ready.push_back(std::async(std::launch::async, [&each] { each.prepare(); }));
    for (auto& each : ready) each.wait();
    for (auto& each : ready) each.get();
    if (loss != Loss::none)
      for (const char action : gateway_actions)
        (void)server_.control("POST", "faults", fault_json(loss, action));
    if (!variant_.lets_through) gateway_->restart(configuration(variant_.lines));
    // The gateway's own timer is the subject here, and it runs on real time.
    if (variant_.closes_after_a_second) std::this_thread::sleep_for(idle_limit);
    std::vector<std::future<Word>> words;
    for (const Player& each : players)
      words.push_back(std::async(std::launch::async, [&each] { return each.act(); }));
    std::vector<Run> runs;
    for (std::size_t i = 0; i < players.size(); ++i)
      runs.push_back({loss, players[i].action, words[i].get(), 0, false});
    (void)server_.control("DELETE", "faults");
    const std::string journal = server_.control("GET", "journal");
    for (std::size_t i = 0; i < players.size(); ++i) {
      const Player& each = players[i];
      runs[i].effects = count_effects(journal, each.person->id, facts(each.action).effect);
      const bool had_session = each.actor && each.action != 'V';
      runs[i].session_lost =
          had_session && (!each.actor->has_session() ||
                          count_effects(journal, each.person->id, "family_revoked") > 0);
      report.runs.push_back(std::move(runs[i]));
    }
  }

  Player player(char action) {
    Player out{action, &next_person()};
    if (action == 'I')
      out.desk = std::make_unique<DeskActor>(server_, base_url(), ca_file());
    else
      out.actor = std::make_unique<Actor>(server_, *out.person, base_url(), ca_file(),
                                          ServerDialect::v1, true);
    return out;
  }

  const MockPerson& next_person() { return people_.at(used_++); }

  void run_desk(char action, Report& report) {
    const MockPerson& person = next_person();
    const std::string name = action == 'd'   ? "remove-factor"
                             : action == 'G' ? "codes"
                                             : "impersonate";
    std::string command = "'" + programs_.support + "' " + name + " " + person.id;
    if (action == 'd') command += " " + person.factors.front();
    command += " --base-url " + base_url() + " --ca " + ca_file() + " --tenant " +
               server_.tenant_id() + " --record " + folder_.path() + "/record" +
               " --method call --by ana --ticket T-4711 --reason 'Lost phone, no codes'"
               " --yes --show-secrets 2>&1 >/dev/null </dev/null";
    (void)server_.control("POST", "faults", fault_json(Loss::dropped, action));
    DeskRun run{action, 0, {}, 0};
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("the support desk's program cannot be started");
    std::array<char, 4096> buffer{};
    while (std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe) != nullptr)
      run.words += buffer.data();
    run.exit = WEXITSTATUS(::pclose(pipe));
    (void)server_.control("DELETE", "faults");
    run.effects = count_effects(server_.control("GET", "journal"), person.id, facts(action).effect);
    report.desk.push_back(std::move(run));
  }

  const Programs& programs_;
  const Variant& variant_;
  TemporaryFolder folder_;
  MockProcess server_;
  std::optional<Gateway> gateway_;
  std::vector<MockPerson> people_;
  std::size_t used_ = 0;
};

}  // namespace

const char* name_of(char action) {
  switch (action) {
    case 'V': return "verify";
    case 'G': return "generate";
    case 'd': return "remove";
    case 'E': return "enrol";
    case 'F': return "refresh";
    default: return "impersonate";
  }
}

const char* name_of(Loss loss) {
  switch (loss) {
    case Loss::none: return "answered";
    case Loss::dropped: return "dropped";
    case Loss::cut: return "cut";
    case Loss::late: return "late";
  }
  return "";
}

Report report_on(const Programs& programs, const Variant& variant) noexcept {
  Report report;
  try {
    report.variant = variant;
    Stage(programs, variant).run(report);
  } catch (const std::exception& problem) {
    report.stopped = problem.what();
  }
  return report;
}

}  // namespace hellojohn::tests
