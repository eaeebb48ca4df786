// What each admin call sends, reads and claims, over a scripted transport.
#include "admin_world.hpp"
#include "worlds/catch.hpp"

#include <functional>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using Stage = admin::OverrideRecord::Stage;

namespace {

// {"sub":"usr_9","exp":1705316400}: an hour after the virtual clock begins.
const char* const jwt = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ1c3JfOSIsImV4cCI6MTcwNTMxNjQwMH0.c2ln";

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("admin: only secret keys are accepted") {
  for (const char* key : {"", "pk_live_abc", "sk_", "sk_other_abc", "sk_live_a b", "sk_live_\n",
                          "Sk_live_abc", "eyJ.e.s"}) {
    CAPTURE(key);
    admin::ClientOptions options;
    options.base_url = "https://auth.example.com";
    options.tenant_id = "tnt_1";
    options.secret_key = Secret(key);
    options.transport = std::make_unique<testing::ScriptedTransport>();
    const auto made = admin::Client::create(std::move(options));
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().code == Errc::usage);
    CHECK_FALSE(has(made.error().detail, "abc"));
  }
}

TEST_CASE("admin: what is sent, call by call") {
  AdminWorld world;
  const auto request = [&](const std::function<void()>& call) {
    call();
    const auto open = world.transport->open(world.transport->open_count() - 1).request;
    std::string tenant;
    for (const HttpHeader& header : open.headers)
      if (header.name == "X-Tenant-ID") tenant = header.value;
    CHECK(tenant == "tnt_1");
    return open.method + " " + open.target + " " + std::string(open.authorization.reveal()) + " " +
           std::string(open.body.reveal());
  };
  auto& client = *world.client;
  std::vector<Pending<Unit>> mails;
  std::vector<Pending<std::vector<Factor>>> lists;
  std::vector<Pending<admin::Override>> removals;
  std::vector<Pending<admin::GeneratedCodes>> sets;
  std::vector<Pending<admin::Impersonation>> sessions;
  std::vector<Pending<admin::SessionFacts>> checks;
  const std::string key = " Bearer sk_test_abcdef ";
  CHECK(request([&] { lists.push_back(client.factors("usr_1")); }) ==
        "GET /v1/users/usr_1/mfa/factors" + key);
  CHECK(request([&] { removals.push_back(client.remove_factor("usr_1", "fac_1", checked)); }) ==
        "DELETE /v1/users/usr_1/mfa/factors/fac_1" + key);
  CHECK(request([&] { sets.push_back(client.generate_backup_codes("usr_1", checked)); }) ==
        "POST /v1/users/usr_1/mfa/backup-codes/generate" + key);
  CHECK(request([&] {
          sessions.push_back(client.impersonate({"usr_1", "30m"}, checked));
        }) ==
        "POST /v1/admin/users/impersonate" + key +
            R"({"user_id":"usr_1","reason":"Lost phone, no backup codes [identity: video call; )"
            R"(by ana@studio; ticket T-4711]","expires_in":"30m"})");
  CHECK(request([&] { checks.push_back(client.verify_session(SecretView("eyJ.e.s"))); }) ==
        "POST /v1/sessions/verify" + key + R"({"token":"eyJ.e.s"})");
  // The key does not go where the page shows none.
  CHECK(request([&] { mails.push_back(client.send_recovery("a@example.com")); }) ==
        R"(POST /v1/auth/mfa/recovery  {"email":"a@example.com"})");
}

TEST_CASE("admin: ids are opaque and cannot leave their place in the path") {
  AdminWorld world;
  for (const char* id : {"../usr?x=1", "..", ".", "a\\b", "%2e%2e"}) {
    INFO(id);
    CHECK(std::move(world.client->remove_factor(id, "f", checked)).take().error().code ==
          Errc::usage);
    CHECK(std::move(world.client->remove_factor("u", id, checked)).take().error().code ==
          Errc::usage);
  }
  auto removed = world.client->remove_factor("usr?x=1", "f", checked);
  CHECK(world.target() == "/v1/users/usr%3Fx%3D1/mfa/factors/f");
}

