// See trial_runner.hpp.
#include "trial_runner.hpp"

#include <cstdio>
#include <string_view>

namespace hellojohn::tests {

namespace {

int count(std::string_view text, std::string_view what) {
  int found = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++found;
  return found;
}

Person person_of(const MockProcess& server, std::string_view email) {
  for (const MockPerson& person : server.people())
    if (person.email == email) return {person.email, person.password};
  return {};
}

}  // namespace

TrialRunner::TrialRunner(const MockProcess& server, const std::string& folder)
    : server_(server),
      service_{std::to_string(server.port()),
               server.tenant_id(),
               server.publishable_key(),
               server.ca_file(),
               folder,
               person_of(server, "carol@example.com"),
               person_of(server, "alice@example.com")} {}

const Trial& TrialRunner::run(const Scenario& scenario, long point) {
  std::fflush(stdout);
  const Trial& trial = process_.play(service_, scenario, point);
  for (const char* name : {"/session", "/session.lock"})
    std::remove((service_.folder + name).c_str());
  return trial;
}

int TrialRunner::effects(const Scenario& scenario) {
  constexpr int most_kept = 400;
  const Trial& looked = process_.aside([&](Trial& trial) {
    const std::string wanted = std::string("\"effect\":\"") + scenario.effect + '"';
    const std::string journal = server_.control("GET", "journal");
    trial.effects = count(journal, wanted);
    trial.journal_emptied = count(journal, "\"effect\"") > most_kept;
    if (trial.journal_emptied) (void)server_.control("POST", "reset");
  });
  const int found = looked.effects - (scenario.effect == seen_effect_ ? seen_ : 0);
  seen_effect_ = scenario.effect;
  seen_ = looked.journal_emptied ? 0 : looked.effects;
  return found;
}

}  // namespace hellojohn::tests
