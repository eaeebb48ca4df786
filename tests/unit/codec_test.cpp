// Each reader and writer of the codec, field by field: what is taken, what is left empty, what is refused.
#include "base/dates.hpp"
#include "worlds/catch.hpp"

#include "json/json.hpp"

#include <string>
#include <string_view>

using namespace hellojohn;
using namespace hellojohn::codec;
using namespace std::chrono_literals;

TEST_CASE("codec: requests are JSON, whatever is typed") {
  const auto body = [](Operation op, const Ask& ask) {
    return body_of(v1_dialect().route(op), ask);
  };
  const auto sign_in = [&](const char* email, const char* password, const char* captcha) {
    Ask ask;
    ask.email = email;
    ask.password = password;
    ask.captcha = captcha;
    return body(Operation::sign_in, ask);
  };
  CHECK(sign_in("a@b", "p", "").reveal() == R"({"email":"a@b","password":"p"})");
  CHECK(sign_in("a@b", "p", "c").reveal() ==
        R"({"email":"a@b","password":"p","captcha_token":"c"})");
  CHECK(sign_in("a\"b\\", "\n\t\x01", "").reveal() ==
        "{\"email\":\"a\\\"b\\\\\",\"password\":\"\\u000a\\u0009\\u0001\"}");
  Ask ask;
  ask.challenge = "c";
  ask.factor = "f";
  ask.code = "1";
  ask.refresh = "r";
  ask.email = "é@x";
  ask.token = "t";
  CHECK(body(Operation::verify_challenge, ask).reveal() ==
        R"({"challenge_id":"c","factor_id":"f","code":"1"})");
  CHECK(body(Operation::refresh, ask).reveal() == R"({"refresh_token":"r"})");
  CHECK(body(Operation::recovery_request, ask).reveal() == R"({"email":"é@x"})");
  CHECK(body(Operation::recovery_verify, ask).reveal() == R"({"token":"t"})");
  CHECK(body(Operation::confirm, ask).reveal() == R"({"code":"1"})");
  CHECK(body(Operation::remove_factor, ask).reveal().empty());
  CHECK(body(Operation::audit_list, ask).reveal().empty());
  ask = {};
  ask.type = factor::sms;
  ask.name = "My phone";
  ask.phone = "+15550100000";
  CHECK(body(Operation::enroll, ask).reveal() ==
        R"({"type":"sms","name":"My phone","phone_number":"+15550100000"})");
  ask = {};
  ask.type = factor::totp;
  CHECK(body(Operation::enroll, ask).reveal() == R"({"type":"totp"})");
}

TEST_CASE("codec: paths and queries hold what is asked, percent-encoded") {
  const auto target = [](Operation op, const Ask& ask) {
    return target_of(v1_dialect().route(op), ask);
  };
  Ask ask;
  ask.user = "usr/1";
  ask.factor = "fac 1";
  CHECK(target(Operation::confirm, ask) == "/v1/users/usr%2F1/mfa/factors/fac%201/confirm");
  CHECK(target(Operation::sign_in, ask).empty());
  ask.limit = "20";
  ask.kind = "mfa.*";
  ask.position = "a&b";
  CHECK(target(Operation::audit_list, ask) == "/v1/audit-logs?limit=20&type=mfa.%2A&cursor=a%26b");
}

TEST_CASE("codec: a path segment cannot leave its place") {
  CHECK(path_segment("usr_1-a.b~c") == "usr_1-a.b~c");
  CHECK(path_segment("a/b?c#d%e f") == "a%2Fb%3Fc%23d%25e%20f");
  CHECK(path_segment("..") != "..");
  CHECK(path_segment("\xC3\xA9") == "%C3%A9");
  CHECK(path_segment(std::string_view("\0\r\n", 3)) == "%00%0D%0A");
}

TEST_CASE("codec: tokens, nested and flat") {
  struct Row {
    const char* body;
    const char* access;
    const char* refresh;
    const char* user;
  };
  const Row rows[] = {
      {R"({"access_token":"a"})", "a", "", ""},
      {R"({"access_token":"a","refresh_token":"r","user":{"id":"u"}})", "a", "r", "u"},
      {R"({"session":{"access_token":"a","refresh_token":"r"},"user":{"id":"u"}})", "a", "r", "u"},
      {R"({"session":{"access_token":"a","id":"s"},"other":[1,{"access_token":"x"}]})", "a", "",
       ""},
      {R"({"access_token":"a","refresh_token":null})", "a", "", ""},
      {R"({"access_token":"a","unknown":{"deep":[[[]]]}})", "a", "", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.body);
    Tokens tokens;
    REQUIRE(read_tokens(row.body, tokens) == nullptr);
    CHECK(tokens.access_token.reveal() == row.access);
    CHECK(tokens.refresh_token.reveal() == row.refresh);
    CHECK(tokens.user_id == row.user);
  }
}