TEST_CASE("admin: empty arguments are usage errors, and nothing is sent") {
  AdminWorld world;
  auto& client = *world.client;
  CHECK(std::move(client.factors("")).take().error().code == Errc::usage);
  CHECK(std::move(client.remove_factor("", "f", checked)).take().error().code == Errc::usage);
  CHECK(std::move(client.remove_factor("u", "", checked)).take().error().code == Errc::usage);
  CHECK(std::move(client.generate_backup_codes("", checked)).take().error().code == Errc::usage);
  CHECK(std::move(client.impersonate({""}, checked)).take().error().code == Errc::usage);
  CHECK(std::move(client.verify_session(SecretView())).take().error().code == Errc::usage);
  CHECK(std::move(client.send_recovery("")).take().error().code == Errc::usage);
  CHECK(world.transport->started_count() == 0);
  CHECK(world.record.lines.empty());
}

TEST_CASE("admin: a removal is sent once, and nothing found is never told as nothing changed") {
  AdminWorld world;
  const char* const no_such = R"({"error":{"code":"not_found","request_id":"req_1"}})";
  const char* const lists[] = {R"({"data":[]})", R"({"data":[{"id":"fac_1","type":"totp"}]})"};
  for (const char* list : lists) {
    CAPTURE(list);
    // Also a list that was read before: it cannot tell who removed the factor, and the record names one.
    auto before = world.client->factors("usr_1");
    world.transport->respond(200, lists[1]);
    REQUIRE(std::move(before).take());
    auto pending = world.client->remove_factor("usr_1", "fac_1", checked);
    world.transport->respond(404, no_such);
    CHECK(world.transport->open().request.method == "GET");
    CHECK(world.target() == "/v1/users/usr_1/mfa/factors");
    world.transport->respond(200, list);
    const auto open = std::move(pending).take();
    REQUIRE_FALSE(open.has_value());
    CHECK(open.error().code == Errc::not_found);
    CHECK(open.error().outcome == Outcome::unknown);
    CHECK(open.error().request_id == "req_1");
    CHECK(has(open.error().detail, "look into the audit log"));
    CHECK(world.record.stages.back() == Stage::failed);
  }
  auto lost = world.client->remove_factor("usr_1", "fac_1", checked);
  const auto sent = world.transport->started_count();
  world.lose_answer();
  world.pass(10s);
  CHECK(world.transport->started_count() == sent);
  CHECK(std::move(lost).take().error().outcome == Outcome::unknown);
}

TEST_CASE("admin: an override says when and under which name the server did it") {
  AdminWorld world;
  auto pending = world.client->remove_factor("usr_1", "fac_1", checked);
  HttpResponse response;
  response.status = 204;
  response.headers = {{"X-Request-ID", "req_42"}, {"Date", "Mon, 15 Jan 2024 12:34:56 GMT"}};
  world.transport->respond(std::move(response));
  const auto done = std::move(pending).take();
  REQUIRE(done.has_value());
  CHECK(done->request_id == "req_42");
  CHECK(done->at == std::chrono::system_clock::time_point(1705322096s));
  CHECK(done->user_id == "usr_1");
}

