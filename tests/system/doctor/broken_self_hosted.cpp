// The table of servers that break one point of the open-source server's protocol.
#include "system/doctor/alterations.hpp"
#include "system/doctor/broken_servers.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace hellojohn::tests {

namespace {

using doctor::Point;

constexpr const char* login = "/v2/auth/login";
constexpr const char* challenge = "/v2/mfa/totp/challenge";
constexpr const char* send_mail = "/v2/mfa/email/send";
constexpr const char* factors = "/v2/mfa/factors";
constexpr const char* confirm = "/v2/mfa/totp/verify";
constexpr const char* disable = "/v2/mfa/totp/disable";
constexpr const char* rotate = "/v2/mfa/recovery/rotate";
constexpr const char* codes_route = "/account/backup-codes";

/// The answers of one route become `answer`.
std::function<Alter()> answered(const char* method, const char* path,
                                std::function<HttpResponse()> answer) {
  return [=]() -> Alter {
    return [=](const HttpRequest& request, const Serve& serve) {
      return is(request, method, path) ? answer() : serve(request);
    };
  };
}

std::function<Alter()> refuses(const char* path, int status, const std::string& code) {
  return answered("POST", path, [=] { return flat_refusal(status, code); });
}

/// A refusal with that code gets another one.
std::function<Alter()> spells(const char* path, const std::string& code, int status,
                              const std::string& other) {
  return edited("POST", path, [=](HttpResponse& response) {
    if (member_of(response.body.reveal(), "code") == code) response = flat_refusal(status, other);
  });
}

/// A wrong code ends the challenge.
Alter impatient() {
  auto ended = std::make_shared<std::map<std::string, bool>>();
  return [=](const HttpRequest& request, const Serve& serve) {
    if (!is(request, "POST", challenge)) return serve(request);
    bool& over = (*ended)[member_of(request.body.reveal(), "mfa_token")];
    if (over) return flat_refusal(400, "invalid_grant");
    HttpResponse response = serve(request);
    over = response.status == 401;
    return response;
  };
}

/// Nobody looks at the password of a proof.
Alter trusts_any_password() {
  return [](const HttpRequest& request, const Serve& serve) {
    if (!is(request, "POST", rotate)) return serve(request);
    HttpRequest asked = copy_of(request);
    std::string body(request.body.reveal());
    const std::string sent = member_of(body, "password");
    body.replace(body.find(sent), sent.size(), "plain sailing today");
    asked.body = Secret(body);
    return serve(asked);
  };
}

/// Without a factor the refusal has another code.
Alter wants_factor() {
  return [](const HttpRequest& request, const Serve& serve) {
    HttpResponse response = serve(request);
    const bool is_it = is(request, "POST", rotate) &&
                       member_of(response.body.reveal(), "code") == "mfa_not_initialized";
    return is_it ? flat_refusal(409, "no_factor_yet") : std::move(response);
  };
}

/// Once backup codes are locked, so is the app.
Alter locks_everything() {
  auto locked = std::make_shared<bool>(false);
  return [=](const HttpRequest& request, const Serve& serve) {
    if (!is(request, "POST", challenge)) return serve(request);
    if (*locked) return flat_refusal(429, "RATE_LIMIT_EXCEEDED");
    HttpResponse response = serve(request);
    *locked = response.status == 429;
    return response;
  };
}

Alter redirects() {
  return [](const HttpRequest& request, const Serve& serve) {
    if (!is(request, "GET", factors) || !request.authorization.empty()) return serve(request);
    HttpResponse response;
    response.status = 308;
    response.headers = {{"Location", "https://elsewhere.example/v2/mfa/factors"}};
    return response;
  };
}

/// The codes of a list, each changed.
std::function<Alter()> with_codes(const std::function<std::string(std::string)>& change) {
  return edited("POST", rotate, [=](HttpResponse& response) {
    const std::string text = text_of(response), mark = "\"recovery_codes\":[";
    const std::size_t list = text.find(mark);
    if (list == std::string::npos) return;
    std::string out = text.substr(0, list + mark.size());
    std::size_t at = list + mark.size();
    while (text[at] != ']') {
      const std::size_t begin = text.find('"', at) + 1, end = text.find('"', begin);
      out += text.substr(at, begin - at) + change(text.substr(begin, end - begin)) + "\"";
      at = end + 1;
    }
    response.body = Secret(out + text.substr(at));
  });
}

std::string in_two_groups(std::string code) { return code.insert(5, "-"); }

std::string with_a_zero(std::string code) {
  code.front() = '0';
  return code;
}

std::function<Alter()> with_other_claims(const char* path, const std::string& from,
                                         const std::string& to) {
  return disguised(path, [=](const std::string& token) { return with_claims(token, from, to); });
}

}  // namespace

