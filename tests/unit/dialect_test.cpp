// The self-hosted server's own routes through the client: what is sent, what is refused here, what its answers mean.
#include "worlds/catch.hpp"
#include "worlds/client_world.hpp"

#include "rules/dialect.hpp"

#include <chrono>
#include <string>
#include <utility>

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

/// A token whose middle part says {"sub":"usr-1","exp":4102444800}.
constexpr const char* tokens =
    R"({"access_token":"e30.eyJzdWIiOiJ1c3ItMSIsImV4cCI6NDEwMjQ0NDgwMH0.c2ln","token_type":"Bearer",)"
    R"("expires_in":899,"refresh_token":"refresh-one"})";
constexpr const char* challenge =
    R"({"mfa_required":true,"mfa_token":"mfa-1","amr":["pwd"],"available_factors":["totp","email"],)"
    R"("preferred_factor":"totp"})";
constexpr const char* new_codes =
    R"({"rotated":true,"recovery_codes":["K7QW2M9XHT","P4ZC8NDRVB"]})";

ClientOptions self_hosted() {
  ClientOptions options;
  options.dialect = ServerDialect::self_hosted;
  options.client_id = "game";
  return options;
}

struct SelfHosted : ClientWorld {
  SelfHosted() : ClientWorld(self_hosted()) {}

  void sign_in() {
    auto pending = client->auth().sign_in({"a@example.com", SecretView("pw")});
    transport->respond(200, tokens);
    REQUIRE(std::move(pending).take());
  }
  [[nodiscard]] std::string sent() const {
    const HttpRequest request = transport->open().request;
    return request.method + " " + request.target + " " + std::string(request.body.reveal());
  }
  [[nodiscard]] UserMfa mfa() const { return client->user().mfa(); }
};

template <class T>
Error refused_here(SelfHosted& world, Pending<T> pending) {
  const auto answer = std::move(pending).take();
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().outcome == Outcome::not_sent);
  CHECK(world.transport->open_count() == 0);
  return answer.error();
}

}  // namespace

TEST_CASE("dialect: every operation has one row in each table, and a row names a path") {
  for (const Dialect* server : {&v1_dialect(), &self_hosted_dialect()})
    for (const Route& route : server->routes) {
      CAPTURE(route.traits.path_template);
      CHECK(route.traits.method.empty() == route.traits.path_template.empty());
      // Only questions are sent again after an unknown outcome; a POST that only asks is the check of a session.
      if (route.traits.repeat_after_unknown)
        CHECK(
            (route.traits.method == "GET" || route.traits.path_template == "/v1/sessions/verify"));
    }
}

TEST_CASE("capabilities: the table of both servers") {
  ClientWorld v1;
  const SelfHosted own;
  const Capabilities a = v1.client->capabilities();
  const Capabilities b = own.client->capabilities();
  struct Row {
    const char* name;
    bool Capabilities::*what;
    bool v1, self_hosted;
  };
  const Row rows[] = {
      {"sign in with a backup code", &Capabilities::sign_in_with_backup_code, true, true},
      {"generate backup codes", &Capabilities::generate_backup_codes, true, true},
      {"remove a factor", &Capabilities::remove_factor, true, true},
      {"send a code again", &Capabilities::send_code_again, false, true},
      {"recovery by mail", &Capabilities::recovery_by_mail, true, false},
      {"help of an administrator", &Capabilities::admin_help, true, false},
      {"enrol other factors than totp", &Capabilities::enrol_other_factors, true, false},
      {"list backup codes", &Capabilities::lists_backup_codes, true, false},
      {"needs a proof", &Capabilities::needs_proof, false, true},
      {"one authenticator", &Capabilities::one_authenticator, false, true},
      {"codes at the confirmation", &Capabilities::codes_at_confirmation, false, true},
      {"codes lock for a day", &Capabilities::codes_lock_for_a_day, false, true}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(a.*row.what == row.v1);
    CHECK(b.*row.what == row.self_hosted);
  }
}

TEST_CASE("self-hosted: a client needs a client id instead of a publishable key") {
  const auto made = [](std::string key, std::string id) {
    ClientOptions options = self_hosted();
    options.base_url = "https://auth.example.com";
    options.tenant_id = "acme";
    options.publishable_key = std::move(key);
    options.client_id = std::move(id);
    options.transport = std::make_unique<testing::ScriptedTransport>();
    return Client::create(std::move(options)).has_value();
  };
  CHECK(made("", "game"));
  CHECK_FALSE(made("", ""));
  CHECK_FALSE(made("", "a b"));
  CHECK_FALSE(made("sk_live_1", "game"));
}