TEST_CASE("admin: impersonation is sent once, and an unknown outcome leaves a trail") {
  struct Row {
    const char* words;
    std::function<void(AdminWorld&)> fate;
    Outcome outcome;
    bool trail;
  };
  const Row rows[] = {
      {"lost before it left",
       [](AdminWorld& w) {
         for (int i = 0; i < 3; ++i) {
           w.transport->fail(failed(Errc::connect, Sent::none));
           for (int n = 0; n < 100 && w.transport->open_count() == 0; ++n) w.pass(50ms);
         }
       },
       Outcome::not_sent, false},
      {"refused",
       [](AdminWorld& w) { w.transport->respond(403, R"({"error":{"code":"tenant_mismatch"}})"); },
       Outcome::refused, false},
      {"answer lost", [](AdminWorld& w) { w.lose_answer(); }, Outcome::unknown, true},
      {"bad gateway",
       [](AdminWorld& w) {
         w.transport->respond(502, R"({"error":{"code":"x","request_id":"req_7"}})");
       },
       Outcome::unknown, true},
      {"answer without a token", [](AdminWorld& w) { w.transport->respond(200, "{}"); },
       Outcome::done_answer_lost, true},
      {"timeout",
       [](AdminWorld& w) {
         (void)w.transport->last_write();
         w.pass(31s);
       },
       Outcome::unknown, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.words);
    AdminWorld world;
    auto pending = world.client->impersonate({"usr_1"}, checked);
    row.fate(world);
    REQUIRE(pending.ready());
    const auto result = std::move(pending).take();
    REQUIRE_FALSE(result.has_value());
    const Error& error = result.error();
    CHECK(error.outcome == row.outcome);
    const bool says = has(error.detail, "may exist") && has(error.detail, "2024-01-15T10:00:0");
    CHECK(says == row.trail);
    CHECK(world.record.stages == std::vector{Stage::begun, Stage::failed});
    CHECK(has(world.record.lines.back(), to_string(row.outcome)));
    if (row.words == std::string("bad gateway")) {
      CHECK(error.request_id == "req_7");
      CHECK(has(world.record.lines.back(), R"("request_id":"req_7")"));
    }
    if (row.trail) CHECK(world.transport->started_count() == 1);
  }
}

TEST_CASE("admin: cancelled by the caller, the record still has an end") {
  AdminWorld world;
  {
    auto dropped = world.client->impersonate({"usr_1"}, checked);
    (void)world.transport->last_write();
  }
  CHECK(world.record.stages == std::vector{Stage::begun, Stage::failed});
  CHECK(has(world.record.lines.back(), R"("error":"cancelled","outcome":"unknown")"));
  CHECK(has(world.record.lines.back(), "may exist"));
  auto shut = world.client->generate_backup_codes("usr_1", checked);
  world.client->shutdown(0ms);
  CHECK(std::move(shut).take().error().code == Errc::shutting_down);
  CHECK(has(world.record.lines.back(), "shutting_down"));
  auto late = world.client->remove_factor("usr_1", "fac_1", checked);
  CHECK(std::move(late).take().error().code == Errc::shutting_down);
  // A call after the end records nothing: the host's record may be gone.
  CHECK(world.record.stages ==
        std::vector{Stage::begun, Stage::failed, Stage::begun, Stage::failed});
}

TEST_CASE("admin: what impersonation gives") {
  struct Row {
    const char* body;
    std::optional<std::chrono::seconds> lifetime;
    bool has_end;
  };
  const std::string token = std::string(R"({"access_token":")") + jwt + '"';
  const std::string with_claims = token + "}";
  const std::string granted_less = token + R"(,"expires_in":600,"session_id":"ses_9"})";
  const Row rows[] = {{with_claims.c_str(), 1h, true},
                      {granted_less.c_str(), 600s, true},
                      {R"({"access_token":"opaque","expires_in":1800})", 1800s, true},
                      {R"({"access_token":"opaque"})", {}, false}};
  for (const Row& row : rows) {
    CAPTURE(row.body);
    AdminWorld world;
    auto pending = world.client->impersonate({"usr_1"}, checked);
    world.transport->respond(200, row.body);
    const auto opened = std::move(pending).take();
    REQUIRE(opened.has_value());
    CHECK(opened->lifetime == row.lifetime);
    CHECK(opened->expires_at.has_value() == row.has_end);
    CHECK(opened->done.kind == admin::OverrideKind::impersonate);
    CHECK(opened->done.user_id == "usr_1");
  }
}

TEST_CASE("admin: codes for a user, and the loss of them") {
  AdminWorld world;
  auto pending = world.client->generate_backup_codes("usr_1", checked);
  world.transport->respond(200, R"({"codes":["ABCD-EFGH","IJKL-MNOP"]})");
  auto made = std::move(pending).take();
  REQUIRE(made.has_value());
  CHECK(made->codes.codes.at(1).reveal() == "IJKL-MNOP");
  auto lost = world.client->generate_backup_codes("usr_1", checked);
  world.lose_answer();
  const auto failure = std::move(lost).take();
  CHECK(failure.error().outcome == Outcome::unknown);
  CHECK(has(failure.error().detail, "earlier codes may be dead"));
  CHECK(world.transport->started_count() == 2);
}

