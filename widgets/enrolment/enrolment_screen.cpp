// The screens of setting up an authenticator, state by state.
#include "screen/parts.hpp"

#include <hellojohn/widgets/enrolment.hpp>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

using namespace parts;

bool Enrolment::shows_secret() const noexcept {
  return phase_ == EnrolmentPhase::scanning && enrolment_ && !enrolment_->totp_secret.empty() &&
         (!host_.streaming() || show_anyway_);
}

void Enrolment::build(Screen& screen) noexcept {
  screen.streamed = host_.streaming();
  switch (phase_) {
    case EnrolmentPhase::choosing:
    case EnrolmentPhase::phone: build_choice(screen); break;
    case EnrolmentPhase::scanning:
    case EnrolmentPhase::confirming: build_scan(screen); break;
    case EnrolmentPhase::starting:
      heading(screen, MessageId::enrol_title);
      screen.add(Role::busy, say(MessageId::enrol_starting));
      button(screen, Action::cancel, MessageId::cancel);
      break;
    case EnrolmentPhase::looking: build_looking(screen); break;
    case EnrolmentPhase::failed: build_failed(screen); break;
    default: break;
  }
}

void Enrolment::build_looking(Screen& screen) const noexcept {
  heading(screen, MessageId::enrol_title);
  if (factors_call_.valid()) {
    screen.add(Role::busy, say(MessageId::enrol_looking));
    return;
  }
  const Message said =
      say(confirm_outcome_ == Outcome::done_answer_lost ? MessageId::enrol_done_unread
                                                        : MessageId::enrol_unread);
  screen.announcement = notice(screen, Emphasis::warning, said).label;
  if (error_) reference(screen, *error_);
  button(screen, Action::cancel, MessageId::cancel);
  focus(screen,
        button(screen, Action::check_again, MessageId::challenge_check_again, Emphasis::primary));
}

void Enrolment::build_failed(Screen& screen) const noexcept {
  if (!error_) return;
  if (!may_be_said(MessageId::enrol_failed, error_->outcome)) {
    heading(screen, MessageId::enrol_lost_title);
    notice(screen, Emphasis::warning, say(MessageId::enrol_lost));
    reference(screen, *error_);
    button(screen, Action::cancel, MessageId::cancel);
    focus(screen, button(screen, Action::retry, MessageId::enrol_new_key, Emphasis::primary));
    return;
  }
  heading(screen, MessageId::enrol_failed);
  const bool no_time = error_->code == Errc::usage;
  screen.add(Role::error,
             say(no_time ? MessageId::enrol_no_time : words_for(*error_), wait_.left(now())));
  text(screen, MessageId::enrol_failed_old);
  reference(screen, *error_);
  button(screen, Action::cancel, MessageId::cancel);
  button(screen, Action::retry, MessageId::retry, Emphasis::primary).enabled = !no_time;
}

Message Enrolment::said_of_error() const noexcept {
  const bool refused = error_->code == Errc::invalid_code;
  if (refused) {
    return say(start_in_doubt_ ? MessageId::enrol_superseded : MessageId::enrol_wrong);
  }
  if (error_->code == Errc::conflict) return say(honest(MessageId::enrol_not_confirmed, *error_));
  if (error_->code == Errc::rate_limited && !wait_.waiting(now())) {
    return say(MessageId::error_limited_over);
  }
  return say(words_for(*error_), wait_.left(now()));
}

void Enrolment::build_choice(Screen& screen) noexcept {
  heading(screen, MessageId::enrol_choose);
  if (phase_ == EnrolmentPhase::phone) {
    Element& field = screen.add(Role::text_field, say(MessageId::enrol_phone));
    field.input = &phone_;
    field.action = Action::submit;
    focus(screen, field);
    if (error_) screen.add(Role::error, say(MessageId::enrol_phone_missing));
    button(screen, Action::cancel, MessageId::cancel);
    button(screen, Action::submit, MessageId::continue_, Emphasis::primary);
    return;
  }
  for (std::size_t i = 0; i < options_.types.size(); ++i) {
    const std::string_view type = options_.types[i];
    const bool sms = type == factor::sms;
    const bool email = type == factor::email_otp;
    Element& card = screen.add(Role::card, say(sms     ? MessageId::enrol_type_sms
                                               : email ? MessageId::enrol_type_email
                                                       : MessageId::enrol_type_totp));
    card.value = say(sms     ? MessageId::enrol_type_sms_why
                     : email ? MessageId::enrol_type_email_why
                             : MessageId::enrol_type_totp_why);
    card.action = Action::choose;
    card.index = static_cast<std::uint8_t>(i);
  }
  screen.focus = 1;
  button(screen, Action::cancel, MessageId::cancel);
}

