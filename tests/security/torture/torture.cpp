// Every allocation of a call is made to fail in turn, once singly and once with all that follow: the library must not
// crash, hang or leak, and what the caller hears must be true of what the service did. What third-party code does on
// its own is listed by call site.
#include "frames.hpp"
#include "trial_runner.hpp"

#include "worlds/temporary_folder.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

namespace hellojohn::tests {

namespace {

std::vector<std::string> names_of(void* const* frames, int depth) {
  std::vector<std::string> names;
  for (int i = 0; i < depth; ++i) names.push_back(name_of(frames[i]));
  return names;
}

bool is_machinery(const std::string& name) {
  for (const char* part : {"memory::", "malloc [", "calloc [", "realloc [", "memalign [",
                           "aligned_alloc [", "operator new", "std::", "__wrap_",
                           "[hellojohn-torture+", "raise [", "note_death", "stack_here"})
    if (name.find(part) != std::string::npos) return true;
  return false;
}

/// The innermost frame that says what was wanted, and the innermost one of the library.
std::string site_of(const std::vector<std::string>& names) {
  std::string innermost;
  for (const std::string& name : names) {
    if (is_machinery(name)) continue;
    const bool ours = name.find("hellojohn::") != std::string::npos;
    if (innermost.empty() && ours) return name;
    if (innermost.empty()) innermost = name;
    if (ours) return innermost + " in " + name;
  }
  return innermost.empty() ? "?" : innermost;
}

/// An end that our C++ code is to answer for: an exception that met a noexcept, or a crash among our frames. What a C
/// library decides on its own (abort, exit) is its own.
bool is_third_party_abort(const Trial& trial, const std::vector<std::string>& died) {
  if (trial.end == End::exited) return true;  // Nobody in C++ ends a process by exit().
  if (trial.end != End::aborted) return false;
  for (const std::string& name : died)
    if (name.find("terminate") != std::string::npos) return false;
  return true;
}

struct Figures {
  long points = 0;
  long survived_unnoticed = 0;  // The call still went well.
  long wrong = 0;
  std::map<std::string, long> answers;
  std::map<std::string, long> third_party;
  std::map<std::string, long> openssl_else;
  std::map<std::string, long> openssl_unusable;
  std::map<std::string, long> openssl_kept;  // Blocks.
  std::map<std::string, long> findings;
};

class Judge {
 public:
  Judge(const Scenario& scenario, const Trial& clean, Figures& figures)
      : scenario_(scenario), clean_(clean), figures_(figures) {}

  void judge(const Trial& trial, int effects) {
    ++figures_.points;
    const auto failed = names_of(trial.failed_at, trial.failed_depth);
    if (!trial.finished) return judge_death(trial);
    if (trial.ok)
      ++figures_.survived_unnoticed;
    else
      ++figures_.answers[std::string(to_string(trial.code)) + ", " + to_string(trial.outcome)];
    const bool openssl = trial.failed_in_openssl;
    if (!trial.ok && trial.code != Errc::resource) {
      if (openssl)
        ++figures_.openssl_else[std::string(to_string(trial.code)) + ": " + site_of(failed)];
      else
        find("not resource", failed, trial);
    }
    if (!is_true(trial, effects - scenario_.effects_before)) find("untrue outcome", failed, trial);
    if (!trial.again) {
      if (openssl)
        ++figures_.openssl_unusable[site_of(failed)];
      else
        find("of no use afterwards", failed, trial);
    }
    if (trial.live > clean_.live)
      find(("leak of " + std::to_string(trial.live - clean_.live)).c_str(), failed, trial);
    const long kept = trial.live_openssl - clean_.live_openssl;
    if (kept > 0) {
      figures_.openssl_kept[site_of(failed)] =
          std::max(figures_.openssl_kept[site_of(failed)], kept);
    }
    if (trial.descriptors > clean_.descriptors) find("descriptor leak", failed, trial);
  }

 private:
  void judge_death(const Trial& trial) {
    const auto died = names_of(trial.died_at, trial.died_depth);
    const auto failed = names_of(trial.failed_at, trial.failed_depth);
    if (is_third_party_abort(trial, died)) {
      ++figures_.third_party[site_of(died)];
      return;
    }
    const bool hang = trial.end == End::hung;
    find(hang ? "hang" : "death", hang ? failed : died, trial);
  }