TEST_CASE("admin: a session is checked strictly, and may be asked about again") {
  struct Row {
    const char* body;
    std::optional<bool> valid;  // Empty: no answer.
    bool proved;
  };
  const Row rows[] = {
      {R"({"valid":true,"payload":{"sub":"usr_9","mfa_verified":true,"exp":1705316400}})", true,
       true},
      {R"({"valid":true,"payload":{"sub":"usr_9","mfa_verified":false}})", true, false},
      {R"({"valid":true,"payload":{"sub":"usr_9"}})", true, false},
      {R"({"valid":true,"payload":{"mfa_verified":"true"}})", true, false},
      {R"({"valid":false,"payload":{"mfa_verified":true}})", false, false},
      {R"({"valid":"true"})", {}, false},
      {R"({"valid":1})", {}, false},
      {R"({"valid":null})", {}, false},
      {R"({"payload":{"mfa_verified":true}})", {}, false},
      {"{}", {}, false},
      {"[true]", {}, false}};
  for (const Row& row : rows) {
    CAPTURE(row.body);
    AdminWorld world;
    auto pending = world.client->verify_session(SecretView("eyJ.e.s"));
    world.transport->respond(200, row.body);
    const auto facts = std::move(pending).take();
    REQUIRE(facts.has_value() == row.valid.has_value());
    if (!row.valid) continue;
    CHECK(facts->valid == *row.valid);
    CHECK(facts->proved_mfa() == row.proved);
  }
  AdminWorld world;
  auto pending = world.client->verify_session(SecretView("eyJ.e.s"));
  world.lose_answer();
  for (int i = 0; i < 100 && world.transport->open_count() == 0; ++i) world.pass(50ms);
  REQUIRE(world.transport->open_count() == 1);
  world.transport->respond(200, R"({"valid":false})");
  CHECK_FALSE(std::move(pending).take()->valid);
}

TEST_CASE("admin: the local record has the whole check and no secret, the log has none of both") {
  CollectingLog log;
  AdminWorld world(&log);
  auto opened = world.client->impersonate({"usr_1", "30m"}, checked);
  world.transport->respond(200, R"({"access_token":"token-of-alice"})");
  REQUIRE(std::move(opened).take().has_value());
  auto made = world.client->generate_backup_codes("usr_1", checked);
  world.transport->respond(200, R"({"codes":["ABCD-EFGH"]})");
  REQUIRE(std::move(made).take().has_value());
  CHECK(world.record.stages == std::vector{Stage::begun, Stage::done, Stage::begun, Stage::done});
  CHECK(world.record.lines.at(0) ==
        R"({"stage":"begun","override":"impersonate","user_id":"usr_1","expires_in":"30m",)"
        R"("at":"2024-01-15T10:00:00Z","method":"video call","checked_by":"ana@studio",)"
        R"("reference":"T-4711","reason":"Lost phone, no backup codes"})");
  for (const std::string& line : world.record.lines) {
    CHECK_FALSE(has(line, "token-of-alice"));
    CHECK_FALSE(has(line, "ABCD-EFGH"));
    CHECK_FALSE(has(line, "sk_test"));
    CHECK_FALSE(has(line, "\n"));
  }
  for (const std::string& line : log.lines) {
    CHECK_FALSE(has(line, "usr_1"));
    CHECK_FALSE(has(line, "T-4711"));
    CHECK_FALSE(has(line, "token-of-alice"));
  }
}

TEST_CASE("admin: a quote in the record or the reason stays one value") {
  AdminWorld world;
  auto opened = world.client->impersonate(
      {"usr_1"}, {"call", "ana", "T-1", R"(He said "lost", \ then hung up)"});
  CHECK(has(world.body(), R"(He said \"lost\", \\ then hung up [identity)"));
  CHECK(has(world.record.lines.at(0), R"(He said \"lost\", \\ then hung up")"));
}