TEST_CASE("codec: tokens that are none, or would split a header") {
  for (const char* body :
       {"", "{}", "[]", "null", R"({"access_token":null})", R"({"access_token":""})",
        R"({"access_token":1})", R"({"access_token":["a"]})", R"({"access_token":{"a":"b"}})",
        R"({"access_token":"a b"})", R"({"access_token":"a\r\nX: y"})",
        R"({"access_token":"a\u0000b"})", R"({"access_token":"é"})",
        R"({"access_token":"a","refresh_token":"r\n"})", R"({"Access_Token":"a"})",
        R"({"access_token":"a","access_token":"b"})"}) {
    CAPTURE(body);
    Tokens tokens;
    CHECK(read_tokens(body, tokens) != nullptr);
  }
}

TEST_CASE("codec: what is nice to have of a session is left empty if it makes no sense") {
  Tokens tokens;
  REQUIRE(read_tokens(R"({"access_token":"a","expires_in":3600,"session_type":"recovery",)"
                      R"("requires_mfa_reenrollment":false,"backup_codes_remaining":2,)"
                      R"("access_token_expires_at":"2024-01-15T11:00:00Z"})",
                      tokens) == nullptr);
  CHECK(tokens.expires_in == 3600s);
  CHECK(tokens.session_type == "recovery");
  CHECK(tokens.requires_mfa_reenrollment == false);
  CHECK(tokens.backup_codes_remaining == 2);
  CHECK(tokens.expires_at.has_value());
  for (const char* rest :
       {R"("expires_in":-1)", R"("expires_in":1e400)", R"("expires_in":"soon")",
        R"("backup_codes_remaining":-2)", R"("backup_codes_remaining":"two")",
        R"("access_token_expires_at":"tomorrow")", R"("requires_mfa_reenrollment":"yes")"}) {
    CAPTURE(rest);
    Tokens odd;
    REQUIRE(read_tokens(std::string(R"({"access_token":"a",)") + rest + "}", odd) == nullptr);
    CHECK_FALSE(odd.expires_in);
    CHECK_FALSE(odd.backup_codes_remaining);
    CHECK_FALSE(odd.expires_at);
    CHECK_FALSE(odd.requires_mfa_reenrollment);
    CHECK(odd.session_type.empty());
  }
}

TEST_CASE("codec: a challenge, with objects, with names, with nothing") {
  struct Row {
    const char* body;
    bool found;
    std::size_t factors;
  };
  const Row rows[] = {
      {R"({"error":{"code":"mfa_required","challenge_id":"c","available_factors":[{"id":"f","type":"totp"}]}})",
       true, 1},
      {R"({"error":{"code":"mfa_required"},"challenge_id":"c","available_factors":["totp","sms"]})",
       true, 2},
      {R"({"mfa_required":true,"challenge_id":"c"})", true, 0},
      {R"({"mfa_required":true,"challenge_id":"c","available_factors":null})", true, 0},
      {R"({"challenge_id":"c","available_factors":null})", false, 0},
      {R"({"error":{"code":"mfa_required"}})", false, 0},
      {R"({"challenge_id":""})", false, 0},
      {R"({"challenge_id":5})", false, 0},
      {"{", false, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.body);
    Challenge challenge;
    CHECK(read_challenge(row.body, challenge) == row.found);
    if (!row.found) continue;
    CHECK(challenge.id == "c");
    CHECK(challenge.factors.size() == row.factors);
  }
}

