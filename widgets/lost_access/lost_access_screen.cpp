// What the lost-access screens hold, state by state.
#include "screen/parts.hpp"

#include <hellojohn/widgets/lost_access.hpp>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

using namespace parts;

namespace {
constexpr std::int32_t step_count = 3;

void card(Screen& screen, MessageId title, MessageId why, Action action, std::uint8_t index) {
  Element& element = screen.add(Role::card, say(title));
  element.value = say(why);
  element.action = action;
  element.index = index;
}
}  // namespace

void LostAccess::Banner::build(Screen& screen) noexcept {
  using std::chrono::minutes;
  const bool little = left_ <= minutes(2);
  notice(screen,
         little                 ? Emphasis::danger
         : left_ <= minutes(10) ? Emphasis::warning
                                : Emphasis::info,
         say(little ? MessageId::lost_banner_short : MessageId::lost_banner, left_));
  link(screen, Action::dismiss, MessageId::lost_cancel);
  screen.add(Role::steps, say(MessageId::lost_steps,
                              steps_ + 1 > step_count ? step_count : steps_ + 1, step_count));
  // Said aloud only at 10 min, 2 min, 30 s and the end: the words change, the seconds do not count.
  const bool mark = left_ == minutes(10) || left_ == minutes(2) || left_.count() == 30;
  if (mark) screen.announcement = say(MessageId::lost_banner, left_);
}

void LostAccess::build(Screen& screen) noexcept {
  screen.streamed = host_.streaming();
  switch (phase_) {
    case LostAccessPhase::triage:
    case LostAccessPhase::tips: build_start(screen); break;
    case LostAccessPhase::email:
    case LostAccessPhase::requesting: build_email(screen); break;
    case LostAccessPhase::sent:
    case LostAccessPhase::checking: build_sent(screen); break;
    case LostAccessPhase::replaces_session:
    case LostAccessPhase::token_unknown:
    case LostAccessPhase::token_dead: build_token(screen); break;
    case LostAccessPhase::reading_account:
    case LostAccessPhase::account:
    case LostAccessPhase::wrong_account: build_account(screen); break;
    case LostAccessPhase::ending:
    case LostAccessPhase::over: build_over(screen); break;
    case LostAccessPhase::done: build_done(screen); break;
    default: break;
  }
}

void LostAccess::build_start(Screen& screen) const noexcept {
  if (phase_ == LostAccessPhase::tips) {
    heading(screen, MessageId::lost_tips_title);
    text(screen, MessageId::lost_tips);
    button(screen, Action::back, MessageId::back, Emphasis::primary);
    return;
  }
  heading(screen, MessageId::lost_title);
  card(screen, MessageId::lost_have_code, MessageId::lost_have_code_why, Action::use_backup_code,
       0);
  card(screen, MessageId::lost_other_device, MessageId::lost_other_device_why, Action::choose, 1);
  if (mail_) card(screen, MessageId::lost_neither, MessageId::lost_neither_why, Action::choose, 2);
  screen.focus = 1;
  if (mail_) hint(screen, MessageId::lost_beforehand);
  if (!mail_ && !help_) notice(screen, Emphasis::warning, say(MessageId::lost_no_way));
  if (help_) link(screen, Action::ask_help, MessageId::lost_help);
  button(screen, Action::cancel, MessageId::cancel);
}

void LostAccess::build_email(Screen& screen) noexcept {
  const bool open = phase_ == LostAccessPhase::email;
  heading(screen, MessageId::lost_email_title);
  text(screen, MessageId::lost_email_text);
  Element& field = screen.add(Role::text_field, say(MessageId::lost_email));
  field.input = &email_;
  field.action = Action::submit;
  field.enabled = open;
  field.selected = !local_error_.empty() || error_.has_value();
  focus(screen, field);
  if (!local_error_.empty()) screen.announcement = screen.add(Role::error, local_error_).label;
  if (error_) {
    const MessageId said = words_for(*error_);
    screen.add(Role::error,
               say(said == MessageId::error_offline ? MessageId::lost_not_sent : said));
  }
  const auto left = resend_.left(now());
  if (resend_over_) {
    hint(screen, MessageId::lost_resend_over);
  } else if (left.count() > 0) {
    screen.add(Role::hint, say(MessageId::lost_wait, left));
  }
  if (!open) screen.add(Role::busy, say(MessageId::lost_sending));
  link(screen, Action::refresh, MessageId::lost_have_link).enabled = open;
  link(screen, Action::ask_help, MessageId::lost_help).enabled = open;
  button(screen, Action::back, MessageId::back).enabled = open;
  button(screen, Action::submit, MessageId::lost_send, Emphasis::primary).enabled =
      open && left.count() == 0 && !resend_over_;
}

