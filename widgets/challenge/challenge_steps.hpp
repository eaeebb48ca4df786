// The steps of Challenge. See steps.hpp.
#pragma once

#include "screen/steps.hpp"

#include <hellojohn/widgets/challenge.hpp>

namespace hellojohn {
inline namespace v0 {
namespace widgets::steps {

struct ChallengeSteps {
  using P = ChallengePhase;
  using A = Action;
  static constexpr Step<P> rows[] = {
      pressed(P::choosing, A::back, P::entering),
      pressed(P::choosing, A::choose, P::entering),
      pressed(P::entering, A::cancel, P::cancelled),
      pressed(P::entering, A::other_ways, P::choosing),
      pressed(P::entering, A::submit, P::sending),
      passed(P::entering, P::picking),
      passed(P::entering, P::sending),
      pressed(P::expired, A::sign_in, P::cancelled),
      pressed(P::picking, A::back, P::entering),
      pressed(P::picking, A::choose, P::entering),
      answered(P::sending, P::entering),
      answered(P::sending, P::expired),
      answered(P::sending, P::session_lost),
      answered(P::sending, P::unknown),
      answered(P::sending, P::verified),
      pressed(P::session_lost, A::sign_in, P::cancelled),
      pressed(P::unknown, A::cancel, P::cancelled),
      pressed(P::unknown, A::check_again, P::sending),
  };
  /// Separate tests take these: random walks rarely meet them.
  static constexpr Step<P> rare[] = {
      pressed(P::entering, A::use_pasted, P::picking),
  };
  /// start(), offer_backup() and forget() lead there from everywhere.
  static constexpr P entries[] = {P::entering, P::idle};
};

}  // namespace widgets::steps
}  // namespace v0
}  // namespace hellojohn