TEST_CASE("codec: backup codes") {
  BackupCodes codes;
  REQUIRE(read_backup_codes(
              R"({"codes":["ABCD-1234","EFGH-5678"],"generated_at":"2024-01-15T10:00:00Z"})",
              codes) == nullptr);
  REQUIRE(codes.codes.size() == 2);
  CHECK(codes.codes[1].reveal() == "EFGH-5678");
  CHECK(codes.generated_at == "2024-01-15T10:00:00Z");
  CHECK_FALSE(codes.had_duplicates);

  BackupCodes twice;
  REQUIRE(read_backup_codes(R"({"codes":["ABCD","ABCD","EFGH"]})", twice) == nullptr);
  CHECK(twice.codes.size() == 2);
  CHECK(twice.had_duplicates);
  CHECK(twice.generated_at.empty());

  BackupCodes undated;
  REQUIRE(read_backup_codes(R"({"codes":["ABCD"],"generated_at":"yesterday"})", undated) ==
          nullptr);
  CHECK(undated.generated_at.empty());

  std::string many = R"({"codes":[)";
  for (int i = 0; i < 64; ++i) many += "\"CODE-" + std::to_string(100 + i) + "\",";
  BackupCodes most;
  CHECK(read_backup_codes(many.substr(0, many.size() - 1) + "]}", most) == nullptr);
  CHECK(most.codes.size() == 64);
  BackupCodes more;
  CHECK(read_backup_codes(many + "\"CODE-999\"]}", more) != nullptr);

  for (const std::string& list :
       {std::string("[]"), std::string("null"), std::string("\"ABCD\""), std::string("[1]"),
        std::string("[null]"), std::string("[[\"ABCD\"]]"), std::string("[{}]"),
        std::string("[\"ABC\"]"), std::string("[\"\"]"), "[\"" + std::string(129, 'A') + "\"]",
        std::string("[\"AB\\u0000CD\"]"), std::string("[\"AB\\nCD\"]"), std::string("[\"ABCDé\"]"),
        std::string("[\"AB\\u202eCD\"]"), std::string("[\"ABCD\",7]")}) {
    CAPTURE(list);
    BackupCodes none;
    CHECK(read_backup_codes("{\"codes\":" + list + "}", none) != nullptr);
  }
  BackupCodes other;
  CHECK(read_backup_codes(R"({"codes":["ABCD"],"codes":["EFGH"]})", other) != nullptr);
}

TEST_CASE("codec: factors keep what is unknown, and need an id and a type") {
  std::vector<Factor> factors;
  std::optional<int> left;
  REQUIRE(read_factors(R"({"data":[{"id":"f1","type":"totp","name":"Phone","status":"active"},)"
                       R"({"id":"f2","type":"carrier_pigeon","new":1}],"total":2})",
                       factors, left) == nullptr);
  REQUIRE(factors.size() == 2);
  CHECK(factors[1].type == "carrier_pigeon");
  CHECK_FALSE(left);
  for (const char* body :
       {"", "{}", R"({"data":null})", R"({"data":{}})", R"({"data":[{"id":"f"}]})",
        R"({"data":[{"type":"totp"}]})", R"({"data":[7]})"}) {
    CAPTURE(body);
    std::vector<Factor> none;
    CHECK(read_factors(body, none, left) != nullptr);
  }
}

TEST_CASE("codec: enrolment and confirmation") {
  Enrolment totp;
  REQUIRE(read_enrolment(R"({"factor_id":"f","type":"totp","totp":{"secret":"JBSW",)"
                         R"("uri":"otpauth://totp/x?secret=JBSW&digits=8&period=60"}})",
                         totp) == nullptr);
  CHECK(totp.totp_secret.reveal() == "JBSW");
  CHECK(totp.totp_uri.reveal() == "otpauth://totp/x?secret=JBSW&digits=8&period=60");
  CHECK(totp.digits == 8);
  CHECK(totp.period == std::chrono::seconds(60));
  // Nothing that an app would not take can be drawn or opened; the key can still be typed.
  for (const char* uri :
       {"", "otpauth://x", "otpauth://hotp/x?secret=JBSW&counter=1", "https://a/?secret=JBSW",
        "otpauth://totp/x", "otpauth://totp/x?secret=", "otpauth://totp/x?secret=JBSW&digits=4"}) {
    CAPTURE(uri);
    Enrolment other;
    REQUIRE(read_enrolment(R"({"factor_id":"f","type":"totp","totp":{"secret":"JBSW","uri":")" +
                               std::string(uri) + "\"}}",
                           other) == nullptr);
    CHECK(other.totp_secret.reveal() == "JBSW");
    CHECK(other.totp_uri.empty());
    CHECK(other.digits == 6);
    CHECK(other.period == std::chrono::seconds(30));
  }
  for (const char* body : {"", "{}", R"({"type":"totp"})", R"({"factor_id":"f","type":"totp"})",
                           R"({"factor_id":"f","type":"totp","totp":{}})",
                           R"({"factor_id":"f","type":"totp","totp":{"secret":"JB\u0007SW"}})",
                           R"({"factor_id":"f","type":"totp","totp":{"secret":"JB\u202eSW"}})"}) {
    CAPTURE(body);
    Enrolment none;
    CHECK(read_enrolment(body, none) != nullptr);
  }
  ConfirmedFactor confirmed;
  CHECK(read_confirmed("", confirmed) == nullptr);
  CHECK_FALSE(confirmed.backup_codes);
  REQUIRE(read_confirmed(R"({"id":"f","backup_codes":["ABCD-1234"]})", confirmed) == nullptr);
  REQUIRE(confirmed.backup_codes);
  CHECK(confirmed.backup_codes->codes[0].reveal() == "ABCD-1234");
}

