// The table of servers that break one point of the v1 contract.
#include "system/doctor/broken_servers.hpp"
#include "system/doctor/alterations.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace hellojohn::tests {

namespace {

using doctor::Point;

constexpr const char* sign_in = "/v1/auth/sign-in";
constexpr const char* verify = "/v1/auth/mfa/verify";
constexpr const char* recovery = "/v1/auth/mfa/recovery";
constexpr const char* recovery_verify = "/v1/auth/mfa/recovery/verify";
constexpr const char* account = "/v1/auth/me";
constexpr const char* factors = "/v1/users/:user_id/mfa/factors";
constexpr const char* factor_path = "/v1/users/:user_id/mfa/factors/:factor_id";
constexpr const char* confirm = "/v1/users/:user_id/mfa/factors/:factor_id/confirm";
constexpr const char* generate = "/v1/users/:user_id/mfa/backup-codes/generate";
constexpr const char* codes_route = "/account/backup-codes";

std::string claiming_mfa(const std::string& token) {
  return with_claims(token, "\"mfa_verified\":false", "\"mfa_verified\":true");
}

Alter no_v1() {
  return [](const HttpRequest& request, const Serve& serve) {
    if (request.target == "/v2/auth/login")
      return json_answer(400, R"({"code":"CLIENT_NOT_FOUND","message":"No such client"})");
    if (!request.target.starts_with("/v1/")) return serve(request);
    return no_such_route();
  };
}

/// A wrong code ends the challenge.
Alter impatient() {
  auto ended = std::make_shared<std::map<std::string, bool>>();
  return [=](const HttpRequest& request, const Serve& serve) {
    if (!is(request, "POST", verify)) return serve(request);
    bool& over = (*ended)[member_of(request.body.reveal(), "challenge_id")];
    if (over) return refusal(401, "invalid_challenge");
    HttpResponse response = serve(request);
    over = response.status == 401;
    return response;
  };
}

/// Codes are made without a factor only after one was confirmed, and the refusal has its own code.
Alter wants_factor() {
  auto confirmed = std::make_shared<bool>(false);
  return [=](const HttpRequest& request, const Serve& serve) {
    if (is(request, "POST", confirm)) *confirmed = true;
    if (!*confirmed && is(request, "POST", generate)) return refusal(409, "no_factor_yet");
    return serve(request);
  };
}

/// Recovery sessions meet `answer` at one route.
Alter in_recovery(const char* method, const char* path, int status, const char* code) {
  auto token = std::make_shared<std::string>();
  return [=](const HttpRequest& request, const Serve& serve) {
    const bool is_recovery =
        !token->empty() && request.authorization.reveal() == "Bearer " + *token;
    if (is_recovery && is(request, method, path)) return refusal(status, code);
    HttpResponse response = serve(request);
    if (is(request, "POST", recovery_verify) && response.status == 200)
      *token = member_of(response.body.reveal(), "access_token");
    return response;
  };
}

/// Only the first mailed code ever leaves.
Alter silent() {
  return [](const HttpRequest& request, const Serve& serve) {
    HttpResponse response = serve(request);
    if (!request.target.starts_with("/__mock/outbox")) return response;
    std::string text = text_of(response);
    const std::string mark = "\"otp\"";
    std::size_t at = text.find(mark);
    while (at != std::string::npos && (at = text.find(mark, at + 1)) != std::string::npos)
      text.replace(at, mark.size(), "\"gone\"");
    response.body = Secret(text);
    return response;
  };
}

Alter tells_addresses() {
  return [](const HttpRequest& request, const Serve& serve) {
    const bool unknown = is(request, "POST", recovery) &&
                         request.body.reveal().find("carol@") == std::string_view::npos;
    return unknown ? refusal(404, "not_found") : serve(request);
  };
}

Alter wants_key_for_recovery() {
  return [](const HttpRequest& request, const Serve& serve) {
    return is(request, "POST", recovery) ? refusal(401, "missing_token") : serve(request);
  };
}

Alter redirects() {
  return [](const HttpRequest& request, const Serve& serve) {
    if (!is(request, "GET", account) || !request.authorization.empty()) return serve(request);
    HttpResponse response;
    response.status = 308;
    response.headers = {{"Location", "https://elsewhere.example/v1/auth/me"}};
    return response;
  };
}

/// Only the codes of the doctor's wrong guesses meet this: status and code of the refusal of a wrong code.
Alter odd_refusal() {
  return [](const HttpRequest& request, const Serve& serve) {
    HttpResponse response = serve(request);
    const bool is_wrong_code = is(request, "POST", verify) &&
                               member_of(response.body.reveal(), "code") == "invalid_mfa_code";
    return is_wrong_code ? refusal(409, "nope") : std::move(response);
  };
}

Alter plain_text_errors() {
  return [](const HttpRequest& request, const Serve& serve) {
    HttpResponse response = serve(request);
    if (response.status != 400 || !is(request, "POST", sign_in)) return response;
    response.headers = {{"Content-Type", "text/plain"}};
    response.body = Secret("Bad Request\n");
    return response;
  };
}

Alter useless_limits() {
  return [](const HttpRequest& request, const Serve& serve) {
    HttpResponse response = serve(request);
    if (response.status != 429) return response;
    std::erase_if(response.headers, [](const HttpHeader& header) {
      return header.name == "X-RateLimit-Reset" || header.name == "Retry-After";
    });
    response.headers.push_back({"Retry-After", "soon"});
    return response;
  };
}

/// A factor that is there stays; the service answers for one that is not.
Alter removes_nothing() {
  return [](const HttpRequest& request, const Serve& serve) {
    if (!is(request, "DELETE", factor_path)) return serve(request);
    HttpRequest list;
    list.method = "GET";
    const std::size_t id = request.target.rfind('/');
    list.target = request.target.substr(0, id);
    list.headers = request.headers;
    list.authorization = request.authorization.clone();
    const bool is_there =
        text_of(serve(list)).find("\"" + request.target.substr(id + 1) + "\"") != std::string::npos;
    return is_there ? json_answer(204, {}) : serve(request);
  };
}

/// Codes leave in lower case and are accepted in upper case only.
void lower_codes(HttpResponse& response) {
  std::string text = text_of(response);
  const std::size_t list = text.find("\"codes\":[");
  if (list == std::string::npos) return;
  for (std::size_t i = list; i < text.find(']', list); ++i)
    if (text[i] >= 'A' && text[i] <= 'Z') text[i] = static_cast<char>(text[i] - 'A' + 'a');
  response.body = Secret(text);
}

}  // namespace

