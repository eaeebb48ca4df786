// Every allocation of a call is made to fail in turn, once singly and once with all that follow: the library must not
// crash, hang or leak, and what the caller hears must be true of what the service did. What third-party code does on
// its own is listed by call site.
#include "trial.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include <cxxabi.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hellojohn::tests {

namespace {

constexpr long all = 1000000;
constexpr auto once = memory::Shortage::once;
constexpr auto lasting = memory::Shortage::lasting;
constexpr Scenario scenarios[] = {
    {"first call, the service's authority from a file", 'L', once, false, all, "signed_in", 0},
    {"first call, besides the system's roots", 'L', once, true, 3000, "signed_in", 0},
    {"warm call", 'G', once, false, all, "codes_generated", 1},
    {"renewal, with a store", 'F', once, false, all, "refreshed", 0},
    {"sign-out", 'O', once, false, all, "signed_out", 0},
    {"warm call, no memory from there on", 'G', lasting, false, all, "codes_generated", 1},
    {"renewal, no memory from there on", 'F', lasting, false, all, "refreshed", 0},
    {"sign-out, no memory from there on", 'O', lasting, false, all, "signed_out", 0},
};

/// "name [file]", or "[file+offset]" where the symbol is not exported.
std::string name_of(void* address) {
  Dl_info info{};
  // The address is the one after the call.
  if (::dladdr(static_cast<char*>(address) - 1, &info) == 0 || info.dli_fname == nullptr)
    return "?";
  const char* slash = std::strrchr(info.dli_fname, '/');
  const std::string file = slash != nullptr ? slash + 1 : info.dli_fname;
  if (info.dli_sname == nullptr) {
    char place[32];
    std::snprintf(place, sizeof place, "+0x%lx]",
                  static_cast<unsigned long>(static_cast<char*>(address) -
                                             static_cast<char*>(info.dli_fbase)));
    return "[" + file + place;
  }
  char* plain = abi::__cxa_demangle(info.dli_sname, nullptr, nullptr, nullptr);
  std::string name = plain != nullptr ? plain : info.dli_sname;
  std::free(plain);
  // Arguments and template lists say little here.
  return name.substr(0, name.find_first_of("<(")) + " [" + file + "]";
}

std::vector<std::string> names_of(void* const* frames, int depth) {
  std::vector<std::string> names;
  for (int i = 0; i < depth; ++i) names.push_back(name_of(frames[i]));
  return names;
}

bool is_machinery(const std::string& name) {
  for (const char* part :
       {"memory::", "malloc [", "calloc [", "realloc [", "memalign [", "aligned_alloc [",
        "operator new", "std::", "__wrap_", "[hellojohn-torture+", "raise [", "on_death"})
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
  if (WIFEXITED(trial.status)) return true;  // Nobody in C++ ends a process by exit().
  if (WTERMSIG(trial.status) != SIGABRT) return false;
  for (const std::string& name : died)
    if (name.find("terminate") != std::string::npos) return false;
  return true;
}

/// The allocation was OpenSSL's own, whichever of our functions had asked for it.
bool in_openssl(const std::vector<std::string>& failed) {
  for (const std::string& name : failed)
    if (!is_machinery(name))
      return name.find("libcrypto.so") != std::string::npos ||
             name.find("libssl.so") != std::string::npos;
  return false;
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
    const bool openssl = in_openssl(failed);
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
    const bool hang = WIFSIGNALED(trial.status) && WTERMSIG(trial.status) == SIGALRM;
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

/// glibc keeps the stacks of threads that have ended, with their blocks: how many is a matter of time.
void keep_no_stacks(char** argv) {
  constexpr const char* name = "GLIBC_TUNABLES";
  if (std::getenv(name) != nullptr) return;
  ::setenv(name, "glibc.pthread.stack_cache_size=0", 1);
  ::execv("/proc/self/exe", argv);
}

int main(int argc, char** argv) {
  keep_no_stacks(argv);
  using namespace hellojohn::tests;
  const std::string program = argc > 1 ? argv[1] : "";
  const long most = argc > 2 ? std::atol(argv[2]) : all;
  char folder[] = "/tmp/hellojohn-torture-XXXXXX";
  if (::mkdtemp(folder) == nullptr) return 2;
  Figures figures;
  {
    const MockProcess server(program, {"--no-limits", "--ca-out", std::string(folder) + "/ca.pem"});
    TrialRunner runner(server, folder);
    for (const Scenario& scenario : scenarios) play(runner, scenario, most, figures);
  }
  std::remove((std::string(folder) + "/ca.pem").c_str());
  ::rmdir(folder);
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
