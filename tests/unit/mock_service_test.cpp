// The mock service against the documented contract: every endpoint, refusal, lifetime and limit.
// Speaks HTTP objects only; knows nothing of the client library.
#include <hellojohn/testing/authenticator.hpp>
#include <hellojohn/testing/mock_service.hpp>

#include "base/dates.hpp"
#include "base/hex.hpp"
#include "mock/service/crypto.hpp"
#include "mock/service/time.hpp"
#include "worlds/catch.hpp"

#include <set>

#include <openssl/evp.h>
#include <boost/json.hpp>

namespace {

namespace json = boost::json;
using hellojohn::HttpHeader;
using hellojohn::HttpRequest;
using hellojohn::HttpResponse;
using hellojohn::Secret;
using hellojohn::testing::Delivery;
using hellojohn::testing::MockAnswer;
using hellojohn::testing::MockOptions;
using hellojohn::testing::MockService;
using namespace std::chrono_literals;

constexpr const char* tenant_id = "tnt_01HABCDEF654321";
constexpr const char* other_tenant = "tnt_01HOTHER000000";
constexpr const char* secret_key = "sk_live_abc123";
constexpr const char* public_key = "pk_live_abc123";
constexpr const char* alice_id = "usr_01HABCDEF123456";
constexpr const char* alice_factor = "fac_01HABCDEF555444";
constexpr const char* bob_id = "usr_01HABCDEF222222";
constexpr const char* alice_password = "correct horse battery";
const std::string alice_base = "/v1/users/usr_01HABCDEF123456/mfa";

struct Answer {
  int status = 0;
  json::value body;
  HttpResponse response;

  [[nodiscard]] std::string text(const char* pointer) const {
    json::error_code failed;
    const json::value* found = body.find_pointer(pointer, failed);
    if (found == nullptr || !found->is_string()) return "<absent>";
    return std::string(found->get_string());
  }
  [[nodiscard]] std::string code() const { return text("/error/code"); }
};

MockOptions still() {
  MockOptions options;
  options.virtual_clock = true;
  return options;
}

struct Host {
  explicit Host(MockOptions options = still()) : service(std::move(options)) {}
  MockService service;

  static HttpRequest make(const std::string& method, const std::string& target,
                          const std::string& credential, const std::string& body,
                          const std::string& tenant = tenant_id) {
    HttpRequest request;
    request.method = method;
    request.origin = "https://api.hellojohn.dev";
    request.target = target;
    if (!tenant.empty()) request.headers.push_back({"X-Tenant-ID", tenant});
    if (!credential.empty()) request.authorization = Secret("Bearer " + credential);
    if (!body.empty()) request.body = Secret(body);
    return request;
  }

  static Answer wrap(HttpResponse response) {
    Answer out;
    out.status = response.status;
    json::error_code failed;
    out.body = json::parse(response.body.reveal(), failed);
    out.response = std::move(response);
    return out;
  }

  Answer call(const std::string& method, const std::string& target, const std::string& credential,
              const std::string& body = "", const std::string& tenant = tenant_id) {
    return wrap(service.serve(make(method, target, credential, body, tenant)).response);
  }

  Answer control(const std::string& method, const std::string& name, const std::string& body = "") {
    return wrap(service.control(make(method, "/__mock/" + name, "", body)));
  }

  Answer sign_in(const std::string& email, const std::string& password) {
    return call("POST", "/v1/auth/sign-in", public_key,
                json::serialize(json::object{{"email", email}, {"password", password}}));
  }

  std::string challenge() {
    return sign_in("alice@example.com", alice_password).text("/error/challenge_id");
  }

  Answer verify(const std::string& challenge_id, const std::string& factor,
                const std::string& code) {
    return call("POST", "/v1/auth/mfa/verify", public_key,
                json::serialize(json::object{
                    {"challenge_id", challenge_id}, {"factor_id", factor}, {"code", code}}));
  }

  Answer alice() { return verify(challenge(), "backup_codes", next_code()); }

  std::string next_code() { return service.seeded_backup_codes(alice_id).at(0); }

  Answer ask_recovery(const std::string& email = "alice@example.com") {
    return call("POST", "/v1/auth/mfa/recovery", "",
                json::serialize(json::object{{"email", email}}));
  }

  Answer spend(const std::string& token) {
    return call("POST", "/v1/auth/mfa/recovery/verify", "",
                json::serialize(json::object{{"token", token}}));
  }

  std::string recovery_session() {
    (void)ask_recovery();
    return spend(service.outbox().back().token).text("/access_token");
  }

  json::object claims(const std::string& token) {
    const std::size_t first = token.find('.');
    const std::string part = token.substr(first + 1, token.rfind('.') - first - 1);
    return json::parse(*hellojohn::testing::mock::base64url_decode(part)).as_object();
  }

  json::array audit(const std::string& query = "") {
    return call("GET", "/v1/audit-logs" + query, secret_key).body.at("data").as_array();
  }
};

std::string journal_effects(const MockService& service) {
  std::string out;
  std::string lines = service.journal();
  for (std::size_t end = 0; (end = lines.find('\n')) != std::string::npos;
       lines.erase(0, end + 1)) {
    out += std::string(json::parse(lines.substr(0, end)).at("effect").as_string()) + " ";
  }
  return out;
}

/// Checks a signature with nothing but the published key.
bool proves(const std::string& x, const std::string& token) {
  using hellojohn::testing::mock::base64url_decode;
  const auto bytes = [](const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  };
  const std::string raw = base64url_decode(x).value();
  const std::string text = token.substr(0, token.rfind('.'));
  const std::string signature = base64url_decode(token.substr(text.size() + 1)).value();
  EVP_PKEY* key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(raw), raw.size());
  EVP_MD_CTX* ctx = EVP_MD_CTX_new();
  const bool good =
      EVP_DigestVerifyInit(ctx, nullptr, nullptr, nullptr, key) == 1 &&
      EVP_DigestVerify(ctx, bytes(signature), signature.size(), bytes(text), text.size()) == 1;
  EVP_MD_CTX_free(ctx);
  EVP_PKEY_free(key);
  return good;
}

