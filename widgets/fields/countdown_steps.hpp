// The steps of Countdown. Its state is computed from what it holds, so the tests alone check them. See steps.hpp.
#pragma once

#include "screen/steps.hpp"

namespace hellojohn {
inline namespace v0 {
namespace widgets::steps {

struct CountdownSteps {
  static constexpr NamedStep rows[] = {
      {"over", "start(60 s)", "waiting"},      {"over", "stop()", "stopped"},
      {"stopped", "start(-5 s)", "over"},      {"stopped", "start(0 s)", "over"},
      {"stopped", "start(60 s)", "waiting"},   {"waiting", "60 s", "over"},
      {"waiting", "a day of suspend", "over"}, {"waiting", "start(-5 s)", "over"},
      {"waiting", "start(0 s)", "over"},       {"waiting", "stop()", "stopped"},
  };
};

}  // namespace widgets::steps
}  // namespace v0
}  // namespace hellojohn
