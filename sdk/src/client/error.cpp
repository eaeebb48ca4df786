// Names and remedies of the error values. Knows nothing of how an error came about.
#include <hellojohn/error.hpp>
#include <hellojohn/result.hpp>

#include <cstdio>
#include <cstdlib>

namespace hellojohn {
inline namespace v0 {

Error::Error() noexcept = default;
Error::Error(const Error&) = default;
Error::Error(Error&&) noexcept = default;
Error& Error::operator=(const Error&) = default;
Error& Error::operator=(Error&&) noexcept = default;
Error::~Error() = default;

const char* to_string(Errc code) noexcept {
  switch (code) {
    case Errc::resolve: return "resolve";
    case Errc::connect: return "connect";
    case Errc::tls_trust: return "tls_trust";
    case Errc::tls_protocol: return "tls_protocol";
    case Errc::timeout: return "timeout";
    case Errc::cancelled: return "cancelled";
    case Errc::connection_lost: return "connection_lost";
    case Errc::protocol: return "protocol";
    case Errc::body: return "body";
    case Errc::too_large: return "too_large";
    case Errc::auth_expired: return "auth_expired";
    case Errc::invalid_code: return "invalid_code";
    case Errc::invalid_credentials: return "invalid_credentials";
    case Errc::challenge_expired: return "challenge_expired";
    case Errc::token_used_or_expired: return "token_used_or_expired";
    case Errc::forbidden: return "forbidden";
    case Errc::not_found: return "not_found";
    case Errc::conflict: return "conflict";
    case Errc::rate_limited: return "rate_limited";
    case Errc::server: return "server";
    case Errc::unavailable: return "unavailable";
    case Errc::session_restricted: return "session_restricted";
    case Errc::storage: return "storage";
    case Errc::resource: return "resource";
    case Errc::usage: return "usage";
    case Errc::shutting_down: return "shutting_down";
    case Errc::would_deadlock: return "would_deadlock";
    case Errc::reauthentication_required: return "reauthentication_required";
    case Errc::unsupported: return "unsupported";
  }
  return "unlisted";
}

const char* to_string(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::not_sent: return "not_sent";
    case Outcome::refused: return "refused";
    case Outcome::done_answer_lost: return "done_answer_lost";
    case Outcome::unknown: return "unknown";
  }
  return "unlisted";
}

const char* to_string(Remedy remedy) noexcept {
  switch (remedy) {
    case Remedy::none: return "none";
    case Remedy::fix_input: return "fix_input";
    case Remedy::retry_later: return "retry_later";
    case Remedy::start_over: return "start_over";
    case Remedy::sign_in_again: return "sign_in_again";
    case Remedy::reauthenticate: return "reauthenticate";
    case Remedy::contact_support: return "contact_support";
  }
  return "unlisted";
}

Remedy remedy_for(Errc code) noexcept {
  switch (code) {
    case Errc::invalid_code:
    case Errc::invalid_credentials:
    case Errc::usage: return Remedy::fix_input;
    case Errc::resolve:
    case Errc::connect:
    case Errc::tls_protocol:
    case Errc::timeout:
    case Errc::connection_lost:
    case Errc::rate_limited:
    case Errc::server:
    case Errc::unavailable:
    case Errc::storage:
    case Errc::resource: return Remedy::retry_later;
    case Errc::challenge_expired:
    case Errc::token_used_or_expired:
    case Errc::conflict: return Remedy::start_over;
    case Errc::auth_expired: return Remedy::sign_in_again;
    case Errc::reauthentication_required: return Remedy::reauthenticate;
    case Errc::tls_trust:
    case Errc::protocol:
    case Errc::body:
    case Errc::too_large:
    case Errc::forbidden:
    case Errc::not_found:
    case Errc::session_restricted:
    case Errc::unsupported: return Remedy::contact_support;
    case Errc::cancelled:
    case Errc::shutting_down:
    case Errc::would_deadlock: return Remedy::none;
  }
  return Remedy::contact_support;
}

namespace detail {
void result_misuse(const char* what) noexcept {
  std::fprintf(stderr, "hellojohn: %s\n", what);
  std::abort();
}
}  // namespace detail

}  // namespace v0
}  // namespace hellojohn