TEST_CASE("self-hosted: a sign-in names tenant and application in its body and sends no key") {
  SelfHosted world;
  auto pending = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
  CHECK(world.sent() ==
        "POST /v2/auth/login "
        R"({"tenant_id":"tnt_1","client_id":"game",)"
        R"("email":"a@example.com","password":"pw"})");
  CHECK(world.transport->open().request.authorization.empty());
  world.transport->respond(200, challenge);
  const auto answer = std::move(pending).take();
  REQUIRE(answer);
  REQUIRE(answer->challenge() != nullptr);
  CHECK(answer->challenge()->id == "mfa-1");
  std::string types;
  for (const Factor& factor : answer->challenge()->factors) types += factor.type + " ";
  CHECK(types == "totp email_otp backup_codes ");
}

TEST_CASE("self-hosted: each way of a code has its path and its member") {
  struct Row {
    std::string_view factor_id;
    const char* sent;
  };
  const Row rows[] = {
      {factor::totp, R"(POST /v2/mfa/totp/challenge {"mfa_token":"mfa-1","code":"123456"})"},
      {factor::backup_codes,
       R"(POST /v2/mfa/totp/challenge {"mfa_token":"mfa-1","recovery":"123456"})"},
      {"email", R"(POST /v2/mfa/email/challenge {"mfa_token":"mfa-1","code":"123456"})"},
      {factor::email_otp, R"(POST /v2/mfa/email/challenge {"mfa_token":"mfa-1","code":"123456"})"},
      {"sms", R"(POST /v2/mfa/sms/challenge {"mfa_token":"mfa-1","code":"123456"})"}};
  for (const Row& row : rows) {
    SelfHosted world;
    auto pending = world.client->mfa().verify({"mfa-1", row.factor_id, "123456"});
    CHECK(world.sent() == row.sent);
    world.transport->respond(200, tokens);
    const auto answer = std::move(pending).take();
    REQUIRE(answer);
    CHECK(answer->session.user_id == "usr-1");
  }
  SelfHosted world;
  CHECK(refused_here(world, world.client->mfa().verify({"mfa-1", "../x", "1"})).code ==
        Errc::usage);
}

TEST_CASE("self-hosted: a code by mail is sent again, and 202 is its yes") {
  SelfHosted world;
  auto pending = world.client->mfa().send_code({"mfa-1", {}}, "email");
  CHECK(world.sent() == R"(POST /v2/mfa/email/send {"mfa_token":"mfa-1"})");
  world.transport->respond(202, R"({"sent":true,"expires_in":300})");
  CHECK(std::move(pending).take());
}

TEST_CASE(
    "self-hosted: a backup code is folded to ten characters, and one that cannot be is not sent") {
  SelfHosted world;
  auto pending = world.client->mfa().verify_backup_code({"mfa-1", {}}, " k7qw2-m9xht ");
  CHECK(world.sent() ==
        R"(POST /v2/mfa/totp/challenge {"mfa_token":"mfa-1","recovery":"K7QW2M9XHT"})");
  world.transport->respond(401, R"({"code":"invalid_mfa_code","message":"no"})");
  const auto answer = std::move(pending).take();
  CHECK(answer.error().code == Errc::invalid_code);
  CHECK(answer.error().outcome == Outcome::refused);
  for (const char* typed : {"K7QW2M9XH0", "K7QW2M9XH1", "K7QW2M9XHI", "k7qw2m9xho"}) {
    CAPTURE(typed);
    const Error error =
        refused_here(world, world.client->mfa().verify_backup_code({"m", {}}, typed));
    CHECK(error.code == Errc::invalid_code);
  }
}

TEST_CASE("self-hosted: a lock on backup codes names the app and no wait") {
  SelfHosted world;
  auto pending = world.client->mfa().verify_backup_code({"mfa-1", {}}, "K7QW2M9XHT");
  HttpResponse answer;
  answer.status = 429;
  answer.headers = {{"Content-Type", "application/json"},
                    {"X-RateLimit-Remaining", "96"},
                    {"X-RateLimit-Reset", "1705312830"}};
  answer.body = Secret(R"({"code":"RATE_LIMIT_EXCEEDED","message":"slow"})");
  world.transport->respond(std::move(answer));
  const auto locked = std::move(pending).take();
  CHECK(locked.error().code == Errc::rate_limited);
  CHECK(locked.error().outcome == Outcome::refused);
  CHECK_FALSE(locked.error().retry_after.has_value());
  CHECK(locked.error().detail.find("up to a day") != std::string::npos);
}

