// What an answer means for one operation: who speaks, what is certain, what class of failure it is.
// Pure: decides from the head of an answer and from whether its body is the service's; parses nothing.
#pragma once

#include "base/media_type.hpp"
#include "rules/dialect.hpp"

#include <hellojohn/error.hpp>
#include <hellojohn/transport.hpp>

#include <string_view>

namespace hellojohn {
inline namespace v0 {

/// What the meaning of an answer depends on.
struct AnswerHead {
  int status = 0;
  std::string_view server_code{};  ///< Of an error body that parsed; empty if there is none.
  bool is_json = false;            ///< The media type is JSON.
  bool has_body = false;
  bool says_error = false;   ///< The body is an error object, whatever the status is.
  bool asks_bearer = false;  ///< `WWW-Authenticate: Bearer`.
  bool is_foreign = false;   ///< There is a media type, and it is not JSON.
};

struct Meaning {
  bool success = false;  ///< Decode the body.
  Errc code = Errc::server;
  Outcome outcome = Outcome::refused;
  bool token_expired = false;  ///< Proves that nothing was done: renew once and send again.
  bool ask_list = false;       ///< Proves nothing: the service's factor list tells more.
};

[[nodiscard]] Meaning classify(Operation op, Credential credential, const AnswerHead& head,
                               const Dialect& dialect = v1_dialect()) noexcept;

/// True if the service itself spoke: a JSON error with a code.
[[nodiscard]] constexpr bool service_refuses(const AnswerHead& head) noexcept {
  return head.is_json && !head.server_code.empty();
}

/// Statuses whose JSON answer says that the service acted.
[[nodiscard]] constexpr bool is_yes(int status) noexcept {
  return status == 200 || status == 201 || status == 204;
}

/// True if a failed renewal ends the session: only the service's own 401 with a code that says so.
/// Only in that case does classify() give a refresh auth_expired and refused.
[[nodiscard]] constexpr bool ends_session(Errc code, Outcome outcome) noexcept {
  return code == Errc::auth_expired && outcome == Outcome::refused;
}

/// What a call may claim of an answer that broke off: the same as of the whole one.
[[nodiscard]] Outcome outcome_of_cut(const TransportFailure& failure) noexcept;

/// True if a WWW-Authenticate field asks for a bearer token.
[[nodiscard]] bool asks_for_bearer(std::string_view field) noexcept;

}  // namespace v0
}  // namespace hellojohn
