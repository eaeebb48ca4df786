// One trial: a scenario in this process while one allocation fails, and its end.
// Knows the client; judges nothing.
#pragma once

#include "failing_memory.hpp"

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

/// All that are played. A process that is started for one gets its number.
extern const Scenario scenarios[8];

struct Person {
  std::string email, password;
};

/// What a client has to know of the service, and where its files are.
struct Service {
  std::string port, tenant_id, publishable_key, ca_file, folder;
  Person person;  ///< Whose trial it is.
  Person other;   ///< Leaves other traces in the journal.
};

/// How the process of a trial ended.
enum class End : unsigned char { exited, aborted, crashed, hung };

/// Written by the process of the trial, also while it dies; read by the one that started it.
struct Trial {
  bool begun;
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
  bool failed_in_openssl;  ///< The allocation was OpenSSL's own.
  void* failed_at[memory::deepest_stack];
  int failed_depth;
  void* died_at[memory::deepest_stack];
  int died_depth;
  End end;
  int effects;
  bool journal_emptied;
};

/// In a process that has not used the client or OpenSSL before. `point` 0: nothing fails.
void play(const Service&, const Scenario&, long point, Trial&);

}  // namespace hellojohn::tests
