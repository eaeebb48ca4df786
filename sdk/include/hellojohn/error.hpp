// Errors: what happened, what is certain about it, and what a UI should offer next.
// Knows nothing of HTTP libraries, sockets or JSON.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {

/// What happened, as a closed list. New values may be added; switch over Remedy instead if a UI decides.
enum class Errc : std::uint16_t {
  resolve = 1,            ///< The host name could not be resolved.
  connect,                ///< No connection could be made.
  tls_trust,              ///< The server's certificate is not trusted for this name.
  tls_protocol,           ///< The TLS handshake failed for another reason.
  timeout,                ///< The call's own deadline passed, or a 408 said that the server's did.
  cancelled,              ///< The caller gave up: cancel(), or the handle was destroyed.
  connection_lost,        ///< The connection broke before a complete answer, or a 421 or 425 came.
  protocol,               ///< The answer is not acceptable HTTP, or a redirect.
  body,                   ///< The content is not what the contract says, or a gateway's own page.
  too_large,              ///< The answer exceeds a limit (64 KiB body, 16 KiB header).
  auth_expired,           ///< The session ended, or its tokens were refused.
  invalid_code,           ///< A one-time code was refused.
  invalid_credentials,    ///< E-mail or password was refused.
  challenge_expired,      ///< The MFA challenge is unknown or over.
  token_used_or_expired,  ///< The recovery token is unknown, used or over.
  forbidden,              ///< The server refuses this for this caller.
  not_found,              ///< No such user, factor or route.
  conflict,               ///< The server's state contradicts the request.
  rate_limited,           ///< Too many tries, for the service or a gateway; see retry_after.
  server,                 ///< The server failed.
  unavailable,            ///< The server cannot answer at present.
  session_restricted,     ///< A recovery session may not do this.
  storage,                ///< The session store failed.
  resource,               ///< Out of memory, descriptors or threads.
  usage,                  ///< The caller's mistake: an argument or an option.
  shutting_down,          ///< The Client is going away.
  would_deadlock,         ///< get() was called on the transport's own thread.
  reauthentication_required,  ///< A fresh sign-in is needed first.
  unsupported,                ///< Not in this build, or the base URL is not the service.
};

/// What is certain about the request's effect (docs/contract/outcomes.md).
enum class Outcome : std::uint8_t {
  not_sent,          ///< Certainly not processed.
  refused,           ///< The service itself said no, in JSON with a code; nothing changed.
  done_answer_lost,  ///< The service itself said yes, but its answer is lost or unusable.
  unknown,           ///< It may or may not have been processed; so after any gateway's page.
};

/// What a UI should offer next. Derived from Errc, so that new codes keep old UIs working.
enum class Remedy : std::uint8_t {
  none,             ///< Nothing: the caller's own doing.
  fix_input,        ///< Show what was typed, to be corrected.
  retry_later,      ///< Offer the same again, after Error::retry_after.
  start_over,       ///< The flow's first step again.
  sign_in_again,    ///< The sign-in screen.
  reauthenticate,   ///< A fresh sign-in, then the same again.
  contact_support,  ///< Name Error::request_id.
};

/// A failed call. Plain data.
///
/// **Exceptions** std::bad_alloc when it is copied.
/// **Thread safety** one thread at a time.
/// **Lifetime** owns its strings.
struct Error {
  Errc code = Errc::usage;              ///< What happened.
  Outcome outcome = Outcome::not_sent;  ///< What is certain about the request's effect.
  std::uint16_t http_status = 0;        ///< 0 if no status line was seen.
  std::optional<std::chrono::seconds>
      retry_after{};          ///< Wait that an answer names, 24 h at most; for a 429 else 30 s.
  std::string server_code{};  ///< The server's error code; ours to log (checked: [a-z0-9_.-]).
  std::string request_id{};   ///< To quote to support; printable ASCII.
  std::string detail{};       ///< Ours and safe to log; never a body, token or code.
  std::string server_text{};  ///< The server's words: untrusted, never logged by us.

  ///@{
  /// Defined in the library: an error is passed on in a great many places, and in none if time matters.
  Error() noexcept;
  Error(const Error&);
  Error(Error&&) noexcept;
  Error& operator=(const Error&);
  Error& operator=(Error&&) noexcept;
  ~Error();
  ///@}
};

/// Deleted, because an error may hold a server's text: print to_string(error.code) and error.detail.
template <class Stream>
void operator<<(Stream&&, const Error&) = delete;

/// The name of a value, as written in the enumeration. Never null.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] const char* to_string(Errc) noexcept;
///@{
/// As to_string(Errc).
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] const char* to_string(Outcome) noexcept;
[[nodiscard]] const char* to_string(Remedy) noexcept;
///@}

/// What a UI should offer after this error.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] Remedy remedy_for(Errc) noexcept;

}  // namespace v0
}  // namespace hellojohn