void LostAccess::build_sent(Screen& screen) noexcept {
  const bool open = phase_ == LostAccessPhase::sent;
  if (asked_for_.empty()) {
    heading(screen, MessageId::lost_paste_title);
  } else {
    heading(screen, MessageId::lost_sent_title);
    // Readable, so that the user sees a typing error, but only to the user.
    text(screen, say(MessageId::lost_sent,
                     std::string_view(screen.streamed ? asked_for_masked_ : asked_for_)));
  }
  if (link_received_) notice(screen, Emphasis::info, say(MessageId::lost_received));
  Element& field = screen.add(Role::password_field, say(MessageId::lost_paste));
  field.input = &link_;
  field.action = Action::submit;
  field.enabled = open && !token_wait_.waiting(now());
  field.secret = true;
  field.selected = !local_error_.empty() || error_.has_value();
  if (!local_error_.empty()) {
    screen.add(Role::error, local_error_);
    screen.announcement = local_error_;
  }
  if (error_) {
    const auto wait = token_wait_.left(now());
    MessageId said = words_for(*error_);
    if (said == MessageId::error_offline) said = MessageId::lost_kept;
    if (said == MessageId::error_limited && wait.count() == 0) said = MessageId::error_limited_over;
    screen.add(Role::error, say(said, wait));
    screen.announcement = say(said);
    reference(screen, *error_);
  }
  if (!token_.empty()) text(screen, say(MessageId::lost_token_shown, token_end_.view()));
  if (!open) screen.add(Role::busy, say(MessageId::lost_checking));
  if (host_.host().read_clipboard) {
    button(screen, Action::paste, MessageId::paste).enabled = field.enabled;
  }
  if (host_.host().open_mail && !asked_for_.empty()) {
    button(screen, Action::open_mail, MessageId::lost_open_mail).enabled = open;
  }
  if (!asked_for_.empty()) {
    const auto left = resend_.left(now());
    Element& again = button(screen, Action::resend, MessageId::lost_resend);
    if (left.count() > 0) again.label = say(MessageId::lost_resend_in, left);
    again.enabled = open && left.count() == 0 && !resend_over_;
    if (resend_over_) hint(screen, MessageId::lost_resend_over);
    link(screen, Action::change, MessageId::lost_change).enabled = open;
  }
  hint(screen, MessageId::lost_mail_help);
  link(screen, Action::ask_help, MessageId::lost_help).enabled = open;
  button(screen, Action::cancel, MessageId::cancel).enabled = open;
  Element& go_on = button(screen, Action::submit, MessageId::continue_, Emphasis::primary);
  go_on.enabled = open && !token_wait_.waiting(now());
  // Focus "Continue" only if the link arrived on its own, so that an Enter meant for another field cannot spend the token.
  focus(screen, link_received_ && local_error_.empty() && !error_ ? go_on : field);
}

void LostAccess::build_token(Screen& screen) const noexcept {
  if (phase_ == LostAccessPhase::replaces_session) {
    heading(screen, MessageId::lost_session_title);
    text(screen, MessageId::lost_session_text);
    text(screen, say(MessageId::lost_token_shown, token_end_.view()));
    focus(screen, button(screen, Action::stay, MessageId::stay));
    button(screen, Action::leave, MessageId::continue_, Emphasis::primary);
    return;
  }
  if (phase_ == LostAccessPhase::token_unknown) {
    heading(screen, MessageId::lost_unknown_title);
    notice(screen, Emphasis::warning, say(MessageId::lost_unknown));
    text(screen, say(MessageId::lost_token_shown, token_end_.view()));
    if (error_) reference(screen, *error_);
    button(screen, Action::cancel, MessageId::cancel);
    focus(screen,
          button(screen, Action::check_again, MessageId::challenge_check_again, Emphasis::primary));
    return;
  }
  heading(screen, MessageId::lost_dead_title);
  const bool foreign = error_ && error_->server_code == "tenant_mismatch";
  notice(screen, Emphasis::warning,
         say(foreign ? MessageId::lost_other_tenant : MessageId::lost_dead));
  if (requests_ > 1 && last_request_ != Time{}) {
    screen.add(Role::hint,
               say(MessageId::lost_older,
                   std::chrono::duration_cast<std::chrono::seconds>(now() - last_request_)));
  }
  if (error_) reference(screen, *error_);
  const auto left = resend_.left(now());
  if (left.count() > 0) screen.add(Role::hint, say(MessageId::lost_wait, left));
  if (resend_over_) hint(screen, MessageId::lost_resend_over);
  link(screen, Action::refresh, MessageId::lost_have_link);
  link(screen, Action::ask_help, MessageId::lost_help);
  button(screen, Action::cancel, MessageId::cancel);
  Element& again = button(screen, Action::new_link, MessageId::lost_new_link, Emphasis::primary);
  again.enabled = left.count() == 0 && !resend_over_;
  focus(screen, again);
}

