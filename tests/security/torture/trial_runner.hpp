// Trials one after the other, and what the service did in each. Judges nothing.
#pragma once

#include "trial_process.hpp"

#include "worlds/mock_process.hpp"

#include <string>

namespace hellojohn::tests {

class TrialRunner {
 public:
  TrialRunner(const MockProcess& server, const std::string& folder);

  /// `point` 0: nothing fails. The result is valid until the next run.
  const Trial& run(const Scenario&, long point);
  /// How often the service did what the scenario asks for since the last time it was asked.
  [[nodiscard]] int effects(const Scenario&);

 private:
  const MockProcess& server_;
  Service service_;
  TrialProcess process_;
  std::string seen_effect_;
  int seen_ = 0;
};

}  // namespace hellojohn::tests
