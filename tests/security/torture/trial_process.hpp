// A separate process for each trial. On Linux it is a fork of this one, on Windows the same program, started anew.
// This process must not have used the client or OpenSSL before.
#pragma once

#include "trial.hpp"

#include <chrono>
#include <functional>
#include <memory>

namespace hellojohn::tests {

/// Longer than every bound of the client: a trial that is not done by then hangs.
constexpr std::chrono::seconds longest_trial{60};

/// First in main(). A process that was started for a trial plays it here and ends.
void begin_process(int argc, char** argv);

class TrialProcess {
 public:
  TrialProcess();
  TrialProcess(const TrialProcess&) = delete;
  TrialProcess& operator=(const TrialProcess&) = delete;
  ~TrialProcess();

  /// Plays one of `scenarios`, and waits for the end. `point` 0: nothing fails. The result is valid until the next one.
  Trial& play(const Service&, const Scenario&, long point);
  /// Does something whose traces must not reach a trial: on Linux in a fork of this process. It may write to the result.
  Trial& aside(const std::function<void(Trial&)>& work);

 private:
  struct System;
  std::unique_ptr<System> system_;
};

}  // namespace hellojohn::tests
