// The entry point: is a second factor on, how many backup codes are left, and what to do about it.
#pragma once

#include <hellojohn/mfa.hpp>
#include <hellojohn/pending.hpp>
#include <hellojohn/user.hpp>
#include <hellojohn/widgets/component.hpp>
#include <hellojohn/widgets/host_state.hpp>

#include <chrono>
#include <cstdint>
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
enum class SecurityCardPhase : std::uint8_t {
  loading,   ///< Nothing is known yet.
  no_mfa,    ///< No second factor is set up.
  no_codes,  ///< MFA is on, but no set exists.
  healthy,   ///< A factor and a set of codes are there.
  offline,   ///< Not to be read now; what was known last is shown with its age, if anything was.
  refused,   ///< The server said no.
};

/// Reads only; what is pressed here is carried out by its owner (AccountAccess).
///
/// **Exceptions** none: the library is built without them, so it ends the program if memory runs out. A hook must not throw.
/// **Thread safety** the thread that calls Client::poll(). **Lifetime** may outlive its Client.
class SecurityCard final : public Component {
 public:
  /// Loading until refresh() was answered. **Lifetime** the HostState must outlive it.
  SecurityCard(const Client& client, HostState& host);

  /// Who is signed in, masked; empty: not known.
  void set_account(std::string_view masked);
  /// Drops what is known and what is being read: it belongs to another account.
  void forget();
  /// The session could not be stored: it ends with the program, and the card says so.
  void set_session_not_stored(bool on);
  /// The notice beside the card says already that nobody knows how many codes are left.
  void leave_unknown_count_to_notice(bool on);

  void refresh();  ///< Reads factors and codes anew; ignored while a read is out.
  ///@{
  /// Takes what a person did on this screen; moves the time on, once a frame. Both may change
  /// view().
  void apply(const Intent& intent);
  void update(Time now);
  ///@}

  /// What is on screen.
  [[nodiscard]] SecurityCardPhase phase() const noexcept { return phase_; }
  /// The codes, as far as they are known; empty before the first answer.
  [[nodiscard]] const std::optional<BackupCodesStatus>& status() const noexcept { return status_; }
  /// Every factor, as it was read last.
  [[nodiscard]] const std::vector<Factor>& factors() const noexcept { return factors_; }
  /// Who is signed in, as it is shown.
  [[nodiscard]] std::string_view account() const noexcept { return account_; }
  /// A second factor is active, as far as was read last.
  [[nodiscard]] bool mfa_on() const noexcept { return mfa_on_; }
  /// What is shown is being read anew.
  [[nodiscard]] bool reading() const noexcept { return factors_call_.valid(); }
  /// The press that the owner carries out: create_codes, replace_codes, set_up,
  /// manage_factors, sign_out; none if there was none.
  [[nodiscard]] Action take_request() noexcept;

 private:
  void build(Screen& screen) noexcept override;
  void build_known(Screen& screen) const noexcept;
  void build_unsaved(Screen& screen) const noexcept;
  void build_unread(Screen& screen) const noexcept;
  void harvest();
  void decide();

  UserMfa mfa_;
  bool one_authenticator_;  // Which has no name.
  HostState& host_;
  SecurityCardPhase phase_ = SecurityCardPhase::loading;
  Pending<std::vector<Factor>> factors_call_;
  Pending<BackupCodesStatus> status_call_;
  std::vector<Factor> factors_;
  std::optional<BackupCodesStatus> status_;
  std::optional<Error> error_;
  std::string methods_;
  std::string account_;
  bool count_said_ = false;  // By the notice.
  bool not_stored_ = false;
  std::chrono::seconds unsaved_since_{};  // Since 1970.
  bool mfa_on_ = false;
  bool known_ = false;
  Time known_since_{};
  Action request_ = Action::none;
};

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
