// One trial: a scenario in a separate process while one allocation fails, and its end.
// Knows the client and the mock server; judges nothing.
#pragma once

#include "failing_memory.hpp"

#include "worlds/mock_process.hpp"

#include <hellojohn/error.hpp>

#include <string>

namespace hellojohn::tests {

/// What is played while an allocation fails, and the effects by which the service's journal shows that it was done.
struct Scenario {
  const char* name;
  char
      action;  ///< 'L' a client's first sign-in · 'G' new backup codes · 'F' renewal · 'O' sign-out.
  memory::Shortage shortage;
  bool system_roots;  ///< Reads the system's roots in addition to the service's own authority.
  long most;          ///< Points at most: the system's roots are 140 times the same.
  const char* effect;
  int effects_before;  ///< Of that kind, by what comes before the trial.
};

/// Written by the process of the trial, also from its signal handler; read by the one that started it.
struct Trial {
  bool finished;
  bool fired;
  bool made;  ///< There was a client.
  bool ok;
  bool again;  ///< The same once more, with memory, went well.
  Errc code;
  Outcome outcome;
  long allocations;
  long live;          ///< Blocks that were never freed, OpenSSL's apart.
  long live_openssl;  ///< Of OpenSSL's own.
  int descriptors;
  void* failed_at[memory::deepest_stack];
  int failed_depth;
  void* died_at[memory::deepest_stack];
  int died_depth;
  int status;  ///< As waitpid() tells it.
  int effects;
  bool journal_emptied;
};

/// Plays a scenario in a fork of this process, which must not have used the client or OpenSSL before.
class TrialRunner {
 public:
  TrialRunner(const MockProcess& server, std::string folder);
  ~TrialRunner();
  TrialRunner(const TrialRunner&) = delete;
  TrialRunner& operator=(const TrialRunner&) = delete;

  /// `point` 0: nothing fails. The result is valid until the next run.
  const Trial& run(const Scenario&, long point);
  /// How often the service did what the scenario asks for since the last time it was asked. In a fork as well.
  [[nodiscard]] int effects(const Scenario&);

 private:
  void play(const Scenario&, long point);
  void use_everything_once(const Scenario&);

  const MockProcess& server_;
  std::string folder_;
  Trial* trial_;
  std::string seen_effect_;
  int seen_ = 0;
};

}  // namespace hellojohn::tests
