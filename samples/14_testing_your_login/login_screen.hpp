// The login of some game, as its makers wrote it: a form, a question for a backup code, a line of text. It stands for the
// host's own code in these tests; it draws nothing.
#pragma once

#include <hellojohn/client.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace game {

class LoginScreen {
 public:
  enum class Shows { form, asks_for_code, welcome };

  explicit LoginScreen(hellojohn::Client& client) : client_(client) {}

  void press_sign_in(std::string_view email, std::string_view password);
  void press_send_code(std::string_view typed);
  /// Once a frame, after Client::poll().
  void frame();

  [[nodiscard]] Shows shows() const noexcept { return shows_; }
  [[nodiscard]] bool waits() const noexcept { return sign_in_.valid() || verify_.valid(); }
  [[nodiscard]] const std::string& line() const noexcept { return line_; }

 private:
  void take_sign_in(hellojohn::Result<hellojohn::SignInResult> answer);
  void take_verified(const hellojohn::Result<hellojohn::Verified>& answer);

  hellojohn::Client& client_;
  Shows shows_ = Shows::form;
  std::string line_;
  std::optional<hellojohn::Challenge> challenge_;
  hellojohn::Pending<hellojohn::SignInResult> sign_in_;
  hellojohn::Pending<hellojohn::Verified> verify_;
};

}  // namespace game