Alter with_codes_route(Alter alter) {
  return [alter](const HttpRequest& request, const Serve& serve) {
    const Serve with_route = [&serve](const HttpRequest& asked) {
      if (asked.target != codes_route) return serve(asked);
      HttpRequest passed;
      passed.method = asked.method;
      passed.target = "/v1/users/usr_01HABCDEF333333/mfa/backup-codes/generate";
      passed.headers = asked.headers;
      passed.authorization = asked.authorization.clone();
      return serve(passed);
    };
    return alter ? alter(request, with_route) : with_route(request);
  };
}

const std::vector<BrokenServer>& broken_servers() {
  static const std::vector<BrokenServer> table{
      {Point::verify_path, "no verify route", refused("POST", verify, 404, "not_found")},
      {Point::verify_answer, "a verify answer without a token",
       replaced("POST", verify, "\"access_token\"", "\"token\"")},
      {Point::challenge_form, "a challenge without an id",
       replaced("POST", sign_in, "\"challenge_id\"", "\"challenge\"")},
      {Point::challenge_life, "a wrong code ends the challenge", made(impatient)},
      {Point::challenge_life, "a challenge is met twice",
       [] { return generous(verify, "challenge_id"); }},
      {Point::codes_by_sms_and_mail, "a sign-in mails no code", made(silent)},
      {Point::fresh_sign_in, "no sign-in is fresh enough for codes",
       refused("POST", generate, 403, "reauthentication_required")},
      {Point::adopted_sessions, "opaque access tokens",
       disguised(
           "",
           [](const std::string& token) { return "opaque" + token.substr(token.size() - 40); })},
      {Point::who_may_generate, "codes only for the secret key",
       refused("POST", generate, 403, "insufficient_permissions")},
      {Point::backup_codes_route, "a backend without the route",
       refused("POST", codes_route, 404, "not_found")},
      {Point::codes_need_a_factor, "a conflict of its own without a factor", made(wants_factor)},
      {Point::remaining_count, "a wrong count of codes",
       edited("POST", verify,
              [](HttpResponse& response) {
                if (response.status == 200) add(response, "\"backup_codes_remaining\":99");
              })},
      {Point::codes_in_an_answer, "a code of three characters",
       replaced("POST", generate, "\"codes\":[", "\"codes\":[\"ABC\",")},
      {Point::typed_codes, "codes are accepted in another case than issued",
       edited("POST", generate, lower_codes)},
      {Point::codes_with_a_confirmation, "a confirmation with 202",
       edited("POST", confirm,
              [](HttpResponse& response) {
                if (response.status == 200) response.status = 202;
              })},
      {Point::waits, "a limit without a usable wait", made(useless_limits)},
      {Point::error_codes, "a wrong code is a conflict", made(odd_refusal)},
      {Point::error_shapes, "plain text for a malformed request", made(plain_text_errors)},
      {Point::retries, "an Idempotency-Key is required",
       refused("POST", generate, 400, "idempotency_key_required")},
      {Point::recovery_request, "an unknown address is told", made(tells_addresses)},
      {Point::recovery_link_life, "a link works twice",
       [] { return generous(recovery_verify, "token"); }},
      {Point::recovery_session, "a full session from a link",
       replaced("POST", recovery_verify, "\"session_type\":\"recovery\"",
                "\"session_type\":\"full\"")},
      {Point::recovery_session, "a recovery session that can be renewed",
       edited("POST", recovery_verify,
              [](HttpResponse& response) {
                if (response.status == 200) add(response, "\"refresh_token\":\"rft_more\"");
              })},
      {Point::what_a_recovery_session_may_do, "a recovery session may remove factors",
       [] { return in_recovery("DELETE", factor_path, 404, "not_found"); }},
      {Point::what_a_recovery_session_may_do, "a recovery session may not read the account",
       [] { return in_recovery("GET", account, 403, "insufficient_permissions"); }},
      {Point::earlier_factors, "earlier factors stay active",
       replaced("GET", factors, "\"status\":\"disabled\"", "\"status\":\"active\"")},
      {Point::recovery_links, "links lead to another host",
       replaced("GET", "/__mock/outbox", "https://localhost", "https://mail.example")},
      {Point::removing_a_factor, "a removal does nothing", made(removes_nothing)},
      {Point::capabilities, "the list shows no backup codes",
       replaced("GET", factors, "\"type\":\"backup_codes\"", "\"type\":\"paper\"")},
      {Point::ids, "an id with a slash in the list",
       replaced("GET", factors, "\"data\":[{",
                R"("data":[{"id":"fac/1","type":"sms","status":"disabled"},{)")},
      {Point::base_url, "the address redirects", made(redirects)},
      {Point::base_url, "a recovery call needs a key", made(wants_key_for_recovery)},
      {Point::secrets, "no TLS", [] { return Alter(); }, AlteredServer::Kind::plain},
      {Point::unverified_tokens, "a recovery token claims a second factor",
       disguised("/recovery/verify", claiming_mfa)},
      {Point::other_servers, "the self-hosted protocol", made(no_v1)},
  };
  return table;
}

}  // namespace hellojohn::tests
