// The steps of Enrolment. See steps.hpp.
#pragma once

#include "screen/steps.hpp"

#include <hellojohn/widgets/enrolment.hpp>

namespace hellojohn {
inline namespace v0 {
namespace widgets::steps {

struct EnrolmentSteps {
  using P = EnrolmentPhase;
  using A = Action;
  static constexpr Step<P> rows[] = {
      pressed(P::choosing, A::cancel, P::cancelled),
      pressed(P::choosing, A::choose, P::phone),
      pressed(P::choosing, A::choose, P::starting),
      answered(P::confirming, P::done),
      answered(P::confirming, P::looking),
      answered(P::confirming, P::scanning),
      pressed(P::failed, A::cancel, P::cancelled),
      pressed(P::failed, A::retry, P::starting),
      answered(P::looking, P::done),
      answered(P::looking, P::scanning),
      pressed(P::looking, A::cancel, P::cancelled),
      pressed(P::phone, A::cancel, P::cancelled),
      pressed(P::phone, A::submit, P::starting),
      pressed(P::scanning, A::cancel, P::cancelled),
      pressed(P::scanning, A::new_key, P::starting),
      passed(P::scanning, P::confirming),
      answered(P::starting, P::failed),
      answered(P::starting, P::scanning),
      pressed(P::starting, A::cancel, P::cancelled),
  };
  /// Separate tests take these: random walks rarely meet them.
  static constexpr Step<P> rare[] = {
      answered(P::confirming, P::failed),
  };
  /// open() and forget() lead there from everywhere.
  static constexpr P entries[] = {P::choosing, P::phone, P::starting, P::idle};
};

}  // namespace widgets::steps
}  // namespace v0
}  // namespace hellojohn
