// The form for a password and a code: what is missing, what was wrong, and the switch to a backup code.
#include "fields/proof_form.hpp"

#include "screen/parts.hpp"

namespace hellojohn {
inline namespace v0 {
namespace widgets {

using namespace parts;

void ProofForm::open() noexcept {
  code_.clear();
  code_.reveal(false);
  password_error_ = code_error_ = MessageId::none;
  seen_revision_ = revision();
}

void ProofForm::use_backup(bool on) noexcept {
  backup_ = on;
  if (on) {
    code_.set_format(backup_format_, CodeField::totp_format());
  } else {
    code_.set_format(CodeField::totp_format(), backup_format_);
  }
  code_.reveal(false);
  code_error_ = MessageId::none;
}

bool ProofForm::apply(Action action) noexcept {
  if (action == Action::reveal_input) code_.reveal(!code_.revealed());
  const bool backup = action == Action::use_backup_code;
  if (!backup && action != Action::use_authenticator) return false;
  use_backup(backup);
  return true;
}

bool ProofForm::complete() noexcept {
  password_error_ = password_.empty() ? MessageId::sign_in_password_missing : MessageId::none;
  code_error_ = MessageId::none;
  seen_revision_ = revision();
  return !password_.empty() && code_.complete();
}

Proof ProofForm::proof() const noexcept {
  return {password_.view(), backup_ ? factor::backup_codes : factor::totp, code_.text().reveal()};
}

bool ProofForm::refuse(const Error& error) noexcept {
  // A code may be spent by now, whatever the answer was.
  const bool password = error.code == Errc::invalid_credentials;
  const bool code = error.code == Errc::invalid_code;
  if (password) {
    password_.clear();
    password_error_ = MessageId::proof_wrong_password;
  }
  if (code) code_error_ = backup_ ? MessageId::challenge_backup_wrong : MessageId::challenge_wrong;
  if (!backup_) code_.clear();
  code_.select_all();  // Typing replaces what was not taken.
  seen_revision_ = revision();
  return password || code;
}

bool ProofForm::typed() noexcept {
  if (revision() == seen_revision_) return false;
  seen_revision_ = revision();
  password_error_ = code_error_ = MessageId::none;
  return true;
}

void ProofForm::build_password(Screen& screen) noexcept {
  Element& field = screen.add(Role::password_field, say(MessageId::sign_in_password));
  field.input = &password_;
  field.action = Action::submit;
  field.secret = true;
  field.selected = password_error_ != MessageId::none;
  if (password_.empty()) focus(screen, field);
  if (password_error_ == MessageId::none) return;
  screen.announcement = screen.add(Role::error, say(password_error_)).label;
}

void ProofForm::build_code(Screen& screen) noexcept {
  Element& field = screen.add(
      Role::code_field, say(backup_ ? MessageId::challenge_backup : MessageId::challenge_totp));
  field.code = &code_;
  field.action = Action::submit;
  field.secret = true;
  field.selected = code_error_ != MessageId::none;
  if (!password_.empty()) focus(screen, field);
  if (code_error_ != MessageId::none) {
    screen.announcement = screen.add(Role::error, say(code_error_)).label;
  }
  if (code_.has_other()) {
    hint(screen, backup_ ? MessageId::challenge_looks_totp : MessageId::challenge_looks_backup);
  } else if (code_.candidates() > 1) {
    hint(screen, MessageId::paste_nothing);
  }
  if (backup_) hint(screen, MessageId::proof_backup_spent);
}

void ProofForm::build(Screen& screen) noexcept {
  heading(screen, MessageId::challenge_title);
  text(screen, MessageId::proof_why);
  build_password(screen);
  build_code(screen);
  if (backup_) {
    button(screen, Action::reveal_input, code_.revealed() ? MessageId::hide : MessageId::show);
    link(screen, Action::use_authenticator, MessageId::challenge_use_totp);
  } else {
    link(screen, Action::use_backup_code, MessageId::challenge_use_backup);
  }
  button(screen, Action::back, MessageId::back);
  Element& send = button(screen, Action::submit, MessageId::continue_, Emphasis::primary);
  send.enabled = !password_.empty() && code_.complete();
  if (send.enabled) return;
  send.reason = password_.empty()
                    ? say(MessageId::sign_in_password_missing)
                    : say(MessageId::challenge_length, static_cast<std::int32_t>(code_.expected()));
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
