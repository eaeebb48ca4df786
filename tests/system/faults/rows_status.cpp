// Faults that an answer shows: status codes and the server's words, as a well-formed answer.
#include "fault.hpp"

namespace hellojohn::tests {

namespace {

Act answers(int status, std::string body = "{}", std::vector<HttpHeader> headers = {}) {
  Act act;
  act.kind = Act::Kind::answer;
  act.status = status;
  act.headers = std::move(headers);
  act.body = [body = std::move(body)](char, const std::string&) { return body; };
  return act;
}

std::string said(const char* code) {
  return std::string(R"({"error":{"code":")") + code + R"(","message":"m"}})";
}

constexpr Expect refused(Errc code, Auto repeat = Auto::no) { return {code, Says::rj, repeat}; }
constexpr Expect unknown(Errc code, Auto repeat = Auto::un) { return {code, Says::un, repeat}; }

Fault status(int number, int code, Expect expect) {
  return {number, std::to_string(code), answers(code, said("some_code")), expect};
}

// Who is refused by a 401 depends on the credential: only an access token can be renewed.
std::vector<Exception> unauthorised(Errc for_confirm) {
  return {{"V", refused(Errc::invalid_code)},
          {"L", refused(Errc::invalid_credentials)},
          {"R", refused(Errc::token_used_or_expired)},
          {"FDgesa", refused(Errc::auth_expired)},
          {"Q", refused(Errc::auth_expired)},
          {for_confirm == Errc::auth_expired ? "c" : "Cc", refused(for_confirm)}};
}

void add_refusals(std::vector<Fault>& rows) {
  rows.push_back(
      {104, "400 field error", answers(400, said("validation_failed")), refused(Errc::usage)});
  for (const char* code : {"invalid_challenge", "invalid_grant", "challenge_expired"})
    for (const int number : {400, 401})
      rows.push_back({105,
                      std::to_string(number) + " " + code,
                      answers(number, said(code)),
                      refused(Errc::challenge_expired),
                      {},
                      "V"});
  rows.push_back({105,
                  "400 invalid_grant elsewhere",
                  answers(400, said("invalid_grant")),
                  refused(Errc::usage),
                  {},
                  "GQECSDL"});
  for (const char* code : {"token_expired", "TOKEN_EXPIRED", "invalid_token"})
    rows.push_back({107, std::string("401 ") + code, answers(401, said(code)),
                    refused(Errc::auth_expired, Auto::token), unauthorised(Errc::auth_expired)});
  rows.push_back({107, "401 session_revoked", answers(401, said("session_revoked")),
                  refused(Errc::auth_expired), unauthorised(Errc::auth_expired)});
  rows.push_back({108,
                  "401 invalid_mfa_code",
                  answers(401, said("invalid_mfa_code")),
                  refused(Errc::invalid_code),
                  {},
                  "VCc"});
  rows.push_back({108, "401 with no code", answers(401, ""), unknown(Errc::body, Auto::no)});
  for (const int code : {400, 403, 422})
    rows.push_back({108,
                    "wrong code",
                    answers(code, said("invalid_mfa_code")),
                    refused(Errc::invalid_code),
                    {},
                    "VCc"});
  rows.push_back({109,
                  "401 REFRESH_TOKEN_REUSE",
                  answers(401, said("REFRESH_TOKEN_REUSE")),
                  refused(Errc::auth_expired),
                  {},
                  "F"});
  rows.push_back({110,
                  "403",
                  answers(403, said("insufficient_permissions")),
                  refused(Errc::forbidden),
                  {{"gecs", refused(Errc::session_restricted)}}});
  rows.push_back({110, "403 reauthentication_required",
                  answers(403, said("reauthentication_required")),
                  refused(Errc::reauthentication_required)});
  rows.push_back({111,
                  "403 in a recovery session",
                  answers(403, said("session_restricted")),
                  refused(Errc::session_restricted),
                  {},
                  "gecs"});
  rows.push_back({112,
                  "404",
                  answers(404, said("not_found")),
                  refused(Errc::not_found),
                  {{"Dd", unknown(Errc::not_found, Auto::no)}}});
  for (const int code : {405, 415, 501})
    rows.push_back(status(113, code, refused(Errc::unsupported)));
  rows.push_back(status(114, 408, unknown(Errc::timeout)));
  rows.push_back({115, "409 in progress", answers(409, said("conflict")), unknown(Errc::conflict)});
  rows.push_back(
      {116,
       "410",
       answers(410, said("gone")),
       refused(Errc::not_found),
       {{"R", refused(Errc::token_used_or_expired)}, {"Dd", unknown(Errc::not_found, Auto::no)}}});
  for (const int code : {413, 414, 431}) rows.push_back(status(117, code, refused(Errc::usage)));
  for (const int code : {421, 425})
    rows.push_back(status(118, code, unknown(Errc::connection_lost)));
  rows.push_back(status(119, 422, refused(Errc::usage)));
  rows.push_back(status(120, 423, refused(Errc::forbidden)));
  rows.push_back({120,
                  "403 account_locked",
                  answers(403, said("account_locked")),
                  refused(Errc::forbidden),
                  {{"gecs", refused(Errc::session_restricted)}}});
}

Fault too_often(int number, const char* words, std::vector<HttpHeader> headers, int shown,
                Auto repeat) {
  Fault fault{number, words, answers(429, said("rate_limit_exceeded"), std::move(headers)),
              refused(Errc::rate_limited, repeat)};
  fault.shown_wait = shown;
  return fault;
}

const HttpHeader answered{"Date", "Mon, 15 Jan 2024 10:00:00 GMT"};

void add_waits(std::vector<Fault>& rows) {
  rows.push_back(too_often(122, "429, a date without a Date",
                           {{"Retry-After", "Mon, 15 Jan 2024 10:00:02 GMT"}}, 30, Auto::no));
  rows.push_back(too_often(124, "429, a fraction", {{"Retry-After", "1.5"}}, 2, Auto::waits));
  rows.push_back(
      too_often(124, "429, tries left",
                {{"X-RateLimit-Reset", "1705312804"}, {"X-RateLimit-Remaining", "3"}, answered}, 30,
                Auto::no));
  rows.push_back(too_often(121, "429, seconds", {{"Retry-After", "2"}}, 2, Auto::waits));
  rows.push_back(too_often(122, "429, a date",
                           {{"Retry-After", "Mon, 15 Jan 2024 10:00:02 GMT"}, answered}, 2,
                           Auto::waits));
  rows.push_back(too_often(122, "429, a date that is over",
                           {{"Retry-After", "Mon, 15 Jan 2024 09:59:00 GMT"}, answered}, 0,
                           Auto::waits));
  rows.push_back(
      too_often(123, "429, far future in seconds", {{"Retry-After", "864000"}}, 86400, Auto::no));
  rows.push_back(too_often(123, "429, far future as a date",
                           {{"Retry-After", "Fri, 15 Jan 2044 10:00:00 GMT"}, answered}, 86400,
                           Auto::no));
  rows.push_back(too_often(123, "429, more seconds than a number holds",
                           {{"Retry-After", "99999999999999999999999"}}, 86400, Auto::no));
  rows.push_back(too_often(124, "429, no wait said", {}, 30, Auto::no));
  for (const char* value : {"-5", "1e30", "soon", "5s", "", "0x10"})
    rows.push_back(too_often(124, value, {{"Retry-After", value}}, 30, Auto::no));
  Fault busy{129, "503, seconds", answers(503, "{}", {{"Retry-After", "2"}}),
             unknown(Errc::unavailable)};
  busy.shown_wait = 2;
  rows.push_back(busy);
}

void add_failures(std::vector<Fault>& rows) {
  rows.push_back({125,
                  "500 store_error",
                  answers(500, said("store_error")),
                  unknown(Errc::server),
                  {},
                  "VRGFCcgELe"});
  rows.push_back({126, "500", answers(500), unknown(Errc::server), {}, "SDsda"});
  rows.push_back({127, "500 on a recovery mail", answers(500), unknown(Errc::server), {}, "Q"});
  for (const int code : {502, 504}) rows.push_back(status(128, code, unknown(Errc::unavailable)));
  rows.push_back(status(130, 503, unknown(Errc::unavailable)));
  for (const int code : {505, 520, 599, 600, 699})
    rows.push_back(status(131, code, unknown(Errc::server)));
  rows.push_back(
      {132, "200 with an error object", answers(200, said("store_error")), refused(Errc::server)});
  const std::vector<Exception> accepted{{"Q", {}}};
  rows.push_back({133, "202", answers(202), unknown(Errc::protocol, Auto::no), accepted});
  rows.push_back({133, "206", answers(206), unknown(Errc::protocol, Auto::no)});
  rows.push_back({133, "299", answers(299), unknown(Errc::protocol, Auto::no), accepted});
}

// A gateway's own page instead of a lost answer.
void add_gateways(std::vector<Fault>& rows) {
  for (const int code : {400, 401, 402, 403, 404, 407, 409, 410, 413, 422, 451, 494})
    rows.push_back({100, "HTML with " + std::to_string(code),
                    answers(code, "<html>no</html>", {{"Content-Type", "text/html"}}),
                    unknown(Errc::body, code == 409 ? Auto::un : Auto::no)});
}

}  // namespace

std::vector<Fault> status_faults() {
  std::vector<Fault> rows;
  add_refusals(rows);
  add_waits(rows);
  add_failures(rows);
  // 99 to 103 speak of answers that are well-formed HTTP: they stand here with the other statuses.
  const std::vector<Exception> needs_none{{"DdQCc", {}}};
  rows.push_back(
      {99, "204 where JSON is due", answers(204, ""), unknown(Errc::body, Auto::no), needs_none});
  rows.push_back(
      {99, "205 where JSON is due", answers(205, ""), unknown(Errc::body, Auto::no), needs_none});
  rows.push_back({99, "304", answers(304, ""), unknown(Errc::body, Auto::no)});
  rows.push_back({100, "HTML with 200",
                  answers(200, "<html>Sign in</html>", {{"Content-Type", "text/html"}}),
                  unknown(Errc::body, Auto::no)});
  add_gateways(rows);
  const std::pair<int, const char*> places[] = {
      {101, "/elsewhere"}, {102, "https://other.example/v1"}, {103, "http://auth.example.com/v1"}};
  for (const auto& [number, place] : places) {
    for (const int code : {301, 302, 307, 308})
      rows.push_back({number, std::to_string(code) + " to " + place,
                      answers(code, "", {{"Location", place}}), unknown(Errc::protocol, Auto::no)});
    // "See other" points to the result of what was done: no proof that nothing was.
    rows.push_back({number, std::string("303 to ") + place, answers(303, "", {{"Location", place}}),
                    unknown(Errc::protocol, Auto::no)});
  }
  return rows;
}

}  // namespace hellojohn::tests
