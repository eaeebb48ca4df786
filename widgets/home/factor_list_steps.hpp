// The steps of FactorList. See steps.hpp.
#pragma once

#include "screen/steps.hpp"

#include <hellojohn/widgets/factor_list.hpp>

namespace hellojohn {
inline namespace v0 {
namespace widgets::steps {

struct FactorListSteps {
  using P = FactorListPhase;
  using A = Action;
  static constexpr Step<P> rows[] = {
      pressed(P::asking, A::leave, P::removing), pressed(P::asking, A::stay, P::listing),
      pressed(P::failed, A::back, P::closed),    pressed(P::failed, A::retry, P::removing),
      pressed(P::listing, A::back, P::closed),   pressed(P::listing, A::remove_factor, P::asking),
      answered(P::looking, P::closed),           answered(P::looking, P::failed),
      answered(P::looking, P::unknown),          answered(P::removing, P::closed),
      answered(P::removing, P::failed),          answered(P::removing, P::unknown),
      pressed(P::unknown, A::back, P::closed),   pressed(P::unknown, A::check_again, P::looking),
      pressed(P::asking, A::leave, P::proving),  pressed(P::failed, A::retry, P::proving),
      pressed(P::proving, A::back, P::listing),  pressed(P::proving, A::submit, P::removing),
      answered(P::removing, P::proving),         pressed(P::listing, A::replace_factor, P::asking),
  };
  /// open(), remove_replaced(), ask_to_replace() and forget() lead there from everywhere.
  static constexpr P entries[] = {P::listing, P::removing, P::closed, P::asking};
};

}  // namespace widgets::steps
}  // namespace v0
}  // namespace hellojohn
