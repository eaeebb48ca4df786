// What the challenge screens hold, state by state.
#include "screen/parts.hpp"

#include <hellojohn/widgets/challenge.hpp>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

using namespace parts;

void Challenge::build(Screen& screen) noexcept {
  screen.streamed = host_.streaming();
  switch (phase_) {
    case ChallengePhase::idle:
    case ChallengePhase::verified:
    case ChallengePhase::cancelled: break;
    case ChallengePhase::entering:
      if (!typed_ && !backup_) return build_factor_of_host(screen);
      build_entry(screen);
      break;
    case ChallengePhase::sending: build_entry(screen); break;
    case ChallengePhase::choosing:
    case ChallengePhase::picking: build_ways(screen); break;
    default: build_end(screen); break;
  }
}

Message Challenge::said_of_error() const noexcept {
  if (backup_ && codes_locked_) return say(MessageId::challenge_locked);
  if (!error_) return {};
  const Error& error = *error_;
  if (error.code == Errc::rate_limited) {
    if (!wait_.waiting(now())) return say(MessageId::error_limited_over);
    return say(ends_before_wait() ? MessageId::challenge_limited : MessageId::error_limited,
               wait_.left(now()));
  }
  if (error.outcome == Outcome::unknown || error.outcome == Outcome::done_answer_lost) {
    return say(words_for(error));
  }
  if (no_backup_codes_) return say(MessageId::challenge_none);
  if (error.code == Errc::invalid_code) {
    if (backup_ && rechecking_) return say(MessageId::challenge_spent);
    if (backup_ && error.server_code == "code_already_used") {
      return say(MessageId::challenge_backup_used);
    }
    return say(backup_ ? MessageId::challenge_backup_wrong : MessageId::challenge_wrong);
  }
  const MessageId said = words_for(error);
  return say(said == MessageId::error_offline ? MessageId::challenge_not_sent : said);
}

Message Challenge::local_hint() const noexcept {
  if (field_.has_other()) {
    return say(backup_ ? MessageId::challenge_looks_totp : MessageId::challenge_looks_backup);
  }
  if (paste_failed_ && field_.empty()) return say(MessageId::paste_nothing);
  if (pasted_ == Pasted::link) return say(MessageId::challenge_looks_link);
  if (pasted_ == Pasted::nothing && field_.empty()) return {};
  const std::string_view typed = field_.text().reveal();
  const bool six_digits =
      typed.size() == 6 && typed.find_first_not_of("0123456789") == std::string_view::npos;
  if (backup_ && six_digits && field_.expected() != 6) return say(MessageId::challenge_looks_totp);
  if (!field_.empty() && !field_.complete()) {
    return say(MessageId::challenge_length, static_cast<std::int32_t>(field_.expected()));
  }
  return {};
}

void Challenge::build_field(Screen& screen) noexcept {
  Element& field =
      screen.add(Role::code_field, backup_ ? say(MessageId::challenge_backup) : factor_name_);
  field.code = &field_;
  field.action = Action::submit;
  field.secret = backup_ || screen.streamed;
  field.selected = error_.has_value();
  field.enabled =
      phase_ == ChallengePhase::entering && !wait_.waiting(now()) && !(backup_ && codes_locked_);
  focus(screen, field);
  const Message said = said_of_error();
  if (!said.empty()) {
    screen.add(Role::error, said);
    screen.announcement = say(said.id);
    if (error_) reference(screen, *error_);
  }
  const Message local = local_hint();
  if (!local.empty()) screen.add(Role::hint, local);
  if (field_.has_other()) {
    button(screen, Action::use_pasted, MessageId::challenge_use_it).enabled =
        field.enabled && can_use_pasted();
  }
  if (backup_) hint(screen, MessageId::challenge_backup_hint);
}

void Challenge::build_entry(Screen& screen) noexcept {
  const bool open = phase_ == ChallengePhase::entering;
  heading(screen, MessageId::challenge_title);
  if (!account_.empty()) {
    screen.add(Role::value, say(MessageId::account)).value =
        say(MessageId::account_value, std::string_view(account_));
  }
  build_field(screen);
  if (!open) screen.add(Role::busy, say(MessageId::challenge_sending));
  if (backup_) {
    button(screen, Action::reveal_input, field_.revealed() ? MessageId::hide : MessageId::show)
        .enabled = open;
  }
  if (host_.host().read_clipboard) {
    button(screen, Action::paste, MessageId::paste).enabled = open && !wait_.waiting(now());
  }
  build_switches(screen, open);
  Element& send = button(screen, Action::submit, MessageId::challenge_submit, Emphasis::primary);
  send.enabled = open && sendable() && !wait_.waiting(now());
  if (open && !sendable() && field_.state() != CodeState::complete) {
    send.reason = say(MessageId::challenge_length, static_cast<std::int32_t>(field_.expected()));
  }
}

MessageId Challenge::switch_label() const noexcept {
  const std::string_view type =
      challenge_.factors.empty() ? factor::totp : std::string_view(challenge_.factors[0].type);
  if (type == factor::sms) return MessageId::challenge_use_sms;
  return type == factor::email_otp ? MessageId::challenge_use_email : MessageId::challenge_use_totp;
}