bool is_code(const std::string& code) {
  if (code.size() != 9 || code[4] != '-') return false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (i != 4 && !((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("totp follows the vectors of RFC 6238", "[mock]") {
  const std::string secret = "12345678901234567890";
  const std::pair<std::int64_t, const char*> vectors[] = {
      {59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
      {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
  for (const auto& [time, code] : vectors) {
    CHECK(hellojohn::testing::mock::totp_code(secret, time / 30, 8) == code);
    CHECK(hellojohn::testing::mock::totp_code(secret, time / 30) == std::string(code).substr(2));
  }
}

TEST_CASE("an authenticator for tests shows the codes of RFC 6238", "[mock]") {
  using hellojohn::testing::authenticator_code;
  const std::chrono::system_clock::time_point at{std::chrono::seconds(1111111109)};
  CHECK(authenticator_code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at) == "081804");
  CHECK(authenticator_code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ====", at) == "081804");
  for (const std::string_view no_secret : {"", "=", "GEZD 1", "gezd"})
    CHECK(authenticator_code(no_secret, at).empty());
}

TEST_CASE("encodings follow their standards", "[mock]") {
  using namespace hellojohn::testing::mock;
  CHECK(base32("foobar") == "MZXW6YTBOI");
  CHECK(base32_decode("MZXW6YTBOI") == "foobar");
  CHECK(base32_decode("MZXW6YTBO1") == std::nullopt);
  CHECK(base64url("\xfb\xff") == "-_8");
  CHECK(base64url_decode("-_8") == "\xfb\xff");
  CHECK(base64url_decode("-_9") == std::nullopt);
  CHECK(base64url_decode("a") == std::nullopt);
  CHECK(hellojohn::hex::text_of(sha256("abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hellojohn::write_http_date(from_millis(1705312800000)) == "Mon, 15 Jan 2024 10:00:00 GMT");
  CHECK(hellojohn::write_rfc3339_millis(from_millis(951782400123)) == "2000-02-29T00:00:00.123Z");
  CHECK(parse_rfc3339("2024-01-15T11:00:00.5+01:00") == from_millis(1705312800500));
  CHECK(parse_rfc3339("2024-02-30") == std::nullopt);
  CHECK(parse_duration("2d") == std::chrono::seconds{172800});
  for (const char* bad : {"", "h", "0h", "01h", "1", "1w", "-1h", "1.5h", " 1h", "99999999999s"}) {
    CHECK(parse_duration(bad) == std::nullopt);
  }
}

TEST_CASE("the lines of the recovery page run verbatim", "[mock]") {
  Host host;
  const auto line = [&](const std::string& method, const std::string& target, bool key,
                        const std::string& body) {
    HttpRequest request = Host::make(method, target, key ? secret_key : "", body);
    if (!body.empty()) request.headers.push_back({"Content-Type", "application/json"});
    return Host::wrap(host.service.serve(request).response);
  };
  const Answer codes = line("POST", alice_base + "/backup-codes/generate", true, "");
  CHECK(codes.status == 200);
  CHECK(codes.body.at("codes").as_array().size() == 8);
  CHECK(codes.text("/generated_at") == "2024-01-15T10:00:00Z");
  CHECK(codes.body.as_object().size() == 2);
  for (const auto& code : codes.body.at("codes").as_array()) {
    CHECK(is_code(std::string(code.as_string())));
  }

  const Answer asked =
      line("POST", "/v1/auth/mfa/recovery", false, R"({"email": "alice@example.com"})");
  CHECK(asked.status == 200);
  const std::string token = host.service.outbox().at(0).token;
  CHECK(token.starts_with("rec_tok_01H"));
  const Answer session =
      line("POST", "/v1/auth/mfa/recovery/verify", false, R"({"token": ")" + token + R"("})");
  CHECK(session.status == 200);
  CHECK(session.text("/session_type") == "recovery");
  CHECK(session.body.at("requires_mfa_reenrollment").as_bool());
  CHECK(session.text("/access_token").starts_with("eyJ"));
  CHECK(session.body.as_object().size() == 3);

  const Answer shadow = line("POST", "/v1/admin/users/impersonate", true, R"({
    "user_id": "usr_01HABCDEF123456",
    "reason": "User locked out — no backup codes",
    "expires_in": "1h"
  })");
  CHECK(shadow.status == 200);
  CHECK(shadow.body.at("expires_in").as_int64() == 3600);
  CHECK(shadow.text("/session_type") == "impersonation");
  CHECK(host.claims(shadow.text("/access_token")).at("mfa_verified") == false);

  const Answer gone = line("DELETE", alice_base + "/factors/" + alice_factor, true, "");
  CHECK(gone.status == 204);
  CHECK(gone.response.body.empty());
  CHECK(host.sign_in("alice@example.com", alice_password).status == 200);
}

TEST_CASE("every answer carries the documented headers", "[mock]") {
  Host host;
  for (const char* target : {"/v1/auth/me", "/nowhere", "/v1/audit-logs"}) {
    const Answer answer = host.call("GET", target, secret_key);
    CHECK(answer.response.header("X-HelloJohn-Version") == "1.4.2");
    CHECK(answer.response.header("Content-Type") == "application/json");
    CHECK(answer.response.header("Cache-Control") == "no-store");
    CHECK(answer.response.header("Date") == "Mon, 15 Jan 2024 10:00:00 GMT");
    CHECK(answer.response.header("X-Request-ID").starts_with("req_"));
    CHECK(answer.response.header("X-RateLimit-Limit") == "1000");
    CHECK_FALSE(answer.response.header("X-RateLimit-Remaining").empty());
    CHECK_FALSE(answer.response.header("X-RateLimit-Reset").empty());
    if (answer.status < 400) continue;
    CHECK(answer.body.at("error").at("status").as_int64() == answer.status);
    CHECK(answer.text("/error/request_id") == answer.response.header("X-Request-ID"));
    CHECK(answer.text("/error/message") != "<absent>");
  }
}

TEST_CASE("bad requests get the documented refusal and change nothing", "[mock]") {
  struct Row {
    const char* method;
    std::string target;
    const char* credential;
    const char* tenant;
    std::string body;
    int status;
    const char* code;
  };
  const std::string generate = alice_base + "/backup-codes/generate";
  const std::string person = R"({"email":"alice@example.com","password":"x"})";
  const std::string big = R"({"email":")" + std::string(70000, 'a') + R"("})";
  const Row rows[] = {
      {"GET", "/v2/mfa", "", tenant_id, "", 404, "not_found"},
      {"POST", "/__mock/reset", "", tenant_id, "", 404, "not_found"},
      {"GET", "/v1/auth/sign-in", public_key, tenant_id, "", 405, "method_not_allowed"},
      {"PUT", generate, secret_key, tenant_id, "", 405, "method_not_allowed"},
      {"POST", generate, "", tenant_id, "", 401, "missing_token"},
      {"POST", generate, "sk_live_wrong", tenant_id, "", 401, "invalid_api_key"},
      {"POST", generate, "eyJ.e30.AA", tenant_id, "", 401, "invalid_token"},
      {"POST", generate, public_key, tenant_id, "", 403, "insufficient_permissions"},
      {"POST", generate, secret_key, "", "", 400, "tenant_mismatch"},
      {"POST", generate, secret_key, other_tenant, "", 403, "tenant_mismatch"},
      {"POST", generate, secret_key, "tnt_nobody", "", 403, "tenant_mismatch"},
      {"POST", generate, secret_key, tenant_id, "{", 400, "invalid_json"},
      {"POST", "/v1/users/usr_nobody/mfa/backup-codes/generate", secret_key, tenant_id, "", 404,
       "not_found"},
      {"POST", "/v1/users/usr_01HOTHER111111/mfa/backup-codes/generate", secret_key, tenant_id, "",
       404, "not_found"},
      {"POST", "/v1/users/%zz/mfa/backup-codes/generate", secret_key, tenant_id, "", 404,
       "not_found"},
      {"POST", "/v1/auth/sign-in", "", tenant_id, person, 401, "missing_token"},
      {"POST", "/v1/auth/sign-in", "pk_live_wrong", tenant_id, person, 401,
       "invalid_publishable_key"},
      {"POST", "/v1/auth/sign-in", secret_key, tenant_id, person, 401, "invalid_publishable_key"},
      {"POST", "/v1/auth/sign-in", public_key, tenant_id, person, 401, "invalid_credentials"},
      {"POST", "/v1/auth/sign-in", public_key, tenant_id, "", 400, "invalid_json"},
      {"POST", "/v1/auth/sign-in", public_key, tenant_id, "[]", 422, "validation_failed"},
      {"POST", "/v1/auth/sign-in", public_key, tenant_id, R"({"email":1,"password":"x"})", 422,
       "validation_failed"},
      {"POST", "/v1/auth/sign-in", public_key, tenant_id, R"({"email":"a","email":"b"})", 400,
       "invalid_json"},
      {"POST", "/v1/auth/sign-in", public_key, tenant_id, person + "x", 400, "invalid_json"},
      {"POST", "/v1/auth/mfa/recovery", "", tenant_id, R"({"email":"not an address"})", 422,
       "validation_failed"},
      {"POST", "/v1/auth/mfa/recovery", "", tenant_id, "{}", 422, "validation_failed"},
      {"POST", "/v1/auth/mfa/recovery", "", tenant_id, big, 413, "payload_too_large"},
      {"POST", "/v1/auth/mfa/recovery", "", "", R"({"email":"a@b.cd"})", 400, "tenant_mismatch"},
      {"POST", "/v1/auth/mfa/recovery/verify", "", tenant_id, R"({"token":"rec_tok_no"})", 401,
       "invalid_token"},
      {"POST", "/v1/auth/mfa/recovery/verify", "", tenant_id, R"({"token":["x"]})", 422,
       "validation_failed"},
      {"POST", "/v1/auth/mfa/verify", "", tenant_id,
       R"({"challenge_id":"c","factor_id":"f","code":"1"})", 401, "invalid_challenge"},
      {"POST", "/v1/auth/mfa/verify", "", tenant_id, R"({"challenge_id":"c","factor_id":"f"})", 422,
       "validation_failed"},
      {"POST", "/v1/mfa/verify", "", tenant_id,
       R"({"challenge_id":"c","factor_id":"f","code":"1"})", 401, "invalid_challenge"},
      {"DELETE", alice_base + "/factors/fac_none", secret_key, tenant_id, "", 404, "not_found"},
      {"DELETE", alice_base + "/factors/fac_01HABCDEF222222", secret_key, tenant_id, "", 404,
       "not_found"},
      {"POST", alice_base + "/factors", secret_key, tenant_id, R"({"type":"backup_codes"})", 422,
       "validation_failed"},
      {"POST", alice_base + "/factors", secret_key, tenant_id, R"({"type":"sms"})", 422,
       "validation_failed"},
      {"POST", alice_base + "/factors/fac_none/confirm", secret_key, tenant_id, R"({"code":"1"})",
       404, "not_found"},
      {"POST", alice_base + "/factors/fac_01HABCDEF555444/confirm", secret_key, tenant_id,
       R"({"code":"1"})", 409, "conflict"},
      {"POST", "/v1/admin/users/impersonate", secret_key, tenant_id,
       R"({"user_id":"usr_01HABCDEF123456","reason":"  ","expires_in":"1h"})", 422,
       "validation_failed"},
      {"POST", "/v1/admin/users/impersonate", secret_key, tenant_id,
       R"({"user_id":"usr_01HABCDEF123456","reason":"x","expires_in":"1 h"})", 422,
       "validation_failed"},
      {"POST", "/v1/admin/users/impersonate", secret_key, tenant_id,
       R"({"user_id":"usr_no","reason":"x","expires_in":"1h"})", 404, "not_found"},
      {"POST", "/v1/auth/sign-up", public_key, tenant_id,
       R"({"email":"Alice@Example.com","password":"long enough"})", 409, "email_already_exists"},
      {"POST", "/v1/auth/sign-up", public_key, tenant_id,
       R"({"email":"new@example.com","password":"short"})", 422, "password_too_weak"},
      {"POST", "/v1/auth/sign-up", public_key, tenant_id,
       R"({"email":"new","password":"long enough"})", 422, "invalid_email"},
      {"POST", "/v1/auth/token/refresh", "", tenant_id, R"({"refresh_token":"rft_no"})", 401,
       "refresh_token_invalid"},
      {"GET", "/v1/auth/me", "", tenant_id, "", 401, "missing_token"},
      {"GET", "/v1/auth/me", secret_key, tenant_id, "", 403, "insufficient_permissions"},
      {"GET", "/v1/audit-logs?limit=0", secret_key, tenant_id, "", 422, "validation_failed"},
      {"GET", "/v1/audit-logs?limit=201", secret_key, tenant_id, "", 422, "validation_failed"},
      {"GET", "/v1/audit-logs?from=yesterday", secret_key, tenant_id, "", 422, "validation_failed"},
      {"GET", "/v1/audit-logs?cursor=zzz", secret_key, tenant_id, "", 422, "validation_failed"},
      {"GET", "/v1/audit-logs?result=maybe", secret_key, tenant_id, "", 422, "validation_failed"},
      {"GET", "/v1/audit-logs?tenant_id=tnt_01HOTHER000000", secret_key, tenant_id, "", 403,
       "tenant_mismatch"},
      {"GET", "/v1/audit-logs", public_key, tenant_id, "", 403, "insufficient_permissions"},
      {"PATCH", "/v1/admin/config", secret_key, tenant_id, R"({"idle_timeout":5})", 422,
       "validation_failed"},
      {"PATCH", "/v1/admin/config", secret_key, tenant_id, R"({"mfa_required":1})", 422,
       "validation_failed"},
      {"DELETE", "/v1/sessions/ses_none", secret_key, tenant_id, "", 404, "not_found"},
  };
  for (const Row& row : rows) {
    Host host;
    const Answer answer = host.call(row.method, row.target, row.credential, row.body, row.tenant);
    INFO(row.method << " " << row.target << " " << row.body.substr(0, 80));
    CHECK(answer.status == row.status);
    CHECK(answer.code() == row.code);
    CHECK(host.service.seeded_backup_codes(alice_id).size() == 8);
    CHECK(host.service.outbox().empty());
    const std::string effects = journal_effects(host.service);
    CHECK((effects == "refused " || effects == "login_refused "));
  }
}

TEST_CASE("a body of another media type is refused", "[mock]") {
  Host host;
  HttpRequest request =
      Host::make("POST", "/v1/auth/mfa/recovery", "", R"({"email":"alice@example.com"})");
  request.headers.push_back({"content-type", "text/plain"});
  CHECK(host.service.serve(request).response.status == 400);
  request.headers.back().value = "application/json; charset=utf-8";
  CHECK(host.service.serve(request).response.status == 200);
  request.headers.push_back({"x-tenant-id", tenant_id});
  CHECK(host.service.serve(request).response.status == 400);
}

TEST_CASE("sign-in without a second factor answers user and session", "[mock]") {
  Host host;
  const Answer in = host.sign_in("carol@example.com", "plain sailing today");
  REQUIRE(in.status == 200);
  CHECK(in.text("/user/email") == "carol@example.com");
  CHECK(in.text("/session/access_token_expires_at") == "2024-01-15T11:00:00Z");
  CHECK(in.text("/session/refresh_token_expires_at") == "2024-02-14T10:00:00Z");
  CHECK(in.text("/session/refresh_token").starts_with("rft_"));
  const json::object claims = host.claims(in.text("/session/access_token"));
  CHECK(claims.at("sub") == "usr_01HABCDEF333333");
  CHECK(claims.at("tenant_id") == tenant_id);
  CHECK(claims.at("session_id") == in.body.at("session").at("id"));
  CHECK(claims.at("mfa_verified") == false);
  CHECK(claims.at("exp").as_int64() == 1705312800 + 3600);
  CHECK_FALSE(claims.contains("session_type"));
  CHECK_FALSE(in.body.as_object().contains("backup_codes_remaining"));
  const Answer me = host.call("GET", "/v1/auth/me", in.text("/session/access_token"), "", "");
  CHECK(me.status == 200);
  CHECK(me.body.at("mfa_enabled") == false);
  host.service.advance(3600s);
  CHECK(host.call("GET", "/v1/auth/me", in.text("/session/access_token")).code() ==
        "token_expired");
}

TEST_CASE("sign-up opens a session", "[mock]") {
  Host host;
  const Answer up = host.call("POST", "/v1/auth/sign-up", public_key,
                              R"({"email":"new@example.com","password":"long enough","name":"N"})");
  CHECK(up.status == 201);
  CHECK(up.text("/user/name") == "N");
  CHECK(up.body.at("user").at("email_verified") == false);
  CHECK(host.sign_in("NEW@example.com", "long enough").status == 200);
}

TEST_CASE("a second factor is demanded with its challenge", "[mock]") {
  Host host;
  const Answer in = host.sign_in("alice@example.com", alice_password);
  CHECK(in.status == 403);
  CHECK(in.code() == "mfa_required");
  CHECK(in.text("/error/challenge_id").starts_with("chl_"));
  const json::array& factors = in.body.at("error").at("available_factors").as_array();
  REQUIRE(factors.size() == 2);
  CHECK(factors[0].at("id") == alice_factor);
  CHECK(factors[0].at("type") == "totp");
  CHECK(factors[0].at("name") == "Authenticator app");
  CHECK(factors[1].at("id") == "backup_codes");
  CHECK(factors[1].at("type") == "backup_codes");
}

TEST_CASE("totp: one step either side, never twice, never backwards", "[mock]") {
  Host host;
  const std::string early = host.service.totp(alice_factor);
  host.service.advance(30s);
  CHECK(host.verify(host.challenge(), alice_factor, early).status == 200);
  CHECK(host.verify(host.challenge(), alice_factor, early).code() == "invalid_mfa_code");
  const std::string current = host.service.totp(alice_factor);
  const Answer in = host.verify(host.challenge(), alice_factor, current);
  CHECK(in.status == 200);
  CHECK(host.claims(in.text("/session/access_token")).at("mfa_verified") == true);
  host.service.advance(30s);
  const std::string third = host.service.totp(alice_factor);
  host.service.advance(60s);
  CHECK(host.verify(host.challenge(), alice_factor, third).code() == "invalid_mfa_code");
  const std::string fourth = host.service.totp(alice_factor);
  CHECK(host.verify(host.challenge(), alice_factor, fourth).status == 200);
}

TEST_CASE("a backup code works once and exactly", "[mock]") {
  Host host;
  const std::string code = host.next_code();
  std::string low = code;
  for (char& c : low) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const std::string id = host.challenge();
  if (low != code) CHECK(host.verify(id, "backup_codes", low).code() == "invalid_mfa_code");
  CHECK(host.verify(id, "backup_codes", code + " ").code() == "invalid_mfa_code");
  CHECK(host.service.seeded_backup_codes(alice_id).size() == 8);
  CHECK(host.verify(id, "backup_codes", code).status == 200);
  CHECK(host.service.seeded_backup_codes(alice_id).size() == 7);
  CHECK(host.verify(id, "backup_codes", host.next_code()).code() == "invalid_challenge");
  CHECK(host.verify(host.challenge(), "backup_codes", code).code() == "invalid_mfa_code");
  CHECK(host.service.seeded_backup_codes(alice_id).size() == 7);
  CHECK(host.service.journal().find(code) == std::string::npos);
}

TEST_CASE("a new set kills the old one", "[mock]") {
  Host host;
  const std::string old = host.next_code();
  const Answer made = host.call("POST", alice_base + "/backup-codes/generate", secret_key);
  std::set<std::string> fresh;
  for (const auto& code : made.body.at("codes").as_array()) {
    fresh.insert(std::string(code.as_string()));
  }
  CHECK(fresh.size() == 8);
  CHECK(host.service.seeded_backup_codes(alice_id).empty());
  CHECK(host.verify(host.challenge(), "backup_codes", old).code() == "invalid_mfa_code");
  for (const std::string& code : fresh) {
    CHECK(host.verify(host.challenge(), "backup_codes", code).status == 200);
  }
  CHECK(host.sign_in("alice@example.com", alice_password)
            .body.at("error")
            .at("available_factors")
            .as_array()
            .size() == 1);
}

TEST_CASE("challenges last five minutes and belong to a tenant", "[mock]") {
  Host host;
  const std::string id = host.challenge();
  const std::string body = json::serialize(json::object{
      {"challenge_id", id}, {"factor_id", "backup_codes"}, {"code", host.next_code()}});
  CHECK(host.call("POST", "/v1/auth/mfa/verify", "", body, other_tenant).code() ==
        "invalid_challenge");
  host.service.advance(300s - 1ms);
  CHECK(host.verify(id, "fac_none", "1").code() == "not_found");
  CHECK(host.verify(id, "backup_codes", "WRON-GWRO").code() == "invalid_mfa_code");
  host.service.advance(1ms);
  CHECK(host.verify(id, "backup_codes", host.next_code()).code() == "invalid_challenge");
}

TEST_CASE("five wrong codes in ten minutes close verify for the user", "[mock]") {
  Host host;
  std::string id = host.challenge();
  for (int i = 5; i-- > 0;) {
    const Answer wrong = host.verify(id, "backup_codes", "WRON-GWRO");
    CHECK(wrong.status == 401);
    CHECK(wrong.response.header("X-RateLimit-Remaining") == std::to_string(i));
    CHECK(wrong.response.header("Retry-After").empty());
  }
  host.service.advance(100s);
  const Answer closed = host.verify(id, "backup_codes", host.next_code());
  CHECK(closed.status == 429);
  CHECK(closed.code() == "rate_limit_exceeded");
  CHECK(closed.response.header("Retry-After") == "500");
  CHECK(closed.response.header("X-RateLimit-Limit") == "5");
  CHECK(host.service.seeded_backup_codes(alice_id).size() == 8);
  host.service.advance(500s);
  CHECK(host.alice().status == 200);
}

TEST_CASE("limits of sign-in, refresh and recovery, and the switch", "[mock]") {
  struct Row {
    const char* target;
    const char* body;
    int allowed, status, wait;
  };
  const Row rows[] = {
      {"/v1/auth/sign-in", R"({"email":"a@b.cd","password":"x"})", 10, 401, 60},
      {"/v1/auth/token/refresh", R"({"refresh_token":"x"})", 60, 401, 60},
      {"/v1/auth/mfa/recovery", R"({"email":"nobody@example.com"})", 5, 200, 600},
      {"/v1/auth/mfa/recovery", R"({"email":"alice@example.com"})", 5, 200, 600},
      {"/v1/auth/mfa/recovery/verify", R"({"token":"x"})", 500, 401, 60},
  };
  for (const Row& row : rows) {
    INFO(row.target);
    Host host;
    MockOptions open = still();
    open.limits = false;
    Host unlimited(open);
    int good = 0;
    for (int i = 0; i < row.allowed; ++i) {
      good += host.call("POST", row.target, public_key, row.body).status == row.status;
      good += unlimited.call("POST", row.target, public_key, row.body).status == row.status;
    }
    CHECK(good == 2 * row.allowed);
    const Answer closed = host.call("POST", row.target, public_key, row.body);
    CHECK(closed.status == 429);
    CHECK(closed.response.header("Retry-After") == std::to_string(row.wait));
    CHECK(closed.response.header("X-RateLimit-Remaining") == "0");
    CHECK(unlimited.call("POST", row.target, public_key, row.body).status == row.status);
    host.service.advance(std::chrono::seconds{row.wait});
    CHECK(host.call("POST", row.target, public_key, row.body).status == row.status);
  }
}

TEST_CASE("refresh tokens rotate and a reuse ends the family", "[mock]") {
  Host host;
  const auto refresh = [&](const std::string& token) {
    return host.call("POST", "/v1/auth/token/refresh", "",
                     json::serialize(json::object{{"refresh_token", token}}));
  };
  const Answer in = host.sign_in("carol@example.com", "plain sailing today");
  const std::string first = in.text("/session/refresh_token");
  const Answer second = refresh(first);
  CHECK(second.status == 200);
  CHECK(second.body.at("expires_in").as_int64() == 3600);
  CHECK(second.text("/refresh_token") != first);
  CHECK(second.text("/access_token") != in.text("/session/access_token"));
  const Answer third = refresh(second.text("/refresh_token"));
  CHECK(third.status == 200);
  CHECK(refresh(first).code() == "refresh_token_invalid");
  CHECK(refresh(third.text("/refresh_token")).code() == "session_revoked");
  const std::string late =
      host.sign_in("carol@example.com", "plain sailing today").text("/session/refresh_token");
  host.service.advance(30 * 24h);
  CHECK(refresh(late).code() == "refresh_token_expired");
}

TEST_CASE("sign-out, session deletion and the real-time check", "[mock]") {
  Host host;
  const auto valid = [&](const std::string& token) {
    const Answer answer = host.call("POST", "/v1/sessions/verify", secret_key,
                                    json::serialize(json::object{{"token", token}}));
    CHECK(answer.status == 200);
    return answer.body.at("valid").as_bool();
  };
  const Answer in = host.alice();
  const std::string token = in.text("/session/access_token");
  CHECK(valid(token));
  CHECK_FALSE(valid(token + "x"));
  CHECK_FALSE(valid("nonsense"));
  CHECK(host.call("POST", "/v1/auth/sign-out", token).status == 204);
  CHECK_FALSE(valid(token));
  CHECK(host.call("GET", "/v1/auth/me", token).status == 200);
  CHECK(
      host.call("POST", "/v1/auth/token/refresh", "",
                json::serialize(json::object{{"refresh_token", in.text("/session/refresh_token")}}))
          .code() == "session_revoked");
  const Answer again = host.alice();
  const std::string id = again.text("/session/id");
  CHECK(host.call("DELETE", "/v1/sessions/" + id, secret_key).status == 204);
  CHECK_FALSE(valid(again.text("/session/access_token")));
  const Answer third = host.alice();
  CHECK(valid(third.text("/session/access_token")));
  host.service.advance(3600s);
  CHECK_FALSE(valid(third.text("/session/access_token")));
}

TEST_CASE("the key set proves the tokens", "[mock]") {
  Host host;
  const Answer keys = host.call("GET", "/.well-known/jwks.json", "", "", "");
  REQUIRE(keys.status == 200);
  const json::value& key = keys.body.at("keys").at(0);
  CHECK(key.at("kty") == "OKP");
  CHECK(key.at("crv") == "Ed25519");
  const std::string token = host.alice().text("/session/access_token");
  const auto head = hellojohn::testing::mock::base64url_decode(token.substr(0, token.find('.')));
  const json::value header = json::parse(*head);
  CHECK(header.at("alg") == "EdDSA");
  CHECK(header.at("typ") == "JWT");
  CHECK(header.at("kid") == key.at("kid"));
  CHECK(proves(std::string(key.at("x").as_string()), token));
  std::string forged = token;
  forged[token.find('.') + 5] ^= 1;
  CHECK_FALSE(proves(std::string(key.at("x").as_string()), forged));
}

TEST_CASE("recovery answers are the same for known and unknown addresses", "[mock]") {
  Host known;
  Host unknown;
  for (int i = 0; i < 7; ++i) {
    const Answer a = known.ask_recovery("alice@example.com");
    const Answer b = unknown.ask_recovery("nobody@example.com");
    CHECK(a.status == b.status);
    CHECK(a.response.headers.size() == b.response.headers.size());
    // The ids of the two requests come from the same seed, so that even they are equal.
    for (std::size_t h = 0; h < a.response.headers.size(); ++h) {
      CHECK(a.response.headers[h].name == b.response.headers[h].name);
      CHECK(a.response.headers[h].value == b.response.headers[h].value);
    }
    CHECK(a.response.body.reveal() == b.response.body.reveal());
  }
  CHECK(known.service.outbox().size() == 5);
  CHECK(unknown.service.outbox().empty());
}

TEST_CASE("recovery links: one use, fifteen minutes, the newest only", "[mock]") {
  Host host;
  host.service.set_public_origin("https://localhost:8443");
  (void)host.ask_recovery();
  const std::string first = host.service.outbox().at(0).token;
  CHECK(host.service.outbox().at(0).link == "https://localhost:8443/recover?token=" + first);
  CHECK(host.service.outbox().at(0).to == "alice@example.com");
  (void)host.ask_recovery("ALICE@example.com");
  CHECK(host.spend(first).code() == "invalid_token");
  const std::string second = host.service.outbox().at(1).token;
  CHECK(host.call("POST", "/v1/auth/mfa/recovery/verify", "", R"({"token":")" + second + R"("})",
                  other_tenant)
            .code() == "invalid_token");
  CHECK(host.call("GET", "/recover?token=" + second, "", "", "").status == 200);
  CHECK(host.spend(second).status == 200);
  CHECK(host.spend(second).code() == "invalid_token");
  (void)host.ask_recovery();
  host.service.advance(900s);
  CHECK(host.spend(host.service.outbox().at(2).token).code() == "token_expired");
}

TEST_CASE("a recovery session may re-enrol and nothing else", "[mock]") {
  Host host;
  const std::string token = host.recovery_session();
  const json::object claims = host.claims(token);
  CHECK(claims.at("session_type") == "recovery");
  CHECK(claims.at("mfa_verified") == false);
  CHECK(claims.at("exp").as_int64() - claims.at("iat").as_int64() == 3600);
  CHECK(host.call("GET", "/v1/auth/me", token).status == 200);
  CHECK(host.call("GET", alice_base + "/factors", token).status == 200);
  const std::pair<const char*, std::string> closed[] = {
      {"DELETE", alice_base + "/factors/" + alice_factor},
      {"GET", "/v1/users/usr_01HABCDEF222222/mfa/factors"},
      {"POST", "/v1/users/usr_01HABCDEF222222/mfa/backup-codes/generate"},
      {"GET", "/v1/audit-logs"},
      {"POST", "/v1/admin/users/impersonate"},
      {"PATCH", "/v1/admin/config"},
      {"POST", "/v1/sessions/verify"}};
  for (const auto& [method, target] : closed) {
    INFO(method << " " << target);
    CHECK(host.call(method, target, token, "{}").code() == "insufficient_permissions");
  }
  CHECK(host.call("POST", alice_base + "/backup-codes/generate", token).status == 200);
  CHECK(host.call("POST", "/v1/auth/sign-out", token).status == 204);
  CHECK(host.call("GET", "/v1/auth/me", token).code() == "session_revoked");
  const std::string late = host.recovery_session();
  host.service.advance(3600s);
  CHECK(host.call("GET", alice_base + "/factors", late).code() == "token_expired");
}

TEST_CASE("re-enrolment in a recovery session turns the old factor off", "[mock]") {
  Host host;
  const std::string token = host.recovery_session();
  const Answer begun =
      host.call("POST", alice_base + "/factors", token, R"({"type":"totp","name":"New phone"})");
  CHECK(begun.status == 201);
  CHECK(begun.text("/status") == "pending");
  CHECK(begun.text("/totp/uri").starts_with("otpauth://totp/"));
  CHECK(begun.text("/totp/qr_code").starts_with("data:image/png;base64,"));
  const std::string id = begun.text("/factor_id");
  const std::string confirm = alice_base + "/factors/" + id + "/confirm";
  const auto code_body = [](const std::string& code) {
    return json::serialize(json::object{{"code", code}});
  };
  const auto secret = hellojohn::testing::mock::base32_decode(begun.text("/totp/secret"));
  REQUIRE(secret);
  const std::string code = hellojohn::testing::mock::totp_code(*secret, 1705312800 / 30);
  CHECK(code == host.service.totp(id));
  CHECK(host.call("POST", confirm, token, code_body("0000000")).code() == "invalid_mfa_code");
  const Answer done = host.call("POST", confirm, token, code_body(code));
  CHECK(done.status == 200);
  CHECK(done.text("/status") == "active");
  CHECK(done.text("/user_id") == alice_id);
  CHECK(host.call("POST", confirm, token, code_body(code)).code() == "conflict");
  const json::value list = host.call("GET", alice_base + "/factors", secret_key).body;
  CHECK(list.at("total") == 3);
  CHECK(list.at("data").at(0).at("status") == "disabled");
  CHECK(list.at("data").at(1).at("status") == "active");
  CHECK(list.at("data").at(2).at("type") == "backup_codes");
  CHECK_FALSE(list.at("data").at(0).as_object().contains("user_id"));
  CHECK(host.service.seeded_backup_codes(alice_id).size() == 8);
  const std::string old = host.service.totp(alice_factor);
  CHECK(host.verify(host.challenge(), alice_factor, old).code() == "not_found");
  CHECK(host.verify(host.challenge(), id, code).code() == "invalid_mfa_code");
  host.service.advance(30s);
  CHECK(host.verify(host.challenge(), id, host.service.totp(id)).status == 200);
}

TEST_CASE("a person may handle the own factors, not those of others", "[mock]") {
  Host host;
  const std::string token = host.alice().text("/session/access_token");
  CHECK(host.call("POST", alice_base + "/backup-codes/generate", token).status == 200);
  CHECK(host.call("GET", "/v1/users/usr_01HABCDEF222222/mfa/factors", token).code() ==
        "insufficient_permissions");
  CHECK(host.call("GET", alice_base + "/factors", token, "", other_tenant).code() ==
        "tenant_mismatch");
  CHECK(host.call("DELETE", alice_base + "/factors/" + alice_factor, token).status == 204);
  CHECK(host.audit("?type=mfa.removed").size() == 1);
  CHECK(host.audit("?type=mfa.factor_removed_by_admin").empty());
  CHECK(host.call("GET", alice_base + "/factors", token).body.at("total") == 0);
}

TEST_CASE("codes by text message and mail arrive in the outbox", "[mock]") {
  Host host;
  const std::string base = "/v1/users/usr_01HABCDEF333333/mfa/factors";
  const Answer sms =
      host.call("POST", base, secret_key, R"({"type":"sms","phone_number":"+15550123456"})");
  CHECK(sms.text("/phone_number") == "+1******3456");
  const Answer mail = host.call("POST", base, secret_key, R"({"type":"email_otp"})");
  CHECK(mail.text("/email") == "c***@example.com");
  const auto box = host.service.outbox();
  REQUIRE(box.size() == 2);
  CHECK(box[0].kind == "otp");
  CHECK(box[0].to == "+15550123456");
  const std::string id = mail.text("/factor_id");
  CHECK(host.call("POST", base + "/" + id + "/confirm", secret_key,
                  R"({"code":")" + box[1].token + R"("})")
            .status == 200);
  const Answer in = host.sign_in("carol@example.com", "plain sailing today");
  CHECK(in.code() == "mfa_required");
  CHECK(host.service.outbox().size() == 3);
  CHECK(host.verify(in.text("/error/challenge_id"), id, host.service.outbox()[2].token).status ==
        200);
}

TEST_CASE("impersonation is capped, recorded and not MFA", "[mock]") {
  Host host;
  const Answer day =
      host.call("POST", "/v1/admin/users/impersonate", secret_key,
                R"({"user_id":"usr_01HABCDEF222222","reason":"x","expires_in":"7d"})");
  CHECK(day.body.at("expires_in") == 86400);
  CHECK(day.body.as_object().size() == 4);
  const json::object claims = host.claims(day.text("/access_token"));
  CHECK(claims.at("session_type") == "impersonation");
  CHECK(claims.at("sub") == bob_id);
  const json::array log = host.audit("?type=admin.*");
  REQUIRE(log.size() == 1);
  CHECK(log[0].at("type") == "admin.user_impersonated");
  CHECK(log[0].at("actor").at("type") == "api_key");
  CHECK(log[0].at("metadata").at("reason") == "x");
}

TEST_CASE("the five recovery actions appear in the documented shape", "[mock]") {
  Host host;
  (void)host.recovery_session();
  (void)host.alice();
  (void)host.call("POST", alice_base + "/backup-codes/generate", secret_key);
  (void)host.call("DELETE", alice_base + "/factors/" + alice_factor, secret_key);
  for (const char* type :
       {"mfa.recovery_requested", "mfa.recovery_used", "mfa.factor_removed_by_admin",
        "mfa.backup_codes_generated", "mfa.backup_code_used"}) {
    INFO(type);
    const json::array found = host.audit(std::string("?type=") + type);
    REQUIRE(found.size() == 1);
    const json::object& entry = found[0].as_object();
    for (const char* name :
         {"id", "type", "actor", "resource", "tenant_id", "organization_id", "ip_address",
          "user_agent", "country", "result", "metadata", "created_at"}) {
      CHECK(entry.contains(name));
    }
    CHECK(entry.size() == 12);
    CHECK(std::string(entry.at("id").as_string()).starts_with("evt_audit_"));
    CHECK(entry.at("created_at") == "2024-01-15T10:00:00.000Z");
    CHECK(entry.at("tenant_id") == tenant_id);
    CHECK(entry.at("result") == "success");
  }
  CHECK(host.audit("?type=mfa.*").size() == 5);
  CHECK(host.audit("?actor_type=api_key").size() == 2);
  CHECK(host.audit("?actor_id=usr_01HABCDEF123456&type=mfa.*").size() == 3);
  CHECK(host.audit("?to=2024-01-15T09:59:59Z").empty());
  CHECK(host.audit("?from=2024-01-15").size() == 6);
  CHECK(host.call("GET", "/v1/audit-logs", "sk_live_other000", "", other_tenant)
            .body.at("data")
            .as_array()
            .empty());
}

TEST_CASE("audit pages follow each other to the end, also while entries arrive", "[mock]") {
  MockOptions options = still();
  options.limits = false;
  Host host(options);
  for (int i = 0; i < 7; ++i) (void)host.ask_recovery();
  std::set<std::string> seen;
  std::string cursor;
  int pages = 0;
  do {
    const Answer page = host.call(
        "GET", "/v1/audit-logs?limit=3" + (cursor.empty() ? "" : "&cursor=" + cursor), secret_key);
    REQUIRE(page.status == 200);
    CHECK(page.body.at("meta").at("limit") == 3);
    CHECK(page.body.at("meta").at("total").to_number<int>() == 7 + pages);
    for (const auto& entry : page.body.at("data").as_array()) {
      CHECK(seen.insert(std::string(entry.at("id").as_string())).second);
    }
    cursor = page.text("/meta/cursor");
    ++pages;
    (void)host.ask_recovery();
  } while (cursor != "<absent>" && pages < 10);
  CHECK(pages == 3);
  CHECK(seen.size() == 7);
}

TEST_CASE("the audit log can lag", "[mock]") {
  MockOptions options = still();
  options.audit_delay = 2000ms;
  Host host(options);
  (void)host.ask_recovery();
  CHECK(host.audit().empty());
  host.service.advance(2s);
  CHECK(host.audit().size() == 1);
}

TEST_CASE("options: remaining count, step-up, set size, mfa_required", "[mock]") {
  MockOptions options = still();
  options.backup_codes_remaining = true;
  options.step_up = true;
  options.codes_per_set = 10;
  Host host(options);
  const Answer in = host.alice();
  CHECK(in.body.at("backup_codes_remaining") == 9);
  const std::string token = in.text("/session/access_token");
  host.service.advance(300s);
  CHECK(host.call("POST", alice_base + "/backup-codes/generate", token)
            .body.at("codes")
            .as_array()
            .size() == 10);
  host.service.advance(1s);
  CHECK(host.call("POST", alice_base + "/backup-codes/generate", token).code() ==
        "reauthentication_required");
  CHECK(host.call("POST", alice_base + "/backup-codes/generate", host.recovery_session()).status ==
        200);
  CHECK(host.call("PATCH", "/v1/admin/config", secret_key, R"({"mfa_required":true})")
            .body.at("mfa_required") == true);
}

TEST_CASE("options: codes for somebody who has no factor", "[mock]") {
  for (const bool wanted : {false, true}) {
    MockOptions options = still();
    options.codes_need_factor = wanted;
    Host host(options);
    const std::string token = host.alice().text("/session/access_token");
    CHECK(host.call("DELETE", alice_base + "/factors/" + alice_factor, token).status == 204);
    const Answer made = host.call("POST", alice_base + "/backup-codes/generate", token);
    CHECK(made.status == (wanted ? 409 : 200));
    if (wanted) CHECK(made.code() == "mfa_not_enrolled");
  }
}

TEST_CASE("a careless server can be had", "[mock]") {
  MockOptions options = still();
  options.lax = true;
  Host host(options);
  CHECK(host.ask_recovery("nobody@example.com").status == 404);
  const std::string token = host.recovery_session();
  CHECK(host.call("GET", "/v1/users/usr_01HABCDEF222222/mfa/factors", token).status == 200);
  CHECK(host.call("GET", "/v1/audit-logs", token).status == 200);
  CHECK(host.call("DELETE", alice_base + "/factors/" + alice_factor, token).status == 204);
  (void)host.ask_recovery();
  const std::string link = host.service.outbox().back().token;
  CHECK(host.call("GET", "/recover?token=" + link, "", "", "").status == 200);
  CHECK(host.spend(link).code() == "invalid_token");
  for (int i = 0; i < 20; ++i) (void)host.ask_recovery();
  CHECK(host.ask_recovery().status == 200);
}

TEST_CASE("a mail filter opens links before the person does", "[mock]") {
  for (const bool lax : {false, true}) {
    MockOptions options = still();
    options.lax = lax;
    Host host(options);
    CHECK(host.control("POST", "scanner", R"({"on":true})").status == 200);
    (void)host.ask_recovery();
    const Answer spent = host.spend(host.service.outbox().back().token);
    CHECK(spent.status == (lax ? 401 : 200));
    const char* effect = lax ? "token_burned_by_get" : "link_opened";
    CHECK(journal_effects(host.service).find(effect) != std::string::npos);
  }
}

TEST_CASE("faults break answers as ordered and the journal tells", "[mock]") {
  struct Row {
    const char* fault;
    Delivery delivery;
    int status;
    bool processed;
  };
  const Row rows[] = {
      {R"({"kind":"status","status":503,"retry_after":7,"path":"*"})", Delivery::normal, 503,
       false},
      {R"({"kind":"status","status":500,"after":true,"path":"*"})", Delivery::normal, 500, true},
      {R"({"kind":"delay","delay_ms":250,"path":"*"})", Delivery::normal, 200, true},
      {R"({"kind":"drop_before","path":"*"})", Delivery::drop_before, 0, false},
      {R"({"kind":"drop_after","path":"*"})", Delivery::drop_after, 200, true},
      {R"({"kind":"truncate","path":"*"})", Delivery::truncate, 200, true},
      {R"({"kind":"garbage","method":"POST","path":"/v1/users/:id/mfa/backup-codes/generate"})",
       Delivery::garbage, 200, true},
  };
  for (const Row& row : rows) {
    INFO(row.fault);
    Host host;
    json::object order = json::parse(row.fault).as_object();
    order["first_n"] = 1;
    REQUIRE(host.control("POST", "faults", json::serialize(order)).status == 201);
    const std::string target = alice_base + "/backup-codes/generate";
    const MockAnswer hit = host.service.serve(Host::make("POST", target, secret_key, ""));
    CHECK(hit.delivery == row.delivery);
    CHECK(hit.response.status == row.status);
    CHECK(host.service.seeded_backup_codes(alice_id).empty() == row.processed);
    CHECK(journal_effects(host.service) == (row.processed ? "codes_generated " : "not_processed "));
    CHECK(host.service.journal().find(R"("fault":")") != std::string::npos);
    CHECK((hit.delay == 250ms) == (order.at("kind") == "delay"));
    if (row.status == 503) CHECK(hit.response.header("Retry-After") == "7");
    const MockAnswer next = host.service.serve(Host::make("POST", target, secret_key, ""));
    CHECK(next.delivery == Delivery::normal);
    CHECK(next.response.status == 200);
    const Answer table = host.control("GET", "faults");
    CHECK(table.body.at("faults").at(0).at("hits") == 1);
    CHECK(host.control("DELETE", "faults").status == 204);
    CHECK(host.control("GET", "faults").body.at("faults").as_array().empty());
  }
}

TEST_CASE("faults: own body and headers, other paths untouched, bad orders refused", "[mock]") {
  Host host;
  CHECK(host.control("POST", "faults",
                     R"({"method":"GET","path":"/v1/auth/me","kind":"status","status":418,
                        "body":"tea","headers":{"content-type":"text/plain"}})")
            .status == 201);
  const MockAnswer hit = host.service.serve(Host::make("GET", "/v1/auth/me?x=1", "", ""));
  CHECK(hit.response.status == 418);
  CHECK(hit.response.body.reveal() == "tea");
  CHECK(hit.response.header("Content-Type") == "text/plain");
  CHECK(host.call("POST", "/v1/auth/me", "").status == 405);
  for (const char* bad : {R"({"kind":"explode"})", R"({"kind":"status","status":"503"})",
                          R"({"kind":"delay","delay_ms":-1})", R"({"kind":"delay","first_n":0})",
                          R"({"path":"*"})", R"({"kind":"status","headers":[]})"}) {
    CHECK(host.control("POST", "faults", bad).code() == "validation_failed");
  }
}

TEST_CASE("control routes", "[mock]") {
  Host host;
  CHECK(host.control("GET", "health").text("/status") == "ok");
  CHECK(host.control("POST", "health").status == 405);
  CHECK(host.control("GET", "nothing").status == 404);
  CHECK(host.control("POST", "clock", R"({"advance_ms":1500})").text("/now") ==
        "2024-01-15T10:00:01.500Z");
  CHECK(host.control("POST", "clock", R"({"advance_ms":-1})").status == 422);
  CHECK(host.control("POST", "clock", "{").status == 400);
  CHECK(hellojohn::testing::mock::unix_millis(host.service.now()) == 1705312801500);
  const Answer totp = host.control("GET", std::string("totp/") + alice_factor);
  CHECK(totp.text("/code") == host.service.totp(alice_factor));
  CHECK(totp.body.at("valid_for_s") == 29);
  CHECK(host.control("GET", "totp/fac_none").status == 404);
  CHECK(host.service.totp("fac_none").empty());
  (void)host.ask_recovery();
  const Answer box = host.control("GET", "outbox");
  REQUIRE(box.body.as_array().size() == 1);
  CHECK(box.text("/0/kind") == "recovery");
  CHECK(box.text("/0/link") == host.service.outbox()[0].link);
  const HttpResponse journal = host.service.control(Host::make("GET", "/__mock/journal", "", ""));
  CHECK(journal.body.reveal() == host.service.journal());
  CHECK(journal_effects(host.service) == "recovery_mailed ");
  (void)host.call("POST", alice_base + "/backup-codes/generate", secret_key);
  CHECK(host.control("POST", "reset").status == 200);
  CHECK(host.service.journal().empty());
  CHECK(host.service.outbox().empty());
  CHECK(host.service.seeded_backup_codes(alice_id).size() == 8);
  CHECK(hellojohn::testing::mock::unix_millis(host.service.now()) == 1705312800000);
}

TEST_CASE("everything follows from the seed", "[mock]") {
  const auto story = [](std::uint64_t seed) {
    MockOptions options = still();
    options.seed = seed;
    Host host(options);
    std::string out = host.service.describe() + host.service.totp(alice_factor);
    out += host.alice().response.body.reveal();
    out +=
        host.call("POST", alice_base + "/backup-codes/generate", secret_key).response.body.reveal();
    out += host.recovery_session();
    out += host.call("GET", "/.well-known/jwks.json", "").response.body.reveal();
    return out + host.service.journal();
  };
  CHECK(story(1) == story(1));
  CHECK(story(1) != story(2));
  MockOptions other = still();
  other.seed = 2;
  CHECK(Host().service.seeded_backup_codes(alice_id) !=
        Host(other).service.seeded_backup_codes(alice_id));
}

TEST_CASE("describe tells the fixed world", "[mock]") {
  Host host;
  const json::value world = json::parse(host.service.describe());
  CHECK(world.at("tenant_id") == tenant_id);
  CHECK(world.at("publishable_key") == public_key);
  CHECK(world.at("secret_key") == secret_key);
  const json::array& users = world.at("users").as_array();
  REQUIRE(users.size() == 4);
  const int counts[] = {8, 3, 0, 0};
  for (std::size_t i = 0; i < users.size(); ++i) {
    CHECK(users[i].at("backup_codes").as_array().size() == static_cast<std::size_t>(counts[i]));
  }
  CHECK(users[0].at("factors").at(0) == alice_factor);
  CHECK(users[1].at("factors").at(0) == "fac_01HABCDEF222222");
  CHECK(users[3].at("tenant_id") == other_tenant);
}

TEST_CASE("own people", "[mock]") {
  MockOptions options = still();
  options.seed_json = R"({"users":[{"id":"usr_x","email":"x@example.com","password":"pass word",
      "factors":[{"id":"fac_x","secret":"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"}],"backup_codes":2},
      {"id":"usr_y","email":"y@example.com","password":"pass word","locked":true}]})";
  Host host(options);
  CHECK(host.service.seeded_backup_codes("usr_x").size() == 2);
  CHECK(host.service.totp("fac_x") ==
        hellojohn::testing::mock::totp_code("12345678901234567890", 1705312800 / 30));
  CHECK(host.sign_in("x@example.com", "pass word").code() == "mfa_required");
  CHECK(host.sign_in("y@example.com", "pass word").code() == "account_locked");
  for (const char* bad : {"{", "[]", R"({"users":1})", R"({"users":[{"id":"x"}]})"}) {
    options.seed_json = bad;
    Host broken(options);
    CHECK(json::parse(broken.service.describe()).as_object().contains("seed_error"));
    CHECK(broken.alice().status == 200);
  }
}

TEST_CASE("without the virtual clock time is the system's, moved by advance", "[mock]") {
  Host host{MockOptions{}};
  const auto before = std::chrono::system_clock::now();
  CHECK(host.service.now() >= before);
  CHECK(host.service.now() < before + 1min);
  host.service.advance(1h);
  CHECK(host.service.now() >= before + 1h);
  host.service.reset();
  CHECK(host.service.now() < before + 1min);
}
