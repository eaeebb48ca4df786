// Setting up a new authenticator: QR code and key, then its first code. For a signed-in user or a recovery session.
#pragma once

#include <hellojohn/mfa.hpp>
#include <hellojohn/pending.hpp>
#include <hellojohn/widgets/code_field.hpp>
#include <hellojohn/widgets/component.hpp>
#include <hellojohn/widgets/fixed_text.hpp>
#include <hellojohn/widgets/host_state.hpp>
#include <hellojohn/widgets/qr_matrix.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {
class Client;
class RecoverySession;
}  // namespace v0
}  // namespace hellojohn

namespace hellojohn {
inline namespace v0 {
namespace widgets {

/// What is on screen.
enum class EnrolmentPhase : std::uint8_t {
  idle,        ///< Before open().
  choosing,    ///< Which kind, if the host offers more than one.
  phone,       ///< A phone number for text messages.
  starting,    ///< The server is asked for a secret or a message.
  scanning,    ///< QR code and key, or "we sent a code", and the field for the first code.
  confirming,  ///< The first code is on its way.
  looking,     ///< The answer was lost: the factor list is read before anything is said.
  done,        ///< take_confirmed()
  failed,      ///< Nothing was set up, or nobody knows whether an unconfirmed setup was begun.
  cancelled,   ///< Cancelled; the secret is wiped.
};

/// What may be set up.
/// **Exceptions** none: without memory the program ends.
/// **Thread safety** one thread at a time.
struct EnrolmentOptions {
  /// Kinds that are offered, in order (namespace factor). The server does not tell which it can do.
  std::vector<std::string> types{std::string(factor::totp)};
  /// Another authenticator exists that stops working (docs/contract/assumptions.md#earlier-factors).
  bool replaces = false;
};

/// Where an enrolment goes: the signed-in user or a recovery session.
struct EnrolmentSource {
  /// Begins with a type and what belongs to it.
  std::function<Pending<hellojohn::Enrolment>(EnrollRequest)> enroll{};
  /// Sends the first code.
  std::function<Pending<ConfirmedFactor>(std::string_view factor_id, std::string_view code)>
      confirm{};
  /// Read if the answer to confirm was lost.
  std::function<Pending<std::vector<Factor>>()> factors{};
};

/// **Exceptions** none: without memory the program ends.
/// **Thread safety** any thread.
/// **Lifetime** may outlive the Client: its calls then fail as shutting_down.
[[nodiscard]] EnrolmentSource enrolment_of_user(const Client& client);
/// **Exceptions** none: without memory the program ends.
/// **Thread safety** any thread.
/// **Lifetime** the session must outlive the component.
[[nodiscard]] EnrolmentSource enrolment_of(RecoverySession& session);

/// **Exceptions** none: the library is built without them, so it ends the program if memory runs out. A hook must not throw.
/// **Thread safety** the thread that calls Client::poll(). The secret is wiped when it is confirmed, replaced or cancelled.
/// **Lifetime** may outlive its Client.
class Enrolment final : public Component {
 public:
  /// Idle until open(). **Lifetime** the HostState must outlive it, and what `source` calls.
  Enrolment(EnrolmentSource source, HostState& host, EnrolmentOptions options = {});
  ~Enrolment();

  /// Says that another authenticator stops working; see EnrolmentOptions::replaces.
  void set_replaces(bool on) noexcept { options_.replaces = on; }
  /// Begins; asks for the kind first if there are several.
  void open();

  ///@{
  /// Takes what a person did on this screen; moves the time on, once a frame. Both may change
  /// view().
  void apply(const Intent& intent);
  void update(Time now);
  ///@}

  /// What is on screen.
  [[nodiscard]] EnrolmentPhase phase() const noexcept { return phase_; }
  /// The answer of phase done; once.
  [[nodiscard]] std::optional<ConfirmedFactor> take_confirmed();
  /// Issuer and account, as the authenticator shows them; stays after the secret is wiped. May be empty.
  [[nodiscard]] std::string_view shown_as() const noexcept { return label_.view(); }
  /// A call is out whose effect cannot be taken back.
  [[nodiscard]] bool confirming() const noexcept {
    return phase_ == EnrolmentPhase::confirming || factors_call_.valid();
  }
  /// Nobody knows whether the factor was confirmed.
  [[nodiscard]] bool in_doubt() const noexcept {
    return phase_ == EnrolmentPhase::confirming || phase_ == EnrolmentPhase::looking;
  }
  /// Drops the secret, and what is asked for: they belong to another account.
  void forget();
  /// The server refused the session that this goes to.
  [[nodiscard]] bool session_over() const noexcept {
    return error_ && error_->code == Errc::auth_expired && !factors_call_.valid();
  }
  /// Masks what is revealed if that was asked for; see AccountAccess::hide_secrets().
  void hide_secrets();

 private:
  void build(Screen& screen) noexcept override;
  void build_choice(Screen& screen) noexcept;
  void build_scan(Screen& screen) noexcept;
  void build_secret(Screen& screen) const noexcept;
  void build_field(Screen& screen) noexcept;
  void build_looking(Screen& screen) const noexcept;
  void build_failed(Screen& screen) const noexcept;
  [[nodiscard]] Message said_of_error() const noexcept;
  [[nodiscard]] bool shows_secret() const noexcept;
  void choose(std::string_view type);
  void begin();
  void confirm();
  void show_secret(hellojohn::Enrolment&& enrolment);
  void wipe() noexcept;
  void harvest();
  void take_confirmation(Result<ConfirmedFactor> answer);
  void take_factors(Result<std::vector<Factor>> answer);
  void report_capture();
  void go(EnrolmentPhase phase) noexcept;

  EnrolmentSource source_;
  HostState& host_;
  EnrolmentOptions options_;
  EnrolmentPhase phase_ = EnrolmentPhase::idle;
  std::string type_;
  TextInput phone_;
  Pending<hellojohn::Enrolment> start_call_;
  Pending<ConfirmedFactor> confirm_call_;
  Pending<std::vector<Factor>> factors_call_;
  std::optional<hellojohn::Enrolment> enrolment_;
  Secret grouped_key_;
  FixedText<253> label_;  // Issuer and account, as the app will show them.
  QrMatrix qr_;
  CodeField field_;
  std::uint32_t seen_revision_ = 0;
  std::optional<ConfirmedFactor> confirmed_;
  std::optional<Error> error_;
  Outcome confirm_outcome_ = Outcome::unknown;  // Of the answer that was lost.
  Message toast_;
  Countdown wait_;
  int refusals_ = 0;
  bool start_in_doubt_ = false;  // An earlier start may have made a later secret.
  bool show_anyway_ = false;
  bool capture_on_ = false;
};

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