void Enrolment::build_scan(Screen& screen) noexcept {
  heading(screen, MessageId::enrol_title);
  if (options_.replaces) {
    notice(screen, Emphasis::warning, say(MessageId::enrol_replaces));
  }
  if (enrolment_ && enrolment_->totp_secret.empty()) {
    text(screen, say(MessageId::enrol_sent_to, std::string_view(enrolment_->destination)));
  } else if (enrolment_) {
    build_secret(screen);
  }
  build_field(screen);
}

void Enrolment::build_secret(Screen& screen) const noexcept {
  const bool open = phase_ == EnrolmentPhase::scanning;
  const bool hidden = host_.streaming() && !show_anyway_;
  text(screen, MessageId::enrol_step_1);
  text(screen, MessageId::enrol_step_2);
  screen.has_secrets = true;
  screen.masked = hidden;
  if (hidden) {
    notice(screen, Emphasis::info, say(MessageId::streaming_hidden));
    button(screen, Action::show_anyway, MessageId::show_anyway).enabled = open;
  } else {
    if (qr_.size() > 0) {
      screen.add(Role::qr, say(MessageId::enrol_qr)).secret = true;
      screen.qr = &qr_;
    } else {
      hint(screen, MessageId::enrol_qr_too_long);
    }
    Element& key = screen.add(Role::value, say(MessageId::enrol_key));
    key.secret = true;
    key.secret_value = grouped_key_.view();
    if (!label_.view().empty()) {
      screen.add(Role::value, say(MessageId::enrol_account)).value =
          say(MessageId::enrol_account_value, label_.view());
    }
  }
  if (host_.host().write_clipboard) {
    button(screen, Action::copy_key, MessageId::enrol_copy_key).enabled = open;
  }
  if (host_.host().open_authenticator && !enrolment_->totp_uri.empty()) {
    button(screen, Action::open_authenticator, MessageId::enrol_open_app).enabled = open;
  }
  link(screen, Action::new_key, MessageId::enrol_new_key).enabled = open;
  if (!toast_.empty()) screen.announcement = notice(screen, Emphasis::info, toast_).label;
  text(screen, say(MessageId::enrol_step_3, static_cast<std::int32_t>(field_.expected())));
}

void Enrolment::build_field(Screen& screen) noexcept {
  const bool open = phase_ == EnrolmentPhase::scanning && !wait_.waiting(now());
  Element& field = screen.add(Role::code_field, say(MessageId::enrol_code));
  field.code = &field_;
  field.action = Action::submit;
  field.enabled = open;
  field.secret = screen.streamed;
  focus(screen, field);
  if (error_) {
    const bool refused = error_->code == Errc::invalid_code;
    const Message said = said_of_error();
    screen.add(Role::error, said);
    screen.announcement = say(said.id);
    if (refused && refusals_ >= 2) hint(screen, MessageId::enrol_skew);
    reference(screen, *error_);
  }
  if (phase_ == EnrolmentPhase::confirming) {
    screen.add(Role::busy, say(MessageId::enrol_confirming));
  }
  button(screen, Action::cancel, MessageId::cancel).enabled = phase_ == EnrolmentPhase::scanning;
  Element& send = button(screen, Action::submit, MessageId::enrol_confirm, Emphasis::primary);
  send.enabled = open && field_.complete();
  if (open && !send.enabled) {
    send.reason = say(MessageId::challenge_length, static_cast<std::int32_t>(field_.expected()));
  }
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