void Challenge::build_switches(Screen& screen, bool open) const noexcept {
  if (can_resend_ && !backup_) {
    const auto left = resend_.left(now());
    Element& again = button(screen, Action::resend, MessageId::challenge_resend);
    if (left.count() > 0) again.label = say(MessageId::challenge_resend_in, left);
    again.enabled = open && left.count() == 0 && !send_call_.valid();
    if (send_error_) screen.add(Role::hint, say(words_for(*send_error_)));
  }
  // Backup codes stand before every factor that this library cannot answer.
  const bool first_is_typed =
      challenge_.factors.empty() || challenge_.factors[0].type != factor::backup_codes;
  if (backup_ && first_is_typed && (other_factors() > 0 || challenge_.factors.empty())) {
    Element& other = link(screen, Action::use_authenticator, switch_label());
    other.enabled = open;
    if (codes_locked_) focus(screen, other);  // The one way that is left.
  } else if (!backup_ && offers_backup()) {
    link(screen, Action::use_backup_code, MessageId::challenge_use_backup).enabled = open;
  }
  if (other_factors() > 1 || (!first_is_typed && other_factors() > 0)) {
    link(screen, Action::other_ways, MessageId::challenge_ways).enabled = open;
  }
  link(screen, Action::lost_access, MessageId::challenge_lost).enabled = open;
  button(screen, Action::cancel, MessageId::cancel).enabled = open;
}

void Challenge::build_factor_of_host(Screen& screen) const noexcept {
  heading(screen, MessageId::challenge_title);
  if (!account_.empty()) {
    screen.add(Role::value, say(MessageId::account)).value =
        say(MessageId::account_value, std::string_view(account_));
  }
  const bool can = static_cast<bool>(host_.host().answer_factor);
  text(screen, say(can ? MessageId::challenge_host_factor : MessageId::challenge_unavailable,
                   factor_name_.text));
  build_switches(screen, true);
  if (!can) return;
  focus(screen, button(screen, Action::answer_factor, MessageId::continue_, Emphasis::primary));
}

Message Challenge::way_of(const Factor& factor) noexcept {
  if (factor.name.empty()) {
    if (factor.type == factor::totp) return say(MessageId::challenge_totp);
    if (factor.type == factor::email_otp) return say(MessageId::challenge_email);
    if (factor.type == factor::sms) return say(MessageId::challenge_sms);
  }
  return say(MessageId::challenge_way,
             std::string_view(factor.name.empty() ? factor.type : factor.name));
}

void Challenge::build_ways(Screen& screen) const noexcept {
  const bool picking = phase_ == ChallengePhase::picking;
  heading(screen, picking ? MessageId::challenge_sheet_title : MessageId::challenge_ways_title);
  if (picking) text(screen, MessageId::challenge_sheet_text);
  const std::size_t most = 32;
  const std::size_t n = picking ? field_.candidates() : challenge_.factors.size();
  for (std::size_t i = 0; i < n && i < most; ++i) {
    Message said;
    if (picking) {
      said = say(MessageId::challenge_sheet_line, static_cast<std::int32_t>(i + 1),
                 static_cast<std::int32_t>(n));
    } else if (challenge_.factors[i].type == factor::backup_codes) {
      said = say(MessageId::challenge_use_backup);
    } else {
      said = way_of(challenge_.factors[i]);
    }
    Element& item = screen.add(Role::button, said);
    item.action = Action::choose;
    item.index = static_cast<std::uint8_t>(i);
  }
  screen.focus = picking ? 2 : 1;
  link(screen, Action::lost_access, MessageId::challenge_lost);
  button(screen, Action::back, MessageId::back);
}

void Challenge::build_end(Screen& screen) const noexcept {
  const auto end = [&](MessageId title, MessageId said, Emphasis emphasis) {
    heading(screen, title);
    notice(screen, emphasis, say(said));
    screen.announcement = say(said);
  };
  if (phase_ == ChallengePhase::unknown) {
    end(MessageId::challenge_unknown_title, MessageId::challenge_unknown, Emphasis::warning);
    button(screen, Action::cancel, MessageId::cancel);
    focus(screen,
          button(screen, Action::check_again, MessageId::challenge_check_again, Emphasis::primary));
    return;
  }
  if (phase_ == ChallengePhase::session_lost) {
    end(MessageId::challenge_session_lost_title, MessageId::challenge_session_lost,
        Emphasis::warning);
  } else if (rechecking_ && error_ && error_->outcome == Outcome::unknown) {
    end(MessageId::challenge_unknown_title, MessageId::challenge_spent, Emphasis::warning);
  } else {
    end(MessageId::challenge_expired_title, MessageId::challenge_expired, Emphasis::info);
  }
  if (error_) reference(screen, *error_);
  focus(screen, button(screen, Action::sign_in, MessageId::sign_in_again, Emphasis::primary));
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
