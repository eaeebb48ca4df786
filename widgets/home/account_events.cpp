// What AccountAccess hears of the session, and the way through the person's factors.
#include <hellojohn/widgets/account_access.hpp>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

void AccountAccess::hear(AuthEvent event) noexcept {
  session_changed_ = true;
  switch (event) {
    case AuthEvent::session_not_stored: not_stored_ = true; break;
    case AuthEvent::session_expired:
      session_ended_ = true;
      not_stored_ = false;
      break;
    // Each of them is another session, or another try to store it.
    case AuthEvent::signed_in:
    case AuthEvent::signed_out:
    case AuthEvent::token_refreshed: not_stored_ = false; break;
    default: break;
  }
}

void AccountAccess::go_home() {
  // What became of a factor that was replaced is said first.
  switch (factors_.phase()) {
    case FactorListPhase::closed:
    case FactorListPhase::listing:
    case FactorListPhase::asking: return go(Place::home);
    default: return go(Place::factors);
  }
}

void AccountAccess::replace_authenticator() {
  if (!server_.one_authenticator) return open_enrolment();
  // The server takes no second one, so the old one goes first.
  Factor old;
  old.id = old.type = factor::totp;
  old.status = "active";
  factors_.ask_to_replace(std::move(old), mask_address(user_email_));
  go(Place::factors);
}

void AccountAccess::update_factors() {
  if (auto replaced = factors_.take_replacement()) return open_enrolment(std::move(replaced));
  if (factors_.take_set_up()) return open_enrolment();
  if (factors_.phase() == FactorListPhase::closed) go(Place::home);
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