TEST_CASE("self-hosted: new codes and a removal take the password and a code") {
  SelfHosted world;
  world.sign_in();
  CHECK(refused_here(world, world.mfa().generate_backup_codes()).code ==
        Errc::reauthentication_required);
  CHECK(refused_here(world, world.mfa().remove(factor::totp)).code ==
        Errc::reauthentication_required);
  CHECK(refused_here(world, world.mfa().remove("email", {SecretView("pw"), factor::totp, "1"}))
            .code == Errc::unsupported);

  auto codes = world.mfa().generate_backup_codes({SecretView("pw"), factor::totp, "123456"});
  CHECK(world.sent() == R"(POST /v2/mfa/recovery/rotate {"password":"pw","code":"123456"})");
  world.transport->respond(200, new_codes);
  const auto made = std::move(codes).take();
  REQUIRE(made);
  CHECK(made->codes.size() == 2);

  auto removed =
      world.mfa().remove(factor::totp, {SecretView("pw"), factor::backup_codes, "k7qw2-m9xht"});
  CHECK(world.sent() == R"(POST /v2/mfa/totp/disable {"password":"pw","recovery":"K7QW2M9XHT"})");
  world.transport->respond(200, R"({"disabled":true})");
  CHECK(std::move(removed).take());
}

TEST_CASE(
    "self-hosted: a wrong proof is the person's, so the session is neither renewed nor ended") {
  struct Row {
    int status;
    const char* code;
    Errc generate, remove;
  };
  const Row rows[] = {
      {401, "invalid_password", Errc::invalid_credentials, Errc::invalid_credentials},
      {401, "invalid_mfa_code", Errc::invalid_code, Errc::invalid_code},
      {404, "TENANT_NOT_FOUND", Errc::usage, Errc::usage}};
  for (const Row& row : rows) {
    CAPTURE(row.code);
    SelfHosted world;
    world.sign_in();
    const std::string body = R"({"code":")" + std::string(row.code) + R"(","message":"no"})";
    const Proof proof{SecretView("pw"), factor::totp, "123456"};
    auto codes = world.mfa().generate_backup_codes(proof);
    world.transport->respond(row.status, body);
    const auto made = std::move(codes).take();
    CHECK(made.error().code == row.generate);
    CHECK(made.error().outcome == Outcome::refused);
    auto removal = world.mfa().remove(factor::totp, proof);
    world.transport->respond(row.status, body);
    const auto removed = std::move(removal).take();
    CHECK(removed.error().code == row.remove);
    CHECK(removed.error().outcome == Outcome::refused);
    CHECK(world.transport->open_count() == 0);
    CHECK(world.client->auth().current().has_value());
  }
}

TEST_CASE("self-hosted: nothing enrolled refuses new codes, and the list settles a removal") {
  const std::string body = R"({"code":"mfa_not_initialized","message":"no"})";
  const Proof proof{SecretView("pw"), factor::totp, "123456"};
  SelfHosted world;
  world.sign_in();
  auto codes = world.mfa().generate_backup_codes(proof);
  world.transport->respond(400, body);
  const auto made = std::move(codes).take();
  CHECK(made.error().code == Errc::conflict);
  CHECK(made.error().outcome == Outcome::refused);

  // A proxy may have sent the request twice, so this is perhaps the word on the second one.
  auto unseen = world.mfa().remove(factor::totp, proof);
  world.transport->respond(400, body);
  world.transport->respond(200, R"({"available_factors":[]})");
  const auto removed = std::move(unseen).take();
  REQUIRE_FALSE(removed.has_value());
  CHECK(removed.error().code == Errc::not_found);
  CHECK(removed.error().outcome == Outcome::unknown);

  auto listed = world.mfa().factors();
  world.transport->respond(200, R"({"available_factors":["totp"]})");
  REQUIRE(std::move(listed).take());
  auto removal = world.mfa().remove(factor::totp, proof);
  world.transport->respond(400, body);
  world.transport->respond(200, R"({"available_factors":[]})");
  CHECK(std::move(removal).take());
}

