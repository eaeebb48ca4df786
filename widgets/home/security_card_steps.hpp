// The steps of SecurityCard. See steps.hpp.
#pragma once

#include "screen/steps.hpp"

#include <hellojohn/widgets/security_card.hpp>

namespace hellojohn {
inline namespace v0 {
namespace widgets::steps {

struct SecurityCardSteps {
  using P = SecurityCardPhase;
  using A = Action;
  static constexpr Step<P> rows[] = {
      answered(P::loading, P::healthy),
      answered(P::loading, P::offline),
      answered(P::offline, P::healthy),
  };
  /// refresh(), and its answer, lead there from everywhere.
  static constexpr P entries[] = {P::loading, P::no_mfa,  P::no_codes,
                                  P::healthy, P::offline, P::refused};
};

}  // namespace widgets::steps
}  // namespace v0
}  // namespace hellojohn