void LostAccess::build_account(Screen& screen) const noexcept {
  if (phase_ == LostAccessPhase::wrong_account) {
    heading(screen, MessageId::lost_wrong_title);
    notice(screen, Emphasis::danger, say(MessageId::lost_wrong));
    link(screen, Action::ask_help, MessageId::lost_help);
    button(screen, Action::cancel, MessageId::close, Emphasis::primary);
    return;
  }
  heading(screen, MessageId::lost_account_title);
  if (phase_ == LostAccessPhase::reading_account) {
    if (account_call_.valid()) {
      screen.add(Role::busy, say(MessageId::lost_reading));
    } else {
      screen.add(Role::error, say(MessageId::lost_account_failed));
      button(screen, Action::cancel, MessageId::lost_account_no);
      focus(screen, button(screen, Action::retry, MessageId::retry, Emphasis::primary));
    }
    return;
  }
  screen.add(Role::value, say(MessageId::account)).value =
      say(MessageId::account_value, std::string_view(masked_.empty() ? account_.user_id : masked_));
  text(screen, MessageId::lost_account_text);
  if (session_ && !session_->requires_reenrolment()) {
    link(screen, Action::later, MessageId::lost_skip_enrol);
  }
  button(screen, Action::cancel, MessageId::lost_account_no);
  focus(screen, button(screen, Action::set_up, MessageId::lost_account_yes, Emphasis::primary));
}

void LostAccess::build_over(Screen& screen) const noexcept {
  if (phase_ == LostAccessPhase::ending) {
    heading(screen, MessageId::lost_cancel_title);
    text(screen, MessageId::lost_cancel_text);
    button(screen, Action::leave, MessageId::yes_leave, Emphasis::danger);
    focus(screen, button(screen, Action::stay, MessageId::stay, Emphasis::primary));
    return;
  }
  heading(screen, MessageId::lost_over_title);
  if (by_service_) text(screen, MessageId::lost_over_service);
  notice(screen, Emphasis::warning,
         say(in_doubt_   ? MessageId::lost_over_doubt
             : enrolled_ ? MessageId::lost_over_enrolled
                         : MessageId::lost_over_nothing));
  link(screen, Action::ask_help, MessageId::lost_help);
  button(screen, Action::retry, MessageId::lost_start_again);
  button(screen, Action::sign_in, MessageId::lost_sign_in, Emphasis::primary);
}

void LostAccess::build_done(Screen& screen) const noexcept {
  heading(screen, MessageId::lost_done_title);
  Element& added = screen.add(Role::tick, say(MessageId::lost_done_factor));
  added.checked = enrolled_;
  if (enrolled_ && !new_factor_.empty()) {
    added.value = say(MessageId::enrol_account_value, std::string_view(new_factor_));
  }
  if (!removed_.empty()) {
    screen.add(Role::tick, say(MessageId::lost_done_removed, std::string_view(removed_))).checked =
        true;
  } else if (enrolled_ && !removed_read_) {
    hint(screen, MessageId::lost_done_removed_unread);
  }
  screen.add(Role::tick, say(MessageId::lost_done_codes)).checked = codes_made_;
  screen.add(Role::tick, say(MessageId::lost_done_ended)).checked = true;
  if (!codes_made_) notice(screen, Emphasis::warning, say(MessageId::lost_done_no_codes));
  // A new set kills every earlier code; that the old authenticator is gone was said before it was set up.
  if (codes_made_) text(screen, MessageId::codes_old_dead);
  hint(screen, MessageId::lost_done_mail);
  hint(screen, MessageId::lost_done_sessions);
  link(screen, Action::not_me, MessageId::lost_not_me);
  focus(screen, button(screen, Action::sign_in, MessageId::lost_sign_in, Emphasis::primary));
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
