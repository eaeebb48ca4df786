// The rules of docs/contract/outcomes.md: first who speaks, then the service's code, then the status.
#include "rules/classify.hpp"

#include "base/ascii.hpp"
#include "rules/server_code.hpp"

namespace hellojohn {
inline namespace v0 {

namespace {

constexpr Meaning refused(Errc code) noexcept { return {false, code, Outcome::refused, false}; }
constexpr Meaning unknown(Errc code) noexcept { return {false, code, Outcome::unknown, false}; }

Meaning token_refused(Credential credential, bool may_renew) noexcept {
  Meaning meaning = refused(Errc::auth_expired);
  meaning.token_expired = may_renew && credential == Credential::access_token;
  return meaning;
}

Meaning classify_success(Operation op, const AnswerHead& head, const Dialect& dialect) noexcept {
  // A gateway's page with 200 is not the service's word, and neither is a body that calls itself something else.
  // Without a media type a body that a call needs must prove itself when it is decoded.
  const bool wants_body = traits_of(op, dialect).expects_body;
  const bool proves_itself = !head.is_foreign && wants_body;
  if (head.is_foreign || (head.has_body && !head.is_json && !proves_itself))
    return unknown(Errc::body);
  if (head.says_error) return refused(Errc::server);
  switch (head.status) {
    case 200:
    case 201: return {true};
    case 203: return unknown(Errc::body);
    case 204:
    case 205: return wants_body ? unknown(Errc::body) : Meaning{true};
    case 206: return unknown(Errc::protocol);
    default:
      // A request for a mail is "accepted" by any 2xx, because it tells nobody whether there is an account.
      return op == Operation::recovery_request || op == Operation::send_code
                 ? Meaning{true}
                 : unknown(Errc::protocol);
  }
}

/// An answer from a gateway or proxy. The class helps the user; nothing about the effect is certain.
Errc class_of_foreign(int status) noexcept {
  switch (status) {
    case 304: return Errc::body;
    case 405:
    case 415:
    case 501: return Errc::unsupported;
    case 408: return Errc::timeout;
    case 421:
    case 425: return Errc::connection_lost;
    case 429: return Errc::rate_limited;
    case 502:
    case 503:
    case 504: return Errc::unavailable;
    default: break;
  }
  if (status >= 300 && status < 400) return Errc::protocol;
  return status < 500 ? Errc::body : Errc::server;
}

Meaning classify_unauthorised(Operation op, Credential credential, CodeIs is,
                              bool asks_bearer) noexcept {
  switch (op) {
    case Operation::sign_in: return refused(Errc::invalid_credentials);
    case Operation::verify_challenge: return refused(Errc::invalid_code);
    case Operation::recovery_verify: return refused(Errc::token_used_or_expired);
    case Operation::refresh:
      // Any other code leaves open what became of the session: it stays.
      return refused(is == CodeIs::token || is == CodeIs::session_ended ||
                             is == CodeIs::refresh_ended || is == CodeIs::grant
                         ? Errc::auth_expired
                         : Errc::forbidden);
    default: break;
  }
  if (is == CodeIs::wrong_password) return refused(Errc::invalid_credentials);
  if (is == CodeIs::session_ended || is == CodeIs::refresh_ended)
    return token_refused(credential, false);
  if (is == CodeIs::token || (is == CodeIs::other && asks_bearer))
    return token_refused(credential, true);
  // An unknown code while a factor is confirmed means a wrong code; sending it again could burn a try.
  return refused(op == Operation::confirm ? Errc::invalid_code : Errc::forbidden);
}

/// The meaning of a code with every status; `other` leaves it to the status.
bool decided_by_code(Operation op, CodeIs is, Errc& out) noexcept {
  switch (is) {
    case CodeIs::wrong_code: return out = Errc::invalid_code, true;
    case CodeIs::key: return out = Errc::usage, true;
    case CodeIs::reauthenticate: return out = Errc::reauthentication_required, true;
    case CodeIs::restricted: return out = Errc::session_restricted, true;
    case CodeIs::too_often: return out = Errc::rate_limited, true;
    case CodeIs::not_enrolled: return out = Errc::conflict, true;
    case CodeIs::wrong_password: return out = Errc::invalid_credentials, op == Operation::sign_in;
    case CodeIs::challenge_gone:
    case CodeIs::grant: return out = Errc::challenge_expired, op == Operation::verify_challenge;
    case CodeIs::token:
    case CodeIs::recovery_used:
      return out = Errc::token_used_or_expired, op == Operation::recovery_verify;
    default: return false;
  }
}

Meaning classify_refusal(Operation op, Credential credential, const AnswerHead& head) noexcept {
  const CodeIs is = meaning_of(head.server_code);
  Errc decided{};
  if (decided_by_code(op, is, decided)) return refused(decided);
  switch (head.status) {
    case 401: return classify_unauthorised(op, credential, is, head.asks_bearer);
    case 403:
      return refused(credential == Credential::recovery ? Errc::session_restricted
                                                        : Errc::forbidden);
    case 404: return refused(Errc::not_found);
    case 405:
    case 415: return refused(Errc::unsupported);
    // These say that somebody gave up on the request, not that nobody acted on it.
    case 408: return unknown(Errc::timeout);
    case 421:
    case 425: return unknown(Errc::connection_lost);
    // May be the echo of a first try that is still at work.
    case 409: return unknown(Errc::conflict);
    case 410:
      return refused(op == Operation::recovery_verify ? Errc::token_used_or_expired
                                                      : Errc::not_found);
    case 423: return refused(Errc::forbidden);
    case 429: return refused(Errc::rate_limited);
    default: return refused(Errc::usage);
  }
}

/// The meaning of a refusal that only this server spells so.
bool decided_by_dialect(Operation op, const AnswerHead& head, const Dialect& dialect,
                        Errc& out) noexcept {
  for (const Verdict& verdict : dialect.verdicts) {
    if (verdict.operation.value_or(op) != op || verdict.status != head.status) continue;
    if (!ascii::equal_ignore_case(verdict.code, head.server_code)) continue;
    return out = verdict.is, true;
  }
  return false;
}

bool is_not_found(int status) noexcept { return status == 404 || status == 410; }

Meaning classify_failure(Operation op, Credential credential, const AnswerHead& head,
                         const Dialect& dialect) noexcept {
  if (!service_refuses(head)) return unknown(class_of_foreign(head.status));
  Errc decided{};
  const bool own_word = decided_by_dialect(op, head, dialect, decided);
  const bool gone = own_word ? decided == Errc::not_found : is_not_found(head.status);
  if (op == Operation::remove_factor && gone) {
    // A proxy may have sent the request twice: the second finds nothing because the first removed it.
    Meaning meaning = unknown(Errc::not_found);
    meaning.ask_list = true;
    return meaning;
  }
  if (own_word) return refused(decided);
  if (head.status < 500) return classify_refusal(op, credential, head);
  if (head.status == 501) return refused(Errc::unsupported);
  return unknown(class_of_foreign(head.status));
}

bool has_token(std::string_view text, std::string_view word) noexcept {
  for (std::size_t at = 0; at + word.size() <= text.size(); ++at) {
    if (!ascii::equal_ignore_case(text.substr(at, word.size()), word)) continue;
    const bool begins = at == 0 || text[at - 1] == ' ' || text[at - 1] == ',';
    const std::size_t end = at + word.size();
    const bool ends = end == text.size() || text[end] == ' ' || text[end] == ',';
    if (begins && ends) return true;
  }
  return false;
}

}  // namespace

Meaning classify(Operation op, Credential credential, const AnswerHead& head,
                 const Dialect& dialect) noexcept {
  if (head.status >= 200 && head.status < 300) return classify_success(op, head, dialect);
  // The service never redirects.
  if (head.status >= 300 && head.status < 400) return unknown(class_of_foreign(head.status));
  if (head.status >= 400 && head.status < 700)
    return classify_failure(op, credential, head, dialect);
  return unknown(Errc::protocol);
}

Outcome outcome_of_cut(const TransportFailure& failure) noexcept {
  // The head of an answer that is not HTTP otherwise proves nothing.
  const bool trusted = failure.code == Errc::connection_lost || failure.code == Errc::timeout;
  return trusted && is_yes(failure.status_seen) ? Outcome::done_answer_lost : Outcome::unknown;
}

bool asks_for_bearer(std::string_view field) noexcept { return has_token(field, "Bearer"); }

}  // namespace v0
}  // namespace hellojohn
