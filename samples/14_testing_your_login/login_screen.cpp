// See login_screen.hpp.
#include "14_testing_your_login/login_screen.hpp"

#include <utility>

namespace game {

namespace {

/// The words for a call that failed. What is certain comes first.
const char* words_for(const hellojohn::Error& error) {
  if (error.outcome == hellojohn::Outcome::unknown)
    return "The connection broke. Your code may have been used.";
  if (error.code == hellojohn::Errc::invalid_credentials) return "E-mail or password is wrong.";
  if (error.code == hellojohn::Errc::invalid_code) return "This code is wrong or was used.";
  if (error.code == hellojohn::Errc::timeout) return "No answer. Nothing is wrong with your code.";
  return "Please try again later.";
}

}  // namespace

void LoginScreen::press_sign_in(std::string_view email, std::string_view password) {
  line_.clear();
  sign_in_ = client_.auth().sign_in({email, hellojohn::SecretView(password)});
}

void LoginScreen::press_send_code(std::string_view typed) {
  if (!challenge_) return;
  line_.clear();
  verify_ = client_.mfa().verify_backup_code(*challenge_, typed);
}

void LoginScreen::frame() {
  if (sign_in_.valid() && sign_in_.ready()) take_sign_in(std::move(sign_in_).take());
  if (verify_.valid() && verify_.ready()) take_verified(std::move(verify_).take());
}

void LoginScreen::take_sign_in(hellojohn::Result<hellojohn::SignInResult> answer) {
  if (!answer) {
    line_ = words_for(answer.error());
    return;
  }
  if (const auto* challenge = answer->challenge()) {
    challenge_ = *challenge;
    shows_ = Shows::asks_for_code;
    return;
  }
  shows_ = Shows::welcome;
}

void LoginScreen::take_verified(const hellojohn::Result<hellojohn::Verified>& answer) {
  if (answer) {
    shows_ = Shows::welcome;
  } else {
    line_ = words_for(answer.error());
  }
}

}  // namespace game
