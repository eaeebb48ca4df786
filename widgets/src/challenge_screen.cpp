// What the challenge screens hold, state by state.
#include "screen_parts.hpp"

#include <hellojohn/widgets/challenge.hpp>

namespace hellojohn::inline v0::widgets {

using namespace parts;

void Challenge::build(Screen& screen) const noexcept {
  screen.streamed = host_.streaming();
  switch (phase_) {
    case ChallengePhase::idle:
    case ChallengePhase::verified:
    case ChallengePhase::cancelled: break;
    case ChallengePhase::entering:
    case ChallengePhase::sending: build_entry(screen); break;
    case ChallengePhase::choosing:
    case ChallengePhase::picking: build_ways(screen); break;
    default: build_end(screen); break;
  }
}

Message Challenge::said_of_error() const noexcept {
  if (!error_) return {};
  const Error& error = *error_;
  if (error.code == Errc::rate_limited) {
    return wait_.waiting(now()) ? say(MessageId::error_limited, wait_.left(now()))
                                : say(MessageId::error_limited_over);
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
  if (paste_failed_ && field_.empty()) return say(MessageId::paste_nothing);
  if (pasted_ == Pasted::link) return say(MessageId::challenge_looks_link);
  if (pasted_ == Pasted::nothing && field_.empty()) return {};
  const std::string_view typed = field_.text().reveal();
  const bool six_digits =
      typed.size() == 6 && typed.find_first_not_of("0123456789") == std::string_view::npos;
  if (backup_ && six_digits && field_.expected() != 6) return say(MessageId::challenge_looks_totp);
  if (field_.size() > field_.expected()) {
    return say(MessageId::challenge_length, static_cast<std::int32_t>(field_.expected()));
  }
  return {};
}

void Challenge::build_field(Screen& screen) const noexcept {
  Element& field =
      screen.add(Role::code_field, backup_ ? say(MessageId::challenge_backup) : factor_name_);
  field.code = const_cast<CodeField*>(&field_);
  field.action = Action::submit;
  field.secret = backup_ || screen.streamed;
  field.enabled = phase_ == ChallengePhase::entering && !wait_.waiting(now());
  focus(screen, field);
  const Message said = said_of_error();
  if (!said.empty()) {
    screen.add(Role::error, said);
    screen.announcement = say(said.id);
    reference(screen, *error_);
  }
  const Message local = local_hint();
  if (!local.empty()) screen.add(Role::hint, local);
  if (backup_) hint(screen, MessageId::challenge_backup_hint);
}

void Challenge::build_entry(Screen& screen) const noexcept {
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
  if (backup_ && (other_factors() > 0 || challenge_.factors.empty())) {
    link(screen, Action::use_authenticator, MessageId::challenge_use_totp).enabled = open;
  } else if (!backup_ && offers_backup()) {
    link(screen, Action::use_backup_code, MessageId::challenge_use_backup).enabled = open;
  }
  if (other_factors() > 1) {
    link(screen, Action::other_ways, MessageId::challenge_ways).enabled = open;
  }
  link(screen, Action::lost_access, MessageId::challenge_lost).enabled = open;
  button(screen, Action::cancel, MessageId::cancel).enabled = open;
  button(screen, Action::submit, MessageId::challenge_submit, Emphasis::primary).enabled =
      open && !field_.empty() && !wait_.waiting(now());
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
      const Factor& factor = challenge_.factors[i];
      said = say(MessageId::challenge_way,
                 std::string_view(factor.name.empty() ? factor.type : factor.name));
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

}  // namespace hellojohn::inline v0::widgets
