// The rows of faults.md 2.2 D as code: endpoint and status first, the server's code where a status has two meanings.
#include "core/classify.hpp"

#include "core/ascii.hpp"

namespace hellojohn::inline v0 {

namespace {

constexpr Meaning refused(Errc code) noexcept { return {false, code, Outcome::refused, false}; }
constexpr Meaning unknown(Errc code) noexcept { return {false, code, Outcome::unknown, false}; }
constexpr Meaning not_sent(Errc code) noexcept { return {false, code, Outcome::not_sent, false}; }

bool is(std::string_view code, std::string_view name) noexcept {
  return ascii::equal_ignore_case(code, name);
}

bool is_challenge_gone(std::string_view code) noexcept {
  return is(code, "invalid_challenge") || is(code, "challenge_expired") ||
         is(code, "invalid_grant");
}

bool is_key_refused(std::string_view code) noexcept {
  return is(code, "invalid_publishable_key") || is(code, "invalid_api_key");
}

Meaning classify_success(Operation op, const AnswerHead& head) noexcept {
  if (head.says_error) return refused(Errc::server);
  const bool wants_body = traits_of(op).expects_body;
  if (head.status == 202 || head.status > 204) {
    // 202 on a recovery request says what 200 says: any 2xx is "accepted" (contract.md E11).
    if (op == Operation::recovery_request && head.status != 206) return {true};
    if (head.status == 205) return wants_body ? unknown(Errc::body) : Meaning{true};
    return unknown(Errc::protocol);
  }
  // A page of HTML with 200 is a proxy speaking, not the service.
  if (head.has_body && !head.is_json) return unknown(Errc::body);
  if (wants_body && (head.status == 204 || head.status == 203)) return unknown(Errc::body);
  return {true};
}

Meaning classify_unauthorised(Operation op, Credential credential, std::string_view code) noexcept {
  if (is_key_refused(code)) return refused(Errc::usage);
  switch (op) {
    case Operation::sign_in: return refused(Errc::invalid_credentials);
    case Operation::verify_challenge:
      return refused(is_challenge_gone(code) ? Errc::challenge_expired : Errc::invalid_code);
    case Operation::recovery_verify: return refused(Errc::token_used_or_expired);
    case Operation::refresh: return refused(Errc::auth_expired);
    case Operation::confirm:
      // An unknown code here means a wrong one-time code; replaying it could burn a try.
      if (is(code, "token_expired") || is(code, "invalid_token") || is(code, "token_invalid") ||
          is(code, "session_revoked") || is(code, "missing_token"))
        break;
      return refused(Errc::invalid_code);
    default: break;
  }
  Meaning meaning = refused(Errc::auth_expired);
  meaning.token_expired = credential == Credential::access_token && !is(code, "session_revoked");
  return meaning;
}

Meaning classify_client_error(Operation op, Credential credential,
                              const AnswerHead& head) noexcept {
  const std::string_view code = head.server_code;
  switch (head.status) {
    case 401: return classify_unauthorised(op, credential, code);
    case 403:
      if (is(code, "reauthentication_required")) return refused(Errc::reauthentication_required);
      if (credential == Credential::recovery) return refused(Errc::session_restricted);
      return refused(Errc::forbidden);
    case 404: return refused(Errc::not_found);
    case 408: return not_sent(Errc::timeout);
    case 409:
      // The one conflict that names a refusal; any other may be the echo of a first try that is still at work.
      return is(code, "mfa_not_enrolled") ? refused(Errc::conflict) : unknown(Errc::conflict);
    case 410:
      return refused(op == Operation::recovery_verify ? Errc::token_used_or_expired
                                                      : Errc::not_found);
    case 421:
    case 425: return not_sent(Errc::connection_lost);
    case 423: return refused(Errc::forbidden);
    case 429: return refused(Errc::rate_limited);
    case 400:
      if (op == Operation::verify_challenge && is_challenge_gone(code))
        return refused(Errc::challenge_expired);
      if (op == Operation::recovery_verify &&
          (is(code, "invalid_token") || is(code, "token_expired")))
        return refused(Errc::token_used_or_expired);
      return refused(Errc::usage);
    default: return refused(Errc::usage);
  }
}

Meaning classify_server_error(const AnswerHead& head) noexcept {
  switch (head.status) {
    case 501: return refused(Errc::usage);
    case 502:
    case 504: return unknown(Errc::unavailable);
    case 503: return head.has_retry_after ? refused(Errc::unavailable) : unknown(Errc::unavailable);
    default: return unknown(Errc::server);
  }
}

// The service never redirects: whoever does has not processed the call. Two of them say otherwise by their meaning:
// "see other" points to the result of what was done, and "not modified" answers a question that was asked.
Meaning classify_redirect(const AnswerHead& head) noexcept {
  if (head.status == 303) return unknown(Errc::protocol);
  if (head.status == 304) return unknown(Errc::body);
  return not_sent(Errc::protocol);
}

}  // namespace

Meaning classify(Operation op, Credential credential, const AnswerHead& head) noexcept {
  if (head.status >= 200 && head.status < 300) return classify_success(op, head);
  if (head.status >= 300 && head.status < 400) return classify_redirect(head);
  if (head.status >= 400 && head.status < 500) return classify_client_error(op, credential, head);
  if (head.status >= 500 && head.status < 700) return classify_server_error(head);
  return unknown(Errc::protocol);
}

}  // namespace hellojohn::inline v0
