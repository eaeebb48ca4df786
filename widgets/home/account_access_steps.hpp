// The steps of AccountAccess from place to place. See steps.hpp.
#pragma once

#include "screen/steps.hpp"

#include <hellojohn/widgets/account_access.hpp>

namespace hellojohn {
inline namespace v0 {
namespace widgets::steps {

struct AccountAccessSteps {
  using P = Place;
  using A = Action;
  static constexpr Step<P> rows[] = {
      pressed(P::sign_in, A::ask_help, P::help),
      pressed(P::sign_in, A::cancel, P::codes),
      pressed(P::sign_in, A::lost_access, P::lost_access),
      answered(P::sign_in, P::challenge),
      answered(P::sign_in, P::home),
      pressed(P::challenge, A::cancel, P::codes),
      pressed(P::challenge, A::cancel, P::sign_in),
      pressed(P::challenge, A::lost_access, P::lost_access),
      pressed(P::challenge, A::sign_in, P::sign_in),
      answered(P::challenge, P::after_code),
      answered(P::challenge, P::codes),
      answered(P::challenge, P::home),
      pressed(P::after_code, A::done, P::home),
      pressed(P::after_code, A::replace_codes, P::codes),
      pressed(P::after_code, A::set_up, P::enrolment),
      pressed(P::lost_access, A::ask_help, P::help),
      pressed(P::lost_access, A::cancel, P::challenge),
      pressed(P::lost_access, A::cancel, P::home),
      pressed(P::lost_access, A::cancel, P::sign_in),
      pressed(P::lost_access, A::not_me, P::help),
      answered(P::lost_access, P::home),
      pressed(P::lost_access, A::sign_in, P::sign_in),
      pressed(P::lost_access, A::use_backup_code, P::challenge),
      pressed(P::lost_access, A::use_backup_code, P::home),
      pressed(P::lost_access, A::use_backup_code, P::sign_in),
      pressed(P::home, A::create_codes, P::codes),
      pressed(P::home, A::manage_factors, P::factors),
      pressed(P::home, A::replace_codes, P::codes),
      pressed(P::home, A::set_up, P::enrolment),
      answered(P::home, P::sign_in),
      pressed(P::codes, A::cancel, P::home),
      pressed(P::codes, A::create_codes, P::sign_in),
      pressed(P::codes, A::done, P::home),
      pressed(P::codes, A::leave, P::home),
      pressed(P::codes, A::replace_codes, P::sign_in),
      pressed(P::enrolment, A::cancel, P::home),
      answered(P::enrolment, P::codes),
      pressed(P::factors, A::back, P::home),
      pressed(P::factors, A::replace_factor, P::enrolment),
      answered(P::factors, P::enrolment),
      answered(P::factors, P::home),
      pressed(P::help, A::back, P::home),
      pressed(P::help, A::back, P::sign_in),
  };
  /// Separate tests take these: random walks rarely meet them. A sign-in by backup code passes home within one look.
  static constexpr Step<P> rare[] = {
      answered(P::home, P::after_code),
      pressed(P::codes, A::cancel, P::factors),
      answered(P::codes, P::enrolment),
      pressed(P::lost_access, A::leave, P::sign_in),
      pressed(P::after_code, A::set_up, P::factors),
  };
  /// A link, a sign-in or a sign-out by the host, and a session that ended.
  static constexpr P entries[] = {P::lost_access, P::home, P::sign_in};
};

}  // namespace widgets::steps
}  // namespace v0
}  // namespace hellojohn
