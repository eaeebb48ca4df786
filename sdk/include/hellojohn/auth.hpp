// Sign-in, sign-out, the access token and the events of a session: the calls of client.auth().
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

namespace hellojohn {
inline namespace v0 {

/// The result of a sign-in: a session, or a challenge for Mfa::verify_challenge().
///
/// **Exceptions** none. **Thread safety** one thread at a time. **Lifetime** pointers last as long as this object.
class SignInResult {
 public:
  // Defined in the library, because inline bodies would slow down every file that includes this one.
  ///@{
  /// Made by the Client, and by tests of a host.
  SignInResult(SignedIn session) noexcept;
  SignInResult(Challenge challenge) noexcept;
  ///@}

  /// Null if a challenge comes first.
  [[nodiscard]] const SignedIn* signed_in() const noexcept;
  /// Null if the user is signed in.
  [[nodiscard]] const Challenge* challenge() const noexcept;

 private:
  std::variant<SignedIn, Challenge> v_;
};

/// A sign-in with a password. The call copies the views before it returns.
struct SignInRequest {
  std::string_view email;            ///< The address as typed. Only the server checks it.
  SecretView password;               ///< Copied into storage that is wiped.
  std::string_view captcha_token{};  ///< From the host's captcha widget. Empty: none is sent.
};

/// A session that another part of the host obtained. The call copies the views before it returns.
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
  session_expired,    ///< The server ended it, or it could not be renewed.
  mfa_required,       ///< A sign-in led to a challenge.
  recovery_started,   ///< A mailed token opened a recovery session.
  recovery_expiring,  ///< 10 and 2 minutes before the end.
  recovery_ended,     ///< It expired or was ended.
  session_not_stored,  ///< ClientOptions::store failed or is late: without it the session lasts until the program ends.
};

/// The name of a value. Never null.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] const char* to_string(AuthEvent) noexcept;

/// Receives an event and the session that exists after it, or null. If it throws, the library logs "callback_threw" and
/// calls the other listeners.
using AuthListener = std::function<void(AuthEvent, const SignedIn*)>;

/// Keeps a listener registered.
///
/// **Exceptions** none. **Thread safety** destroy it on the thread that calls Client::poll().
/// **Lifetime** may outlive the Client.
class [[nodiscard]] AuthSubscription {
 public:
  AuthSubscription() noexcept = default;
  /// Made by the Client.
  explicit AuthSubscription(std::shared_ptr<AuthListener> listener) noexcept
      : listener_(std::move(listener)) {}

 private:
  std::shared_ptr<AuthListener> listener_;
};

/// Signs users in and out. Get it from Client::auth(). Copying is cheap.
///
/// **Errors** each function names its own.
/// **Exceptions** none, unless a function names one: a call without memory is a finished one that failed with Errc::resource.
/// **Thread safety** any thread, also at the same time.
/// **Lifetime** may outlive the Client; its calls then fail with Errc::shutting_down.
/// **Cancellation** see Pending: cancelling ends the wait. Error::outcome says what is certain about the effect.
class Auth {
 public:
  /// Made by the Client.
  explicit Auth(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}

  /// Signs the user in with e-mail and password.
  /// **Errors** invalid_credentials, forbidden (server_code "account_locked"), rate_limited.
  /// **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<SignInResult> sign_in(SignInRequest request);

  /// Ends the session here at once, and on the server if it can be reached; the result says whether it was. Without a
  /// session it succeeds. Success also means that ClientOptions::store holds no session any more, whatever an earlier call
  /// left there.
  /// **Errors** storage: the store may still hold the session, and restore() would find it.
  /// **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<Unit> sign_out();

  /// Gets the access token, and renews it first after 75 % of its life, give or take 10 %. Concurrent callers share one renewal.
  /// A new pair is stored before any caller gets it. A network error never ends the session.
  /// **Errors** auth_expired if nobody is signed in or the server ended the session.
  /// **Source** docs/contract/outcomes.md#what-ends-a-session
  Pending<Secret> access_token();

  /// Adopts a session that another part of the host obtained. **Errors** usage if the token is malformed.
  /// **Source** docs/contract/assumptions.md#adopted-sessions
  Pending<SignedIn> adopt(AdoptRequest request);

  /// Continues the session in ClientOptions::store. The value is empty if the store is empty, or if a user signed in or
  /// out in the meantime; the newer state then stays.
  /// **Errors** storage.
  Pending<std::optional<SignedIn>> restore();

  /// The session that is open now, as far as this client knows. **Exceptions** std::bad_alloc.
  [[nodiscard]] std::optional<SignedIn> current() const;

  /// Registers a listener. It runs inside Client::poll(), in the order of the events. **Exceptions** std::bad_alloc.
  AuthSubscription on_auth_state_change(AuthListener listener);

 private:
  std::shared_ptr<detail::Core> core_;
};

}  // namespace v0
}  // namespace hellojohn
