// The steps of BackupCodes. See steps.hpp.
#pragma once

#include "screen/steps.hpp"

#include <hellojohn/widgets/backup_codes.hpp>

namespace hellojohn {
inline namespace v0 {
namespace widgets::steps {

struct BackupCodesSteps {
  using P = BackupCodesPhase;
  using A = Action;
  static constexpr Step<P> rows[] = {
      pressed(P::checking, A::back, P::showing),
      pressed(P::checking, A::skip_check, P::acknowledged),
      pressed(P::confirm, A::cancel, P::idle),
      pressed(P::confirm, A::create_codes, P::generating),
      pressed(P::confirm, A::replace_codes, P::generating),
      pressed(P::confirm, A::create_codes, P::proving),
      pressed(P::confirm, A::replace_codes, P::proving),
      pressed(P::failed, A::cancel, P::idle),
      pressed(P::failed, A::retry, P::generating),
      pressed(P::failed, A::retry, P::proving),
      answered(P::generating, P::failed),
      answered(P::generating, P::lost),
      answered(P::generating, P::proving),
      answered(P::generating, P::showing),
      answered(P::generating, P::step_up),
      answered(P::generating, P::suspect),
      pressed(P::leaving, A::leave, P::left),
      pressed(P::leaving, A::stay, P::showing),
      pressed(P::lost, A::later, P::idle),
      pressed(P::lost, A::replace_codes, P::generating),
      pressed(P::lost, A::replace_codes, P::proving),
      pressed(P::proving, A::back, P::confirm),
      pressed(P::proving, A::back, P::failed),
      pressed(P::proving, A::back, P::lost),
      pressed(P::proving, A::back, P::suspect),
      pressed(P::proving, A::submit, P::generating),
      pressed(P::showing, A::cancel, P::leaving),
      pressed(P::showing, A::done, P::acknowledged),
      pressed(P::showing, A::done, P::checking),
      pressed(P::step_up, A::cancel, P::confirm),
      pressed(P::suspect, A::later, P::idle),
      pressed(P::suspect, A::replace_codes, P::generating),
      pressed(P::suspect, A::replace_codes, P::proving),
  };
  /// Separate tests take these: random walks rarely meet them.
  static constexpr Step<P> rare[] = {
      pressed(P::confirm, A::create_codes, P::failed),
      pressed(P::confirm, A::replace_codes, P::failed),
      pressed(P::proving, A::submit, P::failed),
      pressed(P::checking, A::submit, P::acknowledged),
      pressed(P::showing, A::replace_codes, P::generating),
  };
  /// open(), resume(), adopt() and forget() lead there from everywhere.
  static constexpr P entries[] = {P::confirm, P::generating, P::showing, P::idle};
};

}  // namespace widgets::steps
}  // namespace v0
}  // namespace hellojohn
