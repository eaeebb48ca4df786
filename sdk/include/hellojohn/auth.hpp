// Signing in and out, the access token, and what changes in between: client.auth().
#pragma once

#include <hellojohn/mfa.hpp>
#include <hellojohn/pending.hpp>
#include <hellojohn/session.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <variant>

namespace hellojohn::inline v0 {

/// What a sign-in led to: a session, or a challenge to be met with Mfa::verify_challenge.
class SignInResult {
 public:
  // Defined in the library: inline, each of them would cost every file that includes this one.
  ///@{
  /// Made by the Client, and by tests of a host's own.
  SignInResult(SignedIn session) noexcept;
  SignInResult(Challenge challenge) noexcept;
  ///@}

  /// Null where a challenge stands in between. **Lifetime** of this object.
  [[nodiscard]] const SignedIn* signed_in() const noexcept;
  /// Null where the person is signed in. **Lifetime** of this object.
  [[nodiscard]] const Challenge* challenge() const noexcept;

 private:
  std::variant<SignedIn, Challenge> v_;
};

/// Views are copied before the call returns.
struct SignInRequest {
  std::string_view email;            ///< The address as typed; checked by the server alone.
  SecretView password;               ///< Copied into storage that is wiped.
  std::string_view captcha_token{};  ///< From the host's captcha widget; empty: none is sent.
};

/// A session that did not come from this Client's sign_in (contract.md E30). Views are copied before the call returns.
struct AdoptRequest {
  SecretView access;     ///< The access token (a JWT).
  SecretView refresh{};  ///< Empty: the session ends with its access token.
  std::optional<std::chrono::system_clock::time_point>
      expires_at{};  ///< Absent: the token's exp claim.
};

/// The React SDK's events, three of recovery sessions, and one of the store.
enum class AuthEvent : std::uint8_t {
  signed_in,          ///< Also by adopt(), restore() and a verified challenge.
  signed_out,         ///< By a call of sign_out().
  token_refreshed,    ///< The access token is a new one.
  session_expired,    ///< The server ended it, or nothing could renew it.
  mfa_required,       ///< A sign-in led to a challenge.
  recovery_started,   ///< A mailed token opened a recovery session.
  recovery_expiring,  ///< 10 and 2 minutes before the end.
  recovery_ended,     ///< Its time is over, or it was ended.
  session_not_stored,  ///< ClientOptions::store failed or is late: without it the session lasts until the program ends.
};

/// The name of a value. Never null.
[[nodiscard]] const char* to_string(AuthEvent) noexcept;

/// Called with the session that holds after the event; null where there is none. One that throws is met as a
/// continuation that throws: the log is told, and the others are called.
using AuthListener = std::function<void(AuthEvent, const SignedIn*)>;

/// Keeps a listener registered. **Thread** destroy it on the thread that calls Client::poll().
class [[nodiscard]] AuthSubscription {
 public:
  AuthSubscription() noexcept = default;
  /// Made by the Client.
  explicit AuthSubscription(std::shared_ptr<AuthListener> listener) noexcept
      : listener_(std::move(listener)) {}

 private:
  std::shared_ptr<AuthListener> listener_;
};

/// Obtained from Client::auth(); cheap to copy.
///
/// **Thread** any. **Lifetime** may outlive the Client; calls then answer Errc::shutting_down.
class Auth {
 public:
  /// Made by the Client.
  explicit Auth(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}

  /// Signs in with e-mail and password.
  /// **Errors** invalid_credentials, forbidden (server_code "account_locked"), rate_limited.
  /// Source: contract.md A.2 row 10, E2, E3.
  Pending<SignInResult> sign_in(SignInRequest request);

  /// Ends the session here at once, and on the server where that can be reached; the result tells whether it was.
  /// Success means also that ClientOptions::store holds no session any more, whoever left it there.
  /// **Errors** storage: the store may still hold the session, and restore() would find it.
  /// Source: contract.md A.2 row 13.
  Pending<Unit> sign_out();

  /// The access token, renewed first where it is due (past 75 % of its life, give or take 10 %). Concurrent callers
  /// share one renewal; a new pair is in the store before anyone gets it; a network error never ends the session.
  /// **Errors** auth_expired where nobody is signed in or the server ended the session.
  Pending<Secret> access_token();

  /// Takes in a session from elsewhere. **Errors** usage where the token cannot be one.
  Pending<SignedIn> adopt(AdoptRequest request);

  /// Takes up what ClientOptions::store holds. The value is empty where it holds nothing, and where somebody signed in
  /// or out meanwhile: that is then what counts.
  /// **Errors** storage.
  Pending<std::optional<SignedIn>> restore();

  /// Who is signed in at this moment, as far as is known here.
  [[nodiscard]] std::optional<SignedIn> current() const;

  /// Registers a listener; it runs inside Client::poll(), in the order of events.
  AuthSubscription on_auth_state_change(AuthListener listener);

 private:
  std::shared_ptr<detail::Core> core_;
};

}  // namespace hellojohn::inline v0
