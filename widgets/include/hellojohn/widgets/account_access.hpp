// All components behind one object: a host wires this, draws what it shows and hands back what was pressed.
#pragma once

#include <hellojohn/capabilities.hpp>
#include <hellojohn/widgets/admin_help.hpp>
#include <hellojohn/widgets/backup_codes.hpp>
#include <hellojohn/widgets/challenge.hpp>
#include <hellojohn/widgets/component.hpp>
#include <hellojohn/widgets/enrolment.hpp>
#include <hellojohn/widgets/factor_list.hpp>
#include <hellojohn/widgets/host_state.hpp>
#include <hellojohn/widgets/lost_access.hpp>
#include <hellojohn/widgets/low_codes.hpp>
#include <hellojohn/widgets/security_card.hpp>
#include <hellojohn/widgets/sign_in.hpp>

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

/// Which task is on screen.
enum class Place : std::uint8_t {
  sign_in,      ///< E-mail and password.
  challenge,    ///< The second factor.
  after_code,   ///< "Signed in with a backup code. Still have your authenticator?"
  lost_access,  ///< From the mail to a new factor.
  home,         ///< The security card.
  codes,        ///< Making and showing backup codes.
  enrolment,    ///< Setting up a factor.
  help,         ///< Help from a person.
  factors,      ///< Replacing and removing factors.
};

/// For the components inside.
struct AccountAccessOptions {
  ChallengeOptions challenge{};  ///< How codes are typed at sign-in.
  BackupCodesOptions codes{};    ///< How new codes are shown.
  EnrolmentOptions enrolment{};  ///< Kinds of factor.
  LowCodesOptions low_codes{};   ///< When to warn.
};

/// What to draw. **Lifetime** pointers live until the next apply() or update().
struct AccountAccessView {
  Place place = Place::sign_in;    ///< The task `main` belongs to.
  const Screen* main = nullptr;    ///< Never null.
  const Screen* notice = nullptr;  ///< Low codes; intents of it carry Part::notice.
  const Screen* banner = nullptr;  ///< Recovery session; intents of it carry Part::banner.
  bool signed_in = false;          ///< A session is open.
  bool has_unsaved_codes = false;  ///< Ask before quitting: they cannot be shown again.
};

/// Owns and orders the components: sign-in, challenge, lost access, home, codes, enrolment, factors, help.
///
/// Per frame: `client.poll(); access.update(now); access.apply(draw(access.view(), ...));`
/// **Exceptions** none: the library is built without them, so it ends the program if memory runs out. A hook must not throw.
/// **Thread safety** the thread that calls Client::poll(). **Lifetime** may outlive its Client: calls then fail as shutting_down.
class AccountAccess {
 public:
  /// Begins with the client's current state; see begin(). Copies what the host lends.
  AccountAccess(const Client& client, Host host, Branding branding = {},
                AccountAccessOptions options = {});
  ~AccountAccess();

  /// Goes to the client's current state: home if a user is signed in, else the sign-in. The constructor calls it too;
  /// again after auth().restore() or adopt().
  void begin();
  /// A recovery link that reached the host; waits for a press. Ignored if the server has no recovery by mail.
  void receive_link(std::string_view text);

  /// To be called when the window loses the focus, the screen is locked, or the app goes to the background: masks what
  /// was revealed. Nothing is lost; codes that were not saved stay.
  void hide_secrets();

  ///@{
  /// What a person did in this frame. Intents that belong to another screen, or come too soon after
  /// it appeared, do nothing.
  void apply(const Intent& intent);
  /// Also shows and hides the platform's keyboard; hand in an empty list when nothing is drawn any more.
  void apply(const Intents& intents);
  ///@}
  /// Once a frame. `now`: Clock::now() + Clock::suspended() of the client, so that a sleep counts.
  void update(Time now);

  /// What to draw now. Allocates nothing.
  [[nodiscard]] const AccountAccessView& view() const noexcept { return view_; }
  /// Note, clipboard and hooks that the components share.
  [[nodiscard]] HostState& host() noexcept { return host_; }
  /// For the captcha token and the address. **Lifetime** this object's.
  [[nodiscard]] SignIn& sign_in() noexcept { return sign_in_; }

 private:
  /// The question after a sign-in by backup code.
  class AfterCode final : public Component {
   public:
    void open(std::optional<int> left);
    void apply(const Intent& intent);
    void update(Time now);
    [[nodiscard]] Action take_answer() noexcept;

   private:
    void build(Screen& screen) noexcept override;
    std::optional<int> left_;
    Action answer_ = Action::none;
  };

  void go(Place place);
  void go_sign_in(SignIn::Reason reason);
  void cancel_step_up();
  void forget_all();
  [[nodiscard]] bool signed_in_here() const noexcept;
  void take_user(const SignedIn& session, bool with_address = false);
  void change_user(const SignedIn& session);
  void show();
  void set_keyboard(bool on);
  void signed_in(std::string_view user_id);
  void open_help(std::string_view reference, Place back_to);
  void update_sign_in();
  void update_challenge();
  void update_lost_access();
  void update_home();
  void update_codes();
  void update_enrolment();
  void open_codes();
  void open_enrolment(std::optional<Factor> replaced = {});
  void replace_authenticator();
  void go_home();
  void update_factors();
  void hear(AuthEvent event) noexcept;
  void follow_session();

  Auth auth_;
  Capabilities server_;
  HostState host_;
  AccountAccessOptions options_;
  Place place_ = Place::sign_in;
  Place help_back_ = Place::sign_in;
  bool stepping_up_ = false;  // A fresh sign-in on the way to new codes.
  bool had_session_ = false;
  bool session_changed_ = false;
  bool session_ended_ = false;  // By the service, not by a press.
  bool keyboard_ = false;       // The platform's is shown.
  SignIn sign_in_;
  Challenge challenge_;
  AfterCode after_code_;
  LostAccess lost_access_;
  SecurityCard card_;
  BackupCodes codes_;
  Enrolment enrolment_;
  FactorList factors_;
  LowCodesNotice low_codes_;
  AdminHelp help_;
  std::optional<Factor> replaced_;  // Removed when its replacement is confirmed.
  bool not_stored_ = false;         // The session ends with the program.
  std::string email_;               // Typed last; fills the field of lost access.
  std::string challenged_email_;    // Whose challenge is open.
  std::string user_email_;          // Of user_; empty if the session did not begin here.
  std::string user_;                // Whose data the components may hold.
  AccountAccessView view_;
  AuthSubscription auth_events_;
};

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
