// "Lost access": from the mail to a new authenticator and new codes, step by step.
#pragma once

#include <hellojohn/auth.hpp>
#include <hellojohn/recovery.hpp>
#include <hellojohn/widgets/backup_codes.hpp>
#include <hellojohn/widgets/component.hpp>
#include <hellojohn/widgets/enrolment.hpp>
#include <hellojohn/widgets/host_state.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {
class Client;
}
}  // namespace hellojohn

namespace hellojohn {
inline namespace v0 {
namespace widgets {

/// What is on screen.
enum class LostAccessPhase : std::uint8_t {
  idle,              ///< Before open().
  triage,            ///< What was lost, and what is left.
  tips,              ///< "It's on another device."
  email,             ///< The address to send the mail to.
  requesting,        ///< The request for a mail is on its way.
  sent,              ///< The same for every address.
  replaces_session,  ///< Signed in already: recovery would end that sign-in here.
  checking,          ///< The token is being spent.
  token_unknown,     ///< It is not known whether it was spent: the same one once more, on a press.
  token_dead,        ///< Used, over, unknown: one text.
  reading_account,   ///< Asking whose account the session is for.
  account,           ///< Whose account it is; waits for a press.
  wrong_account,     ///< Not the address that was asked for: stop.
  enrolling,         ///< enrolment() is shown.
  codes,             ///< codes() is shown.
  ending,            ///< "Cancel recovery?"
  over,              ///< The recovery session ended before the end; says what was done.
  done,              ///< The summary, and the way to sign in.
  closed,            ///< take_choice()
};

/// A choice of the user that this flow does not carry out itself.
enum class LostAccessChoice : std::uint8_t {
  none,             ///< Nothing, or taken already.
  use_backup_code,  ///< Back to the challenge, with a backup code.
  sign_in,          ///< To the sign-in, with the new factor.
  help,             ///< Help from a person.
  give_up,          ///< Back to where it was opened.
  not_me            ///< The account on screen is somebody else's.
};

/// For the two tasks inside.
struct LostAccessOptions {
  EnrolmentOptions enrolment{};  ///< Kinds of factor.
  BackupCodesOptions codes{};    ///< How new codes are shown.
};

/// **Exceptions** none: the library is built without them, so it ends the program if memory runs out. A hook must not throw.
/// **Thread safety** the thread that calls Client::poll(). **Lifetime** may outlive its Client. The recovery session ends with it.
class LostAccess final : public Component {
 public:
  /// Idle until open() or receive_link(). **Lifetime** the HostState must outlive it.
  LostAccess(const Client& client, HostState& host, LostAccessOptions options = {});
  ~LostAccess();

  /// Begins at the triage. `email`: what the person typed at sign-in, may be empty; never taken from storage.
  void open(std::string_view email);
  /// A deep link: fills the field and waits for a press; sends nothing. Ignored if the server has no recovery by mail.
  void receive_link(std::string_view text);

  ///@{
  /// Takes what a person did on this screen; moves the time on, once a frame. Both may change
  /// view().
  void apply(const Intent& intent);
  void update(Time now);
  ///@}

  /// Ends a recovery session and drops what was typed: it belongs to another person. The cool-down stays.
  void forget();

  /// What is on screen.
  [[nodiscard]] LostAccessPhase phase() const noexcept { return phase_; }
  /// Once, in phase closed.
  [[nodiscard]] LostAccessChoice take_choice() noexcept;
  /// The screen to be drawn now: the component's own, or that of the enrolment or the codes.
  [[nodiscard]] const Screen& current() const noexcept;
  /// The banner of a recovery session: time left and the way out. Null without a session.
  [[nodiscard]] const Screen* banner() const noexcept;
  /// Codes are held that were not confirmed as saved: ask before quitting.
  [[nodiscard]] bool has_unsaved_codes() const noexcept;
  /// Masks what is revealed; see AccountAccess::hide_secrets().
  void hide_secrets();

 private:
  /// Time left, steps, the way out; shown above whatever the session does.
  class Banner final : public Component {
   public:
    void show(Time now, std::chrono::seconds left, int steps_done);
    void hide() { shown_ = false; }
    [[nodiscard]] bool shown() const noexcept { return shown_; }
    [[nodiscard]] bool wants_end(const Intent& intent) const noexcept;

   private:
    void build(Screen& screen) noexcept override;
    std::chrono::seconds left_{};
    int steps_ = 0;
    bool shown_ = false;
  };

  void build(Screen& screen) noexcept override;
  void build_start(Screen& screen) const noexcept;
  void build_email(Screen& screen) noexcept;
  void build_sent(Screen& screen) noexcept;
  void build_token(Screen& screen) const noexcept;
  void build_account(Screen& screen) const noexcept;
  void build_over(Screen& screen) const noexcept;
  void build_done(Screen& screen) const noexcept;
  void go(LostAccessPhase phase) noexcept;
  void take_link(std::string_view text);
  void refuse_link(const Error& error);
  void refuse_overflow();
  void close(LostAccessChoice choice) noexcept;
  void apply_here(const Intent& intent);
  void request();
  void take_request_answer(const Result<Unit>& answer);
  void start_cool_down(std::optional<std::chrono::seconds> asked_for);
  void submit_token();
  void spend_token();
  void take_session(Result<RecoverySession> answer);
  void take_account(Result<Account> answer);
  void begin_enrolment();
  void begin_codes(std::optional<hellojohn::BackupCodes> codes);
  void take_earlier();
  void take_later();
  void finish();
  void end_session();
  void watch_session();
  void end_early(bool by_service);
  void update_parts(Time now);
  void restore_cool_down();
  void drop_old_error() noexcept;
  [[nodiscard]] std::uint32_t typed_revision() const noexcept;
  [[nodiscard]] int steps_done() const noexcept;

  Auth auth_;
  bool mail_;  // The server recovers by mail.
  bool help_;  // Support can let somebody back in.
  Recovery recovery_;
  HostState& host_;
  LostAccessOptions options_;
  LostAccessPhase phase_ = LostAccessPhase::idle;
  LostAccessPhase before_ending_ = LostAccessPhase::idle;
  LostAccessChoice choice_ = LostAccessChoice::none;
  TextInput email_;
  TextInput link_{TextInput::mail};
  std::string asked_for_;  // The address of the last request.
  std::string asked_for_masked_;
  FixedText<253> foreign_host_;
  Secret token_;
  FixedText<4> token_end_;  // What may be shown of it.
  bool link_received_ = false;
  bool rechecking_ = false;
  Message local_error_;
  std::uint32_t wrong_revision_ = 0;           // What was typed when the error was said.
  std::string new_factor_;                     // As the app shows it.
  Pending<std::vector<Factor>> earlier_call_;  // Read before the new one is confirmed, and after.
  Pending<std::vector<Factor>> later_call_;
  std::optional<std::vector<Factor>> earlier_;  // Active before; empty: not read.
  std::string removed_;                         // Their names, without those that are still active.
  bool removed_read_ = false;
  std::optional<Error> error_;
  Countdown token_wait_;  // The service takes no token until then.
  Countdown resend_;
  Time last_request_{};
  int requests_ = 0;
  bool resend_over_ = false;  // Asked often enough: support can help now.
  Pending<Unit> request_call_;
  Pending<RecoverySession> verify_call_;
  Pending<Account> account_call_;
  std::unique_ptr<RecoverySession> session_;
  Account account_;
  std::string masked_;
  std::unique_ptr<Enrolment> enrolment_;
  std::unique_ptr<BackupCodes> codes_;
  Banner banner_;
  bool enrolled_ = false;
  bool in_doubt_ = false;  // The session ended while a confirmation was out.
  bool codes_made_ = false;
  bool by_service_ = false;  // The service ended the session before its time.
};

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
