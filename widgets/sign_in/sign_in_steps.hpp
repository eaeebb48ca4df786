// The steps of SignIn. See steps.hpp.
#pragma once

#include "screen/steps.hpp"

#include <hellojohn/widgets/sign_in.hpp>

namespace hellojohn {
inline namespace v0 {
namespace widgets::steps {

struct SignInSteps {
  using P = SignInPhase;
  using A = Action;
  static constexpr Step<P> rows[] = {
      pressed(P::entering, A::submit, P::sending),
      answered(P::sending, P::challenged),
      answered(P::sending, P::entering),
      answered(P::sending, P::signed_in),
  };
  /// Separate tests take these: random walks rarely meet them.
  static constexpr Step<P> rare[] = {
      pressed(P::entering, A::cancel, P::cancelled),
      pressed(P::sending, A::cancel, P::cancelled),
  };
  /// reset() leads there from everywhere.
  static constexpr P entries[] = {P::entering};
};

}  // namespace widgets::steps
}  // namespace v0
}  // namespace hellojohn