Alter with_made_up_codes_route(Alter alter) {
  return [alter](const HttpRequest& request, const Serve& serve) {
    const Serve with_route = [&serve](const HttpRequest& asked) {
      return asked.target == codes_route ? json_answer(200, R"({"codes":["K7QW2M9XHT"]})")
                                         : serve(asked);
    };
    return alter ? alter(request, with_route) : with_route(request);
  };
}

const std::vector<BrokenServer>& broken_self_hosted_servers() {
  static const std::vector<BrokenServer> table{
      {Point::verify_path, "no challenge route", answered("POST", challenge, no_such_route)},
      {Point::verify_answer, "a verify answer without a token",
       replaced("POST", challenge, "\"access_token\"", "\"token\"")},
      {Point::challenge_form, "a challenge without a token",
       replaced("POST", login, "\"mfa_token\"", "\"challenge\"")},
      {Point::challenge_form, "a challenge that is not called one",
       replaced("POST", login, "\"mfa_required\":true", "\"mfa_required\":false")},
      {Point::challenge_life, "a wrong code ends the challenge", made(impatient)},
      {Point::challenge_life, "a challenge is met twice",
       [] { return generous(challenge, "mfa_token"); }},
      {Point::codes_by_sms_and_mail, "the listed e-mail factor sends nothing",
       refuses(send_mail, 400, "mfa_email_not_available")},
      {Point::fresh_sign_in, "a wrong password makes new codes", made(trusts_any_password)},
      {Point::fresh_sign_in, "the proof is not enough",
       refuses(rotate, 403, "reauthentication_required")},
      {Point::adopted_sessions, "access tokens without an end",
       with_other_claims("", "\"exp\":", "\"end\":")},
      {Point::who_may_generate, "codes only for administrators", refuses(rotate, 403, "FORBIDDEN")},
      {Point::backup_codes_route, "a backend without the route",
       answered("POST", codes_route, no_such_route)},
      {Point::codes_need_a_factor, "a conflict of its own without a factor", made(wants_factor)},
      {Point::remaining_count, "a wrong count of codes",
       edited("POST", challenge,
              [](HttpResponse& response) {
                if (response.status == 200) add(response, "\"backup_codes_remaining\":99");
              })},
      {Point::codes_in_an_answer, "a code of three characters",
       replaced("POST", rotate, "\"recovery_codes\":[", "\"recovery_codes\":[\"ABC\",")},
      {Point::typed_codes, "codes in two groups", [] { return with_codes(in_two_groups)(); }},
      {Point::typed_codes, "codes with a zero", [] { return with_codes(with_a_zero)(); }},
      {Point::codes_with_a_confirmation, "a confirmation with 202",
       edited("POST", confirm,
              [](HttpResponse& response) {
                if (response.status == 200) response.status = 202;
              })},
      {Point::codes_with_a_confirmation, "a confirmation without codes",
       replaced("POST", confirm, "\"recovery_codes\"", "\"later\"")},
      {Point::waits, "a lock on backup codes holds for the app too", made(locks_everything)},
      {Point::error_codes, "a wrong backup code is a conflict",
       spells(challenge, "invalid_mfa_code", 409, "nope")},
      {Point::error_codes, "a wrong password is a conflict",
       spells(rotate, "invalid_password", 409, "nope")},
      {Point::error_shapes, "plain text for a malformed request",
       edited("POST", login,
              [](HttpResponse& response) {
                if (member_of(response.body.reveal(), "code") != "INVALID_JSON") return;
                response.headers = {{"Content-Type", "text/plain"}};
                response.body = Secret("Bad Request\n");
              })},
      {Point::retries, "an Idempotency-Key is required",
       refuses(rotate, 400, "idempotency_key_required")},
      {Point::removing_a_factor, "a removal does nothing",
       answered("POST", disable, [] { return json_answer(200, R"({"disabled":true})"); })},
      {Point::removing_a_factor, "a proof removes nothing", refuses(disable, 403, "FORBIDDEN")},
      {Point::capabilities, "the list does not name the authenticator",
       replaced("GET", factors, "\"totp\"", "\"app\"")},
      {Point::ids, "access tokens without a user", with_other_claims("", "\"sub\":", "\"who\":")},
      {Point::base_url, "the address redirects", made(redirects)},
      {Point::secrets, "no TLS", [] { return Alter(); }, AlteredServer::Kind::plain},
      {Point::unverified_tokens, "a password claims a second factor",
       with_other_claims(login, "\"amr\":[\"pwd\"]", "\"amr\":[\"pwd\",\"mfa\"]")},
  };
  return table;
}

}  // namespace hellojohn::tests