TEST_CASE("codec: who one is") {
  std::string id, email;
  CHECK(read_user(R"({"id":"u","email":"a@b"})", id, email) == nullptr);
  CHECK(id == "u");
  CHECK(email == "a@b");
  for (const char* body : {"", "{}", R"({"email":"a@b"})", R"({"id":true})", "[]"}) {
    std::string none, nobody;
    CHECK(read_user(body, none, nobody) != nullptr);
  }
}

TEST_CASE("codec: errors in all their shapes") {
  struct Row {
    const char* body;
    const char* code;
    const char* request_id;
  };
  const Row rows[] = {
      {R"({"error":{"code":"invalid_code","message":"m","request_id":"r1"}})", "invalid_code",
       "r1"},
      {R"({"error":"invalid_grant","error_description":"m"})", "invalid_grant", ""},
      {R"({"code":"INVALID_TOKEN","message":"m","detail":"d"})", "INVALID_TOKEN", ""},
      {R"({"type":"about:blank","title":"No","status":403,"code":"denied","request_id":"r"})",
       "denied", "r"},
      {"Bad Gateway", "", ""},
      {"<html><body>no</body></html>", "", ""},
      {"", "", ""},
      {"{", "", ""},
      {"[]", "", ""},
      {R"({"error":{"code":"has space"}})", "", ""},
      {R"({"error":{"code":"a\u0000b","request_id":"\u0007"}})", "", ""},
      {R"({"error":{"code":7}})", "", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.body);
    ServerError error;
    read_error(row.body, error);
    CHECK(error.code == row.code);
    CHECK(error.request_id == row.request_id);
  }
}

TEST_CASE("codec: a server's words are cut and cleaned") {
  const std::string nasty[] = {
      "%n%s%s%s",
      "\x1B[2J",
      "\xE2\x80\xAE"
      "evil",
      "\xE2\x81\xA6"
      "x",
      "a\x7F"
      "b",
      "\xC2\x85"
      "next",
      std::string(2000, 'm'),
      "##id###",
      "\xEF\xBB\xBF"
      "bom",
  };
  for (const std::string& words : nasty) {
    std::string escaped;
    for (const char c : words) {
      if (static_cast<unsigned char>(c) < 0x20) {
        escaped += "\\u001b";
      } else {
        escaped += c;
      }
    }
    ServerError error;
    read_error(R"({"error":{"code":"x","message":")" + escaped + "\"}}", error);
    CAPTURE(words.substr(0, 40));
    CHECK(error.message.size() <= 512);
    for (const char c : error.message) CHECK(static_cast<unsigned char>(c) >= 0x20);
    CHECK(error.message.find("\xE2\x80\xAE") == std::string::npos);
    CHECK(error.message.find("\xE2\x81\xA6") == std::string::npos);
    CHECK(error.message.find('\x7F') == std::string::npos);
  }
}

TEST_CASE("codec: claims of a token are read, not believed") {
  // {"sub":"usr_9","exp":1705316400}
  const auto claims =
      read_claims("eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ1c3JfOSIsImV4cCI6MTcwNTMxNjQwMH0.c2ln");
  REQUIRE(claims);
  CHECK(claims->subject == "usr_9");
  REQUIRE(claims->expires_at);
  for (const char* jwt :
       {"", ".", "..", "a.b", "a.b.c.d", "a.!!!.c", "a.e30.c", "opaque-token", "a.bm8gSlNPTg.c"}) {
    CAPTURE(jwt);
    const auto none = read_claims(jwt);
    CHECK((!none || none->subject.empty()));
  }
}