  /// One later call was made; what remains was done by the call that failed.
  [[nodiscard]] bool is_true(const Trial& trial, int done) const {
    const bool lost =
        !trial.ok && trial.outcome != Outcome::not_sent && trial.outcome != Outcome::refused;
    const bool does_it_again =
        scenario_.action != 'O' && !(scenario_.action == 'F' && (trial.ok || lost));
    if (trial.again && does_it_again) --done;
    if (trial.ok) return done == 1;
    switch (trial.outcome) {
      case Outcome::not_sent:
      case Outcome::refused: return done == 0;
      case Outcome::done_answer_lost: return done == 1;
      case Outcome::unknown: return done == 0 || done == 1;
    }
    return false;
  }

  void find(const char* what, const std::vector<std::string>& where, const Trial& trial) {
    ++figures_.wrong;
    if (std::getenv("HELLOJOHN_TORTURE_STACKS") != nullptr)
      for (const std::string& name : where) std::printf("    %s\n", name.c_str());
    std::string line = std::string(what) + ": ";
    if (trial.finished && !trial.ok)
      line += std::string(to_string(trial.code)) + ", " + to_string(trial.outcome) + ": ";
    ++figures_.findings[line + scenario_.name + ": " + site_of(where)];
  }

  const Scenario& scenario_;
  Trial clean_;
  Figures& figures_;
};

/// The first ones one by one, where our code is; then in steps, so that `most` are met in all.
std::vector<long> points_of(long allocations, long most) {
  std::vector<long> points;
  const long dense = most / 2 < allocations ? most / 2 : allocations;
  for (long p = 1; p <= dense; ++p) points.push_back(p);
  const long rest = most - dense > 0 ? most - dense : 1;
  const long left = allocations - dense;
  const long step = left > rest ? (left + rest - 1) / rest : 1;
  for (long p = dense + 1; p <= allocations; p += step) points.push_back(p);
  return points;
}

void print(const char* title, const std::map<std::string, long>& table) {
  if (table.empty()) return;
  std::printf("%s\n", title);
  for (const auto& [line, times] : table) std::printf("  %5ld  %s\n", times, line.c_str());
}

void play(TrialRunner& runner, const Scenario& scenario, long most, Figures& figures) {
  (void)runner.effects(scenario);
  const Trial clean = runner.run(scenario, 0);
  const int effects = runner.effects(scenario);
  if (!clean.finished || !clean.ok || !clean.again) {
    std::printf("%s does not go well with all memory\n", scenario.name);
    ++figures.wrong;
    return;
  }
  Judge judge(scenario, clean, figures);
  long met = 0;
  const auto points = points_of(clean.allocations, std::min(most, scenario.most));
  for (const long point : points) {
    const Trial& trial = runner.run(scenario, point);
    if (trial.fired || !trial.finished) ++met;
    judge.judge(trial, runner.effects(scenario));
  }
  std::printf("%-48s %6ld allocations, %5ld made to fail, %d done by the service untouched\n",
              scenario.name, clean.allocations, met, effects);
}

}  // namespace

}  // namespace hellojohn::tests

int main(int argc, char** argv) {
  using namespace hellojohn::tests;
  begin_process(argc, argv);
  const std::string program = argc > 1 ? argv[1] : "";
  const long most = argc > 2 ? std::atol(argv[2]) : 1000000;
  const TemporaryFolder folder("torture");
  Figures figures;
  {
    const MockProcess server(program, {"--no-limits", "--ca-out", folder.file("ca.pem")});
    TrialRunner runner(server, folder.path());
    for (const Scenario& scenario : scenarios) play(runner, scenario, most, figures);
  }
  print("what the caller was told:", figures.answers);
  print("aborts inside third-party code, by call site:", figures.third_party);
  print("what OpenSSL made of its own failed allocation, where it does not say that it was one:",
        figures.openssl_else);
  print("OpenSSL stays damaged for the client, or for the process, by call site:",
        figures.openssl_unusable);
  print("blocks more that OpenSSL holds in the end, by the allocation that had failed:",
        figures.openssl_kept);
  print("FINDINGS", figures.findings);
  long aborts = 0;
  for (const auto& [site, times] : figures.third_party) aborts += times;
  std::printf(
      "torture: %ld allocations made to fail, %ld without effect, %ld aborts in third-party code, "
      "%ld findings\n",
      figures.points, figures.survived_unnoticed, aborts, figures.wrong);
  return figures.wrong == 0 && figures.points > 0 ? 0 : 1;
}
