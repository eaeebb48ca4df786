// E-mail and password, and the steps from them to a session.
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
inline namespace v0 {
class Client;
}
}  // namespace hellojohn

namespace hellojohn {
inline namespace v0 {
namespace widgets {

/// What is on screen.
enum class SignInPhase : std::uint8_t {
  entering,    ///< The two fields.
  sending,     ///< One try is on its way.
  challenged,  ///< take_challenge()
  signed_in,   ///< The session is open.
  cancelled,   ///< The user cancelled the fresh sign-in.
};

/// **Exceptions** none: the library is built without them, so it ends the program if memory runs out. A hook must not throw.
/// **Thread safety** the thread that calls Client::poll(). **Lifetime** may outlive its Client. The password is wiped when
/// the server answered, when the component is reset, and on destruction; it stays after a network error.
class SignIn final : public Component {
 public:
  SignIn(const Client& client, HostState& host);  ///< **Lifetime** the HostState must outlive it.

  /// Why the sign-in is shown; decides its words and whether it can be cancelled.
  enum class Reason : std::uint8_t {
    first,          ///< No user is signed in; the address is emptied too.
    again,          ///< Something waits for a fresh sign-in of the same person.
    kept,           ///< As first, but the address stays: the same person tries again.
    ended,          ///< The service ended the session: said, and the address stays.
    other_account,  ///< A fresh sign-in led to another account and was refused; the address is emptied.
  };
  /// Empties what was typed and cancels a call that is out. `fixed_address`: of a fresh sign-in; it can then be read, but
  /// not changed. Empty: the address is a field.
  void reset(Reason reason = Reason::first, std::string_view fixed_address = {});
  /// Cancels a call that is out; what is typed stays.
  void stop();
  /// A token of the host's captcha widget; sent only with the next try.
  void set_captcha_token(std::string_view token) { captcha_ = token; }

  ///@{
  /// Takes what a person did on this screen; moves the time on, once a frame. Both may change
  /// view().
  void apply(const Intent& intent);
  void update(Time now);
  ///@}

  /// What is on screen.
  [[nodiscard]] SignInPhase phase() const noexcept { return phase_; }
  /// The address as typed, to be used on the next screens.
  [[nodiscard]] std::string_view email() const noexcept;
  /// Who signed in, of phase signed_in. The client may have another session by now.
  [[nodiscard]] std::string_view user_id() const noexcept { return user_id_; }
  /// The challenge of phase challenged; once.
  [[nodiscard]] std::optional<hellojohn::Challenge> take_challenge();

 private:
  void build(Screen& screen) noexcept override;
  void submit();
  void take_answer(Result<SignInResult> answer);
  void go(SignInPhase phase) noexcept;
  void drop_old_error() noexcept;
  void build_reason(Screen& screen) const noexcept;
  Element& build_address(Screen& screen, bool open) noexcept;
  void build_error(Screen& screen) const noexcept;

  Auth auth_;
  bool help_;  // Support can let somebody back in.
  HostState& host_;
  SignInPhase phase_ = SignInPhase::entering;
  Reason reason_ = Reason::first;
  bool fixed_ = false;  // The address is given.
  std::string masked_;
  std::uint32_t wrong_revision_ = 0;  // What was typed when the error was said.
  TextInput email_;
  TextInput password_;
  std::string captcha_;
  std::string user_id_;
  Pending<SignInResult> call_;
  std::optional<hellojohn::Challenge> challenge_;
  std::optional<Error> error_;
  Message local_error_;
  Countdown wait_;
};

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