TEST_CASE("codec: RFC 3339, and what only looks like it") {
  for (const char* good : {"2024-01-15T10:00:00Z", "2024-01-15T10:00:00.123Z",
                           "2024-01-15T10:00:00+02:00", "2024-02-29T23:59:59Z"}) {
    CHECK(read_rfc3339(good).has_value());
  }
  CHECK(*read_rfc3339("2024-01-15T12:00:00+02:00") == *read_rfc3339("2024-01-15T10:00:00Z"));
  for (const char* bad : {"", "2024-01-15", "2024-13-15T10:00:00Z", "2024-02-30T10:00:00Z",
                          "2024-01-15T25:00:00Z", "2024-01-15T10:60:00Z", "2024-01-15 10:00:00",
                          "2024-01-15T10:00:00", "x024-01-15T10:00:00Z", "2024-01-15T10:00:00Zx",
                          "99999-01-15T10:00:00Z", "2024-1-5T1:0:0Z"}) {
    CAPTURE(bad);
    CHECK_FALSE(read_rfc3339(bad).has_value());
  }
}

TEST_CASE("codec: a page of the audit log") {
  AuditPage page;
  REQUIRE(read_audit_page(R"({"data":[{"id":"e","type":"mfa.new","actor":{"id":"u"},)"
                          R"("result":"success","created_at":"2024-01-15T10:00:00Z"}],)"
                          R"("meta":{"total":1,"cursor":"c2"}})",
                          page) == nullptr);
  CHECK(page.data.size() == 1);
  CHECK(page.data[0].type == "mfa.new");
  CHECK(page.cursor == "c2");
  for (const char* last : {R"({"data":[],"meta":{"cursor":null}})", R"({"data":[],"meta":{}})",
                           R"({"data":[]})", R"({"data":[],"meta":{"cursor":""}})"}) {
    AuditPage end;
    REQUIRE(read_audit_page(last, end) == nullptr);
    CHECK(end.cursor.empty());
  }
  AuditPage none;
  CHECK(read_audit_page("{}", none) != nullptr);
  CHECK(read_audit_page(R"({"data":[{"id":"e"}]})", none) != nullptr);
}

namespace {

/// {"k0":1,"k1":1,…} without the closing brace.
std::string many_keys(int count, const std::string& prefix) {
  std::string out = "{";
  for (int i = 0; i < count; ++i)
    out += (i != 0 ? ",\"" : "\"") + prefix + std::to_string(i) + "\":1";
  return out;
}

Problem tokens_beside(const std::string& members) {
  Tokens tokens;
  return read_tokens(R"({"access_token":"t",)" + members + "}", tokens);
}

}  // namespace

TEST_CASE("codec: a key that stands twice is found among any number of keys") {
  for (const int count : {1, 62, 63, 64, 65, 200}) {
    CAPTURE(count);
    const std::string keys = many_keys(count, "k").substr(1);
    CHECK(tokens_beside(keys) == nullptr);
    for (const int again : {0, count / 2, count - 1})
      CHECK(tokens_beside(keys + ",\"k" + std::to_string(again) + "\":1") != nullptr);
    CHECK(tokens_beside(keys + ",\"access_token\":\"u\"") != nullptr);
  }
}

TEST_CASE("codec: keys of any length that differ in one character are two keys") {
  for (std::size_t size = 0; size <= 40; ++size) {
    const std::string key(size, 'k');
    const std::string first = "\"" + key + "\":1";
    CAPTURE(size);
    CHECK(tokens_beside(first + "," + first) != nullptr);
    CHECK(tokens_beside(first + ",\"" + key + "k\":1") == nullptr);
    for (std::size_t at = 0; at < size; ++at) {
      std::string other = key;
      other[at] = 'l';
      CHECK(tokens_beside(first + ",\"" + other + "\":1") == nullptr);
    }
  }
}

TEST_CASE("codec: keys of one object are no keys of another") {
  const std::string inner = many_keys(70, "k") + "}";
  CHECK(tokens_beside("\"a\":" + inner + ",\"b\":" + inner + ",\"k1\":1") == nullptr);
  CHECK(tokens_beside("\"a\":" + inner + ",\"b\":1,\"a\":1") != nullptr);
  CHECK(tokens_beside("\"a\":[" + inner + "," + inner + "],\"k69\":{\"k69\":1}") == nullptr);
  CHECK(tokens_beside("\"a\":" + many_keys(70, "k") + ",\"x\":" + inner + ",\"k69\":1}") !=
        nullptr);
}

