// Making and showing backup codes: asked for, made once, shown once, wiped once confirmed as saved.
#pragma once

#include <hellojohn/mfa.hpp>
#include <hellojohn/options.hpp>
#include <hellojohn/pending.hpp>
#include <hellojohn/widgets/code_field.hpp>
#include <hellojohn/widgets/code_sheet.hpp>
#include <hellojohn/widgets/component.hpp>
#include <hellojohn/widgets/host_state.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace hellojohn {
inline namespace v0 {
class Client;
class RecoverySession;
}  // namespace v0
}  // namespace hellojohn

namespace hellojohn {
inline namespace v0 {
namespace widgets {

class ProofForm;

/// What is on screen.
enum class BackupCodesPhase : std::uint8_t {
  idle,        ///< Nothing is asked for.
  confirm,     ///< Nothing is made before a press here.
  step_up,     ///< A fresh sign-in is needed: the owner shows it, then calls resume() or refuse().
  generating,  ///< The call is out; it cannot be taken back.
  showing,     ///< The codes are there, masked at first.
  checking,    ///< One code is to be typed back.
  leaving,     ///< "These codes will not be shown again. Leave without saving?"
  acknowledged,  ///< Saved and wiped.
  left,          ///< Left unsaved, wiped; older codes are dead.
  failed,        ///< Nothing changed.
  suspect,       ///< Whether a set was made is not known: old codes may be dead.
  lost,          ///< A set was made and not seen: old codes are dead.
  proving,       ///< The server wants the password and a code with the call.
};

/// Whether one code has to be typed back before Done. Compared here in constant time; no code is spent.
enum class ProveSaved : std::uint8_t {
  off,      ///< A tick is enough.
  ask,      ///< Asked for, and may be skipped.
  require,  ///< Asked for until it is right.
};

/// How codes are shown and kept.
struct BackupCodesOptions {
  ProveSaved prove_saved = ProveSaved::off;  ///< What is asked for before Done.
  bool header =
      false;  ///< App, account and date above copied and printed codes; a file always has them.
  std::string sheet_note{
      "Each code works once."};  ///< A line of that header, in the user's language.
  bool after_recovery = false;   ///< "Your new backup codes"; no word about codes that die.
  std::chrono::seconds clear_clipboard_after{30};  ///< 0: it stays.
};

/// Where codes come from: the signed-in user or a recovery session.
struct BackupCodesSource {
  /// Makes a set. Called only on a press.
  std::function<Pending<hellojohn::BackupCodes>()> generate{};
  std::function<Pending<BackupCodesStatus>()>
      status{};                         ///< Not set: the confirmation names no count.
  std::function<std::string()> user{};  ///< Whose codes are made; not set: it cannot change.
  /// Set: the screen asks for the password and a code, and calls this instead of `generate`.
  std::function<Pending<hellojohn::BackupCodes>(const Proof& proof)> generate_with_proof{};
  BackupCodeFormat backup_code_format{};  ///< Shapes the field of that code.
  /// Neither a recovery mail nor support lets the person back in: said above the codes.
  bool only_way_back = false;
};

/// **Exceptions** none: without memory the program ends.
/// **Thread safety** any thread.
/// **Lifetime** may outlive the Client: its calls then fail as shutting_down.
[[nodiscard]] BackupCodesSource backup_codes_of_user(const Client& client);
/// **Exceptions** none: without memory the program ends.
/// **Thread safety** any thread.
/// **Lifetime** the session must outlive the component.
[[nodiscard]] BackupCodesSource backup_codes_of(RecoverySession& session);

/// **Exceptions** none: the library is built without them, so it ends the program if memory runs out. A hook must not throw.
/// **Thread safety** the thread that calls Client::poll(). **Lifetime** may outlive its Client: calls then fail as shutting_down.
/// Destruction wipes the codes; a set that was not confirmed stays in the host's note.
class BackupCodes final : public Component {
 public:
  /// Idle until open() or adopt(). **Lifetime** the HostState must outlive it.
  BackupCodes(BackupCodesSource source, HostState& host, const BackupCodesOptions& options = {});
  ~BackupCodes();

  /// Shows the confirmation; generates nothing. Ignored while codes are on screen or a call is out.
  void open();
  /// Shows codes that came with another answer, under the same rules. Ignored while others are shown.
  void adopt(hellojohn::BackupCodes&& codes);
  /// For the sheet's header and the masked account line; masked by the caller.
  void set_account(std::string_view masked);
  /// After a fresh sign-in in phase step_up: goes on automatically, because the user has already pressed. If another user is
  /// signed in by then (BackupCodesSource::user), nothing is made and the screen says so.
  void resume();
  /// Drops the codes, and what is asked for: they belong to another account. A set that was made stays in the note.
  void forget();
  /// The user cancelled the fresh sign-in: back to the confirmation, nothing changed.
  void refuse();

  ///@{
  /// Takes what a person did on this screen; moves the time on, once a frame. Both may change
  /// view().
  void apply(const Intent& intent);
  void update(Time now);
  ///@}

  /// What is on screen.
  [[nodiscard]] BackupCodesPhase phase() const noexcept { return phase_; }
  /// Codes are held that were not confirmed as saved: ask before quitting.
  [[nodiscard]] bool has_unsaved_codes() const noexcept { return !sheet_.empty(); }
  /// A call is out whose effect cannot be taken back: the owner must not close this.
  [[nodiscard]] bool generating() const noexcept { return phase_ == BackupCodesPhase::generating; }
  /// The codes, for a skin that draws rows. Empty after the user confirmed or left them.
  [[nodiscard]] const CodeSheet& sheet() const noexcept { return sheet_; }
  /// The server refused the session that was to make the codes.
  [[nodiscard]] bool session_over() const noexcept {
    return !has_unsaved_codes() && !call_.valid() && error_.code == Errc::auth_expired;
  }
  /// Masks what is revealed; see AccountAccess::hide_secrets().
  void hide_secrets();

 private:
  void build(Screen& screen) noexcept override;
  void build_confirm(Screen& screen) const noexcept;
  void build_codes(Screen& screen) const noexcept;
  void build_check(Screen& screen) noexcept;
  void build_end(Screen& screen) const noexcept;
  void go(BackupCodesPhase phase) noexcept;
  void begin();
  void generate();
  void submit_proof();
  void apply_to_question(const Intent& intent);
  void harvest();
  void take_failure(Error error);
  void show(hellojohn::BackupCodes&& codes);
  [[nodiscard]] bool replaces() const noexcept;
  [[nodiscard]] MessageId title() const noexcept;
  void build_copied(Screen& screen) const noexcept;
  void build_gate(Screen& screen) const noexcept;
  void build_failed(Screen& screen) const noexcept;
  void apply_to_codes(const Intent& intent);
  void copy(SecretView text, const Message& said);
  void save();
  void print();
  void finish();
  void check_typed();
  void report_capture(bool on);
  [[nodiscard]] Secret sheet_text() const;
  [[nodiscard]] Secret file_text() const;
  [[nodiscard]] std::string file_name() const;
  void fill_header(SheetText& how) const noexcept;

  BackupCodesSource source_;
  HostState& host_;
  BackupCodesOptions options_;
  BackupCodesPhase phase_ = BackupCodesPhase::idle;
  Pending<hellojohn::BackupCodes> call_;
  Pending<BackupCodesStatus> status_call_;
  BackupCodesStatus status_;
  bool status_known_ = false;
  bool verify_set_ = false;  // The next set is compared with a status read.
  bool superseded_ = false;
  Error error_;
  std::unique_ptr<ProofForm> proof_;  // While it is asked for, and until the codes are there.
  BackupCodesPhase before_proof_ = BackupCodesPhase::confirm;
  std::string owner_;           // Who asked for the codes.
  bool other_account_ = false;  // Somebody else was signed in when they were to be made.
  Countdown wait_;              // After a rate limit.
  CodeSheet sheet_;
  CodeField typed_;
  std::string account_;
  FixedText<256> folder_;
  Message toast_;
  Message check_error_;
  std::uint32_t wrong_revision_ = 0;  // What was typed when check_error_ was said.
  std::size_t asked_ = 0;
  int wrong_checks_ = 0;
  bool kept_ = false;  // Revealed, copied, saved or printed at least once.
  bool ticked_ = false;
  bool show_anyway_ = false;
  bool capture_on_ = false;
  std::chrono::seconds copied_left_{};
};

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
