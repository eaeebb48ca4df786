// The steps of LostAccess. See steps.hpp.
#pragma once

#include "screen/steps.hpp"

#include <hellojohn/widgets/lost_access.hpp>

namespace hellojohn {
inline namespace v0 {
namespace widgets::steps {

struct LostAccessSteps {
  using P = LostAccessPhase;
  using A = Action;
  static constexpr Step<P> rows[] = {
      pressed(P::account, A::cancel, P::closed),
      pressed(P::account, A::set_up, P::enrolling),
      answered(P::checking, P::reading_account),
      answered(P::checking, P::sent),
      answered(P::checking, P::token_dead),
      answered(P::checking, P::token_unknown),
      pressed(P::codes, A::dismiss, P::ending),
      passed(P::codes, P::done),
      pressed(P::done, A::sign_in, P::closed),
      pressed(P::email, A::ask_help, P::closed),
      pressed(P::email, A::back, P::triage),
      pressed(P::email, A::refresh, P::sent),
      pressed(P::email, A::submit, P::requesting),
      pressed(P::ending, A::leave, P::closed),
      answered(P::enrolling, P::codes),
      pressed(P::enrolling, A::dismiss, P::ending),
      passed(P::enrolling, P::account),
      answered(P::reading_account, P::account),
      pressed(P::replaces_session, A::leave, P::checking),
      pressed(P::replaces_session, A::stay, P::sent),
      answered(P::requesting, P::email),
      answered(P::requesting, P::sent),
      pressed(P::sent, A::ask_help, P::closed),
      pressed(P::sent, A::cancel, P::closed),
      pressed(P::sent, A::change, P::email),
      pressed(P::sent, A::resend, P::requesting),
      pressed(P::sent, A::submit, P::checking),
      pressed(P::sent, A::submit, P::replaces_session),
      pressed(P::tips, A::back, P::triage),
      pressed(P::token_dead, A::ask_help, P::closed),
      pressed(P::token_dead, A::cancel, P::closed),
      pressed(P::token_dead, A::new_link, P::requesting),
      pressed(P::token_dead, A::refresh, P::sent),
      pressed(P::token_unknown, A::cancel, P::closed),
      pressed(P::token_unknown, A::check_again, P::checking),
      pressed(P::triage, A::ask_help, P::closed),
      pressed(P::triage, A::cancel, P::closed),
      pressed(P::triage, A::choose, P::email),
      pressed(P::triage, A::choose, P::tips),
      pressed(P::triage, A::use_backup_code, P::closed),
  };
  /// Separate tests take these: random walks rarely meet them.
  static constexpr Step<P> rare[] = {
      pressed(P::reading_account, A::dismiss, P::ending),
      pressed(P::ending, A::stay, P::reading_account),
      pressed(P::ending, A::stay, P::codes),
      answered(P::reading_account, P::wrong_account),
      pressed(P::account, A::dismiss, P::ending),
      pressed(P::ending, A::stay, P::account),
      pressed(P::ending, A::stay, P::enrolling),
      pressed(P::done, A::not_me, P::closed),
      pressed(P::over, A::retry, P::email),
      pressed(P::over, A::ask_help, P::closed),
      pressed(P::over, A::sign_in, P::closed),
      pressed(P::account, A::later, P::done),
      pressed(P::token_dead, A::new_link, P::email),
  };
  /// open(), receive_link(), the end of the session and forget() lead there from everywhere.
  static constexpr P entries[] = {P::triage, P::sent, P::over, P::closed};
};

}  // namespace widgets::steps
}  // namespace v0
}  // namespace hellojohn