TEST_CASE("codec: the longest keys at the greatest depth are skipped like any other") {
  const std::string key(256, 'k');
  std::string nested = "1";
  for (int depth = 1; depth < 15; ++depth) nested = "{\"" + key + "\":" + nested + "}";
  CHECK(tokens_beside("\"a\":" + nested) == nullptr);
  CHECK(tokens_beside("\"" + key + "k\":1") != nullptr);
}

TEST_CASE("codec: an optional field of any kind never loses a one-time answer") {
  for (const char* odd : {"7", "1.5", "1e999", "18446744073709551615", "true", "null", "{}", "[]",
                          "{\"a\":1}", "[7]"}) {
    CAPTURE(odd);
    const std::string value(odd);
    BackupCodes codes;
    REQUIRE(read_backup_codes(R"({"codes":["ABCD-1234"],"generated_at":)" + value +
                                  R"(,"unknown":)" + value + "}",
                              codes) == nullptr);
    CHECK(codes.codes.size() == 1);
    CHECK(codes.generated_at.empty());
    std::string members;
    for (const char* name :
         {"refresh_token", "user", "user_id", "session", "session_id", "session_type", "expires_in",
          "access_token_expires_at", "requires_mfa_reenrollment", "backup_codes_remaining"})
      members += ",\"" + std::string(name) + "\":" + value;
    Tokens tokens;
    REQUIRE(read_tokens("{\"access_token\":\"a\"" + members + "}", tokens) == nullptr);
    CHECK(tokens.access_token.reveal() == "a");
    CHECK(tokens.refresh_token.empty());
    CHECK(tokens.session_type != "recovery");
    ConfirmedFactor confirmed;
    REQUIRE(read_confirmed(R"({"factor_id":)" + value + R"(,"backup_codes":["ABCD-1234"]})",
                           confirmed) == nullptr);
    CHECK(confirmed.backup_codes);
    Challenge challenge;
    REQUIRE(read_challenge(
        R"({"mfa_required":true,"challenge_id":"c","available_factors":[)" + value + "]}",
        challenge));
    CHECK(challenge.id == "c");
  }
}

TEST_CASE("codec: a numeric id is read as the server wrote it") {
  for (const char* id : {"7", "-1", "9223372036854775807", "18446744073709551615",
                         "123456789012345678901234567890"}) {
    CAPTURE(id);
    const std::string number(id);
    Tokens tokens;
    REQUIRE(read_tokens_and_session_id(R"({"access_token":"a","user":{"id":)" + number +
                                           R"(},"session_id":)" + number + "}",
                                       tokens) == nullptr);
    CHECK(tokens.user_id == id);
    CHECK(tokens.session_id == id);
    Challenge challenge;
    REQUIRE(read_challenge(R"({"mfa_required":true,"challenge_id":)" + number + "}", challenge));
    CHECK(challenge.id == id);
    std::vector<Factor> factors;
    std::optional<int> left;
    REQUIRE(read_factors(R"({"data":[{"id":)" + number + R"(,"type":"totp"}]})", factors, left) ==
            nullptr);
    CHECK(factors.at(0).id == id);
    std::string user, email;
    REQUIRE(read_user("{\"id\":" + number + "}", user, email) == nullptr);
    CHECK(user == id);
    AuditPage page;
    REQUIRE(read_audit_page(R"({"data":[{"id":)" + number + R"(,"type":"t"}]})", page) == nullptr);
    CHECK(page.data.at(0).id == id);
  }
}

TEST_CASE("codec: a life in seconds is read from every spelling of the number") {
  for (const char* life : {"600", "\"600\"", "600.0", "6e2", "600.9"}) {
    CAPTURE(life);
    Tokens tokens;
    REQUIRE(read_tokens(R"({"access_token":"a","expires_in":)" + std::string(life) + "}", tokens) ==
            nullptr);
    CHECK(tokens.expires_in == 600s);
  }
}

TEST_CASE("codec: a token's end may have a fraction") {
  // {"sub":7,"exp":1705316400.5}
  const auto claims = read_claims("a.eyJzdWIiOjcsImV4cCI6MTcwNTMxNjQwMC41fQ.c");
  REQUIRE(claims);
  CHECK(claims->subject == "7");
  CHECK(claims->expires_at == std::chrono::system_clock::time_point(1705316400s));
}
