// E-mail and password, and what stands between them and a session.
#pragma once

#include <hellojohn/auth.hpp>
#include <hellojohn/pending.hpp>
#include <hellojohn/widgets/component.hpp>
#include <hellojohn/widgets/host_state.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hellojohn {
class Client;
}

namespace hellojohn::widgets {

enum class SignInPhase : std::uint8_t {
  entering,
  sending,
  challenged,  ///< take_challenge()
  signed_in,
  cancelled,
};

/// **Thread** one, the same as Client::poll(). **Lifetime** may outlive its Client. The password is wiped when it was
/// sent, when the component is reset, and on destruction.
class SignIn final : public Component {
 public:
  SignIn(const Client& client, HostState& host);

  /// Empties everything. `again`: words for a fresh sign-in that something waits for, with a way to cancel.
  enum class Reason : std::uint8_t { first, again };
  void reset(Reason reason = Reason::first);
  /// A token of the host's captcha widget; sent with the next try alone.
  void set_captcha_token(std::string_view token) { captcha_ = token; }

  void apply(const Intent& intent);
  void update(Time now);

  [[nodiscard]] SignInPhase phase() const noexcept { return phase_; }
  /// The address as typed, to be used on the next screens.
  [[nodiscard]] std::string_view email() const noexcept { return email_.view().reveal(); }
  /// The challenge of phase challenged; once.
  [[nodiscard]] std::optional<hellojohn::Challenge> take_challenge();

 private:
  void build(Screen& screen) const noexcept override;
  void submit();
  void take_answer(Result<SignInResult> answer);
  void go(SignInPhase phase) noexcept;

  Auth auth_;
  HostState& host_;
  SignInPhase phase_ = SignInPhase::entering;
  Reason reason_ = Reason::first;
  TextInput email_;
  TextInput password_;
  std::string captcha_;
  Pending<SignInResult> call_;
  std::optional<hellojohn::Challenge> challenge_;
  std::optional<Error> error_;
  Message local_error_;
  Countdown wait_;
};

}  // namespace hellojohn::widgets
