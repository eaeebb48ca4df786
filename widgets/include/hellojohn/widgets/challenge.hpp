// The second factor at sign-in, with the switch to a backup code always in sight.
#pragma once

#include <hellojohn/capabilities.hpp>
#include <hellojohn/mfa.hpp>
#include <hellojohn/options.hpp>
#include <hellojohn/pending.hpp>
#include <hellojohn/widgets/code_field.hpp>
#include <hellojohn/widgets/component.hpp>
#include <hellojohn/widgets/host_state.hpp>

#include <cstdint>
#include <functional>
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
enum class ChallengePhase : std::uint8_t {
  idle,          ///< Before start().
  entering,      ///< A code of the chosen factor.
  choosing,      ///< Other ways.
  picking,       ///< A whole sheet was pasted: one line is to be picked.
  sending,       ///< One code is on its way.
  unknown,       ///< It is not known whether the code arrived: Check again sends the same one once.
  expired,       ///< The sign-in took too long; the code was probably not used.
  session_lost,  ///< The code was accepted and is spent, but the session did not arrive.
  verified,      ///< take_verified()
  cancelled,     ///< The person gave the sign-in up.
};

/// How codes are typed and sent.
struct ChallengeOptions {
  /// Shapes the field of backup codes, unless the server has one shape (Capabilities::backup_code_format).
  BackupCodeFormat backup_code_format{};
  bool submit_when_complete = true;  ///< For authenticator codes; a backup code waits for a press.
  /// Asks for another text message or e-mail. Not set: Mfa::send_code, which version 1 of the service does not have; the
  /// button "Send again" then stays hidden.
  std::function<Pending<Unit>(const hellojohn::Challenge& challenge, std::string_view factor_id)>
      send_code{};
};

/// **Exceptions** none: the library is built without them, so it ends the program if memory runs out. A hook must not throw.
/// **Thread safety** the thread that calls Client::poll(). **Lifetime** may outlive its Client.
/// Sends a code once per press, never another code, and never one without a press.
class Challenge final : public Component {
 public:
  /// Idle until start(). **Lifetime** the HostState must outlive it.
  Challenge(const Client& client, HostState& host, const ChallengeOptions& options = {});
  /// A call that was sent goes on: cancelling would only hide what became of it.
  ~Challenge();

  /// Begins. The factor that is offered first is never the backup codes, unless there is nothing else.
  void start(hellojohn::Challenge challenge, std::string_view masked_account);

  /// Drops the challenge and what was typed. A code that was sent is not called back.
  void forget();
  /// The person wants to sign in again, rather than to cancel.
  [[nodiscard]] bool wants_sign_in() const noexcept { return sign_in_; }
  /// The host answers the factor (Host::answer_factor); a session that opens now is its answer.
  [[nodiscard]] bool host_answers() const noexcept { return host_answers_; }

  /// Switches to a backup code, if the account may have some.
  void offer_backup();

  ///@{
  /// Takes what a person did on this screen; moves the time on, once a frame. Both may change
  /// view().
  void apply(const Intent& intent);
  void update(Time now);
  ///@}

  /// What is on screen.
  [[nodiscard]] ChallengePhase phase() const noexcept { return phase_; }
  /// Masks what is typed; see AccountAccess::hide_secrets().
  void hide_secrets();
  /// The field is for a backup code.
  [[nodiscard]] bool backup_mode() const noexcept { return backup_; }
  [[nodiscard]] std::optional<Verified> take_verified();  ///< The answer of phase verified; once.
  /// The session was opened by a backup code.
  [[nodiscard]] bool used_backup_code() const noexcept { return used_backup_; }

 private:
  void build(Screen& screen) noexcept override;
  void build_entry(Screen& screen) noexcept;
  void build_field(Screen& screen) noexcept;
  [[nodiscard]] static Message way_of(const Factor& factor) noexcept;
  void build_ways(Screen& screen) const noexcept;
  void build_end(Screen& screen) const noexcept;
  [[nodiscard]] Message local_hint() const noexcept;
  [[nodiscard]] Message said_of_error() const noexcept;
  [[nodiscard]] bool offers_backup() const noexcept;
  [[nodiscard]] std::size_t other_factors() const noexcept;
  void add_backup_codes();
  void choose_factor(std::size_t index);
  void take_factor(std::size_t index);
  void use_pasted();
  [[nodiscard]] bool can_use_pasted() const noexcept;
  void ask_for_code();
  void stop_asking();
  void take_code_sent(const Result<Unit>& answer);
  void build_switches(Screen& screen, bool open) const noexcept;
  void build_factor_of_host(Screen& screen) const noexcept;
  [[nodiscard]] MessageId switch_label() const noexcept;
  [[nodiscard]] bool ends_before_wait() const noexcept;
  [[nodiscard]] bool sendable() const noexcept;
  void use_backup(bool on);
  void submit();
  void send(SecretView code);
  void take_answer(Result<Verified> answer);
  void look_at_field();
  void go(ChallengePhase phase) noexcept;

  Mfa mfa_;
  Capabilities server_;
  HostState& host_;
  ChallengeOptions options_;
  ChallengePhase phase_ = ChallengePhase::idle;
  hellojohn::Challenge challenge_;
  std::string account_;
  std::string factor_id_;
  Message factor_name_;
  bool typed_ = true;  // The factor is answered by typing a code.
  bool sign_in_ = false;
  bool host_answers_ = false;
  bool can_resend_ = false;
  Pending<Unit> send_call_;
  Countdown resend_;                // Of the factor on screen.
  std::vector<Countdown> resends_;  // Of every factor: each has its own.
  std::optional<Error> send_error_;
  Time started_{};
  std::size_t factor_ = 0;
  bool backup_ = false;
  bool used_backup_ = false;
  bool rechecking_ = false;
  bool no_backup_codes_ = false;
  bool codes_locked_ = false;  // For up to a day; the authenticator still works.
  bool paste_failed_ = false;
  CodeField field_;
  std::uint32_t seen_revision_ = 0;
  Secret last_code_;
  Pending<Verified> call_;
  std::optional<Verified> verified_;
  std::optional<Error> error_;
  Pasted pasted_ = Pasted::nothing;
  std::size_t pasted_size_ = 0;  // What was in the field then.
  Countdown wait_;
};

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