TEST_CASE("self-hosted: an enrolment looks at the list first") {
  SelfHosted world;
  world.sign_in();
  auto pending = world.mfa().enroll({});
  CHECK(world.sent() == "GET /v2/mfa/factors ");
  SECTION("and is refused if an authenticator is there") {
    world.transport->respond(200, R"({"available_factors":["totp","email"]})");
    const Error error = refused_here(world, std::move(pending));
    CHECK(error.code == Errc::conflict);
    CHECK(error.detail == "an authenticator is already set up");
  }
  SECTION("and is refused if the list names it in another shape") {
    world.transport->respond(200, R"({"available_factors":[{"id":"f1","type":"TOTP"}]})");
    CHECK(refused_here(world, std::move(pending)).code == Errc::conflict);
  }
  SECTION("and is refused if the list cannot be read") {
    world.transport->respond(200, R"({"factors":[]})");
    CHECK(refused_here(world, std::move(pending)).code == Errc::body);
  }
  SECTION("and a lost list leaves nothing done") {
    world.transport->respond(403, R"({"code":"FORBIDDEN","message":"no"})");
    CHECK(refused_here(world, std::move(pending)).code == Errc::forbidden);
  }
  SECTION("and goes on if none is there") {
    world.transport->respond(200, R"({"available_factors":["email"]})");
    CHECK(world.sent() == "POST /v2/mfa/totp/enroll ");
    world.transport->respond(200, R"({"secret_base32":"JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",)"
                                  R"("otpauth_url":"otpauth://totp/HelloJohn:?algorithm=SHA1\u0026)"
                                  R"(digits=6\u0026issuer=HelloJohn\u0026period=30\u0026)"
                                  R"(secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"})");
    const auto enrolment = std::move(pending).take();
    REQUIRE(enrolment);
    CHECK(enrolment->factor_id == factor::totp);
    CHECK(enrolment->totp_secret.size() == 32);
    CHECK_FALSE(enrolment->totp_uri.empty());
    auto confirming = world.mfa().confirm(enrolment->factor_id, "123456");
    CHECK(world.sent() == R"(POST /v2/mfa/totp/verify {"code":"123456"})");
    world.transport->respond(200, R"({"enabled":true,"recovery_codes":["K7QW2M9XHT"]})");
    const auto confirmed = std::move(confirming).take();
    REQUIRE(confirmed);
    REQUIRE(confirmed->backup_codes);
    CHECK(confirmed->backup_codes->codes.size() == 1);
  }
  SECTION("and an answer to the enrolment that is lost leaves the outcome unknown") {
    world.transport->respond(200, R"({"available_factors":[]})");
    world.transport->last_write();
    world.transport->fail(failed(Errc::connection_lost, Sent::all));
    const auto lost = std::move(pending).take();
    CHECK(lost.error().outcome == Outcome::unknown);
  }
}

TEST_CASE("self-hosted: the count of codes comes from sets that were seen here") {
  SelfHosted world;
  world.sign_in();
  const auto status = [&] {
    auto pending = world.mfa().backup_codes_status();
    world.transport->respond(200, R"({"available_factors":["totp"]})");
    return std::move(pending).take().value();
  };
  CHECK(status().certainty == BackupCodesStatus::Certainty::unknown);
  CHECK(status().has_set);
  auto codes = world.mfa().generate_backup_codes({SecretView("pw"), factor::totp, "123456"});
  world.transport->respond(200, new_codes);
  REQUIRE(std::move(codes).take());
  CHECK(status().certainty == BackupCodesStatus::Certainty::at_most);
  CHECK(status().count == 2);
}

TEST_CASE(
    "self-hosted: a list of names shows a confirmed authenticator, and mail not as a separate "
    "factor") {
  SelfHosted world;
  world.sign_in();
  auto pending = world.mfa().factors();
  world.transport->respond(200,
                           R"({"available_factors":["totp","email"],"preferred_factor":"totp"})");
  const auto factors = std::move(pending).take();
  REQUIRE(factors);
  REQUIRE(factors->size() == 2);
  CHECK(factors->at(0).id == factor::totp);
  CHECK(factors->at(0).status == "active");
  CHECK(factors->at(1).type == factor::email_otp);
  CHECK(factors->at(1).status.empty());
}

TEST_CASE("self-hosted: a sign-out and a renewal send the refresh token") {
  SelfHosted world;
  world.sign_in();
  world.clock.advance(std::chrono::seconds(900));
  auto token = world.client->auth().access_token();
  const std::string names = R"({"tenant_id":"tnt_1","client_id":"game","refresh_token":)";
  CHECK(world.sent() == "POST /v2/auth/refresh " + names + R"("refresh-one"})");
  world.transport->respond(200, tokens);
  CHECK(std::move(token).take());
  auto out = world.client->auth().sign_out();
  CHECK(world.sent() == "POST /v2/auth/logout " + names + R"("refresh-one"})");
  CHECK_FALSE(world.transport->open().request.authorization.empty());
  CHECK_FALSE(world.client->auth().current().has_value());
  world.transport->respond(204, "");
  CHECK(std::move(out).take());
}

TEST_CASE("self-hosted: recovery by mail is not there and nothing is sent") {
  SelfHosted world;
  CHECK(refused_here(world, world.client->recovery().request("a@example.com")).code ==
        Errc::unsupported);
  CHECK(refused_here(world, world.client->recovery().verify_token(SecretView("rec_tok_1"))).code ==
        Errc::unsupported);
  world.sign_in();
  CHECK(refused_here(world, world.mfa().enroll({factor::sms, {}, "+15550100000"})).code ==
        Errc::unsupported);
}

TEST_CASE("v1: a code is not sent again, because there is no such call") {
  ClientWorld world;
  const auto answer = world.client->mfa().send_code({"chl_1", {}}, "fac_1").take();
  CHECK(answer.error().code == Errc::unsupported);
  CHECK(answer.error().outcome == Outcome::not_sent);
  CHECK(world.transport->started_count() == 0);
}
