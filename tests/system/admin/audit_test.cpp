// The audit log: names, lines, pages under every kind of end, a log that grows while it is paged, receipts.
#include "admin/recent_texts.hpp"
#include "admin_world.hpp"
#include "worlds/catch.hpp"

#include <algorithm>
#include <set>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using admin::AuditKind;

namespace {

std::string entry(const std::string& id, const std::string& more = "") {
  return R"({"id":")" + id + R"(","type":"mfa.verified")" + more + "}";
}

std::string page(const std::vector<std::string>& ids, const std::string& cursor) {
  std::string out = R"({"data":[)";
  for (std::size_t i = 0; i < ids.size(); ++i) out += (i == 0 ? "" : ",") + entry(ids[i]);
  return out + R"(],"meta":{)" + cursor + "}}";
}

std::vector<std::string> ids_of(const admin::AuditPage& page) {
  std::vector<std::string> out;
  for (const auto& record : page.data) out.push_back(record.id);
  return out;
}

/// One page through the pager.
Result<admin::AuditPage> turn(AdminWorld& world, admin::AuditPager& pager, int status,
                              const std::string& body) {
  auto pending = pager.next();
  world.transport->respond(status, body);
  return std::move(pending).take();
}

/// Makes `count` entries in the mock's log.
void grow(testing::MockService& service, int count) {
  for (int i = 0; i < count; ++i) {
    HttpRequest request;
    request.method = "POST";
    request.target = std::string("/v1/users/") + alice_id + "/mfa/backup-codes/generate";
    request.headers = {{"X-Tenant-ID", mock_tenant}};
    request.authorization = Secret("Bearer sk_live_abc123");
    REQUIRE(service.serve(request).response.status == 200);
  }
}

testing::MockOptions unlimited() {
  testing::MockOptions options;
  options.virtual_clock = true;
  options.limits = false;
  return options;
}

}  // namespace

TEST_CASE("audit: the five documented actions and both spellings") {
  const std::pair<const char*, AuditKind> rows[] = {
      {"mfa.recovery_requested", AuditKind::recovery_requested},
      {"mfa.recovery_used", AuditKind::recovery_used},
      {"mfa.factor_removed_by_admin", AuditKind::factor_removed_by_admin},
      {"mfa.backup_codes_generated", AuditKind::backup_codes_generated},
      {"mfa.backup_code_used", AuditKind::backup_code_used},
      {"user.mfa_recovery_requested", AuditKind::recovery_requested},
      {"user.mfa_recovery_used", AuditKind::recovery_used},
      {"user.mfa_factor_removed_by_admin", AuditKind::factor_removed_by_admin},
      {"user.mfa_backup_codes_generated", AuditKind::backup_codes_generated},
      {"user.mfa_backup_code_used", AuditKind::backup_code_used},
      {"mfa.enrolled", AuditKind::enrolled},
      {"user.mfa_enroll", AuditKind::enrolled},
      {"mfa.verified", AuditKind::verified},
      {"user.mfa_verify", AuditKind::verified},
      {"mfa.removed", AuditKind::removed},
      {"user.mfa_disable", AuditKind::removed},
      {"admin.user_impersonated", AuditKind::impersonated},
      {"user.login", AuditKind::login},
      {"user.login_failed", AuditKind::login_failed},
      {"", AuditKind::other},
      {"mfa.", AuditKind::other},
      {"user.mfa_", AuditKind::other},
      {"mfa.backup_code_used2", AuditKind::other},
      {"user.mfa_login", AuditKind::other},
      {"MFA.VERIFIED", AuditKind::other}};
  for (const auto& [type, kind] : rows) {
    CAPTURE(type);
    CHECK(admin::audit_kind(type) == kind);
  }
  for (int i = 0; i < static_cast<int>(AuditKind::other); ++i) {
    const auto kind = static_cast<AuditKind>(i);
    CHECK(admin::audit_kind(admin::audit_type(kind)) == kind);
  }
  CHECK(admin::audit_type(AuditKind::other).empty());
}

TEST_CASE("audit: every filter goes into the query, escaped") {
  AdminWorld world;
  admin::AuditQuery query;
  query.type = "mfa.*";
  query.actor_id = "key_1";
  query.resource_id = "usr_1&x=y";
  query.result = "success";
  query.from = "2024-01-15T10:00:00Z";
  query.to = "2024-01-16";
  query.cursor = "a+/=";
  query.limit = 2;
  auto pending = world.client->audit().list(query);
  CHECK(world.target() ==
        "/v1/audit-logs?limit=2&type=mfa.%2A&actor_id=key_1&resource_id=usr_1%26x%3Dy"
        "&result=success&from=2024-01-15T10%3A00%3A00Z&to=2024-01-16&cursor=a%2B%2F%3D");
  for (const int limit : {-1, 0, 201}) {
    query.limit = limit;
    CHECK(std::move(world.client->audit().list(query)).take().error().code == Errc::usage);
    CHECK(std::move(world.client->audit().pages(query).next()).take().error().code == Errc::usage);
  }
}

TEST_CASE("audit: an entry is read whole, and written as the service wrote it") {
  const std::string line =
      R"({"id":"evt_1","type":"mfa.new_kind","actor":{"id":"key_1","email":"a@b.c","type":"api_key"},)"
      R"("resource":{"id":"fac_1","type":"mfa_factor"},"tenant_id":"tnt_1","ip_address":"127.0.0.1",)"
      R"("user_agent":"x \"y\"","result":"success",)"
      R"("metadata":{"user_id":"usr_1","count":8,"mfa":true},"created_at":"2024-01-15T10:00:00.000Z"})";
  AdminWorld world;
  auto pending = world.client->audit().list({});
  world.transport->respond(200, R"({"data":[)" + line + R"(],"meta":{"total":1,"cursor":null}})");
  const auto read = std::move(pending).take();
  REQUIRE(read.has_value());
  const auto& record = read->data.at(0);
  CHECK(record.kind == AuditKind::other);
  CHECK(record.type == "mfa.new_kind");
  CHECK(record.detail("user_id") == "usr_1");
  CHECK(record.detail("count") == "8");
  CHECK(record.detail("none").empty());
  CHECK(to_json(record) == line);
  CHECK(record.concerns("usr_1"));
  CHECK(record.concerns("key_1"));
  CHECK(record.concerns("fac_1"));
  CHECK_FALSE(record.concerns("usr_2"));
  CHECK_FALSE(record.concerns(""));
}

TEST_CASE("audit: nested and endless metadata does not fill a record") {
  std::string many;
  for (int i = 0; i < 100; ++i) many += ",\"k" + std::to_string(i) + "\":1";
  AdminWorld world;
  auto pending = world.client->audit().list({});
  world.transport->respond(
      200,
      R"({"data":[)" +
          entry("evt_1", R"(,"metadata":{"in":{"user_id":"usr_9"},"list":["usr_9"])" + many + "}") +
          "]}");
  const auto read = std::move(pending).take();
  REQUIRE(read.has_value());
  CHECK(read->data.at(0).metadata.size() == 32);
  CHECK_FALSE(read->data.at(0).concerns("usr_9"));
}

TEST_CASE("audit: paging ends on an absent, null, empty or repeated cursor") {
  for (const char* end : {"", R"("cursor":null)", R"("cursor":"")", R"("cursor":"c1")"}) {
    CAPTURE(end);
    AdminWorld world;
    auto pager = world.client->audit().pages({});
    const auto first = turn(world, pager, 200, page({"e3", "e2"}, R"("cursor":"c1")"));
    CHECK(first->cursor == "c1");
    CHECK_FALSE(pager.finished());
    auto pending = pager.next();
    CHECK(world.target() == "/v1/audit-logs?limit=50&cursor=c1");
    world.transport->respond(200, page({"e1"}, end));
    CHECK(ids_of(*std::move(pending).take()) == std::vector<std::string>{"e1"});
    CHECK(pager.finished());
    CHECK(std::move(pager.next()).take().error().code == Errc::usage);
    CHECK(world.transport->started_count() == 2);
  }
}

TEST_CASE("audit: a cursor that leads back further than one page ends it too") {
  AdminWorld world;
  auto pager = world.client->audit().pages({});
  (void)turn(world, pager, 200, page({"e3"}, R"("cursor":"c1")"));
  (void)turn(world, pager, 200, page({"e2"}, R"("cursor":"c2")"));
  (void)turn(world, pager, 200, page({"e1"}, R"("cursor":"c1")"));
  CHECK(pager.finished());
}

TEST_CASE("audit: a circle of cursors that is longer than what the pager remembers ends it too") {
  AdminWorld world;
  auto pager = world.client->audit().pages({});
  constexpr int circle = 250;
  int pages = 0;
  for (; !pager.finished() && pages < 10 * circle; ++pages) {
    const std::string next = std::to_string(pages % circle);
    (void)turn(world, pager, 200, page({"e" + next}, R"("cursor":"c)" + next + "\""));
  }
  CHECK(pager.finished());
  CHECK(pages <= 4 * circle);
}

TEST_CASE("audit: what a pager remembers does not grow with the log, and the newest stays") {
  admin::RecentTexts recent;
  for (int i = 0; i < 10000; ++i) {
    recent.keep(100);
    REQUIRE(recent.add(std::to_string(i)));
    REQUIRE(recent.size() <= 101);
  }
  CHECK_FALSE(recent.add("9999"));
  CHECK(recent.contains("9900"));
  CHECK_FALSE(recent.contains("9000"));
  recent.take_back(2);
  CHECK(recent.size() == 99);
  CHECK_FALSE(recent.contains("9998"));
  CHECK(recent.add("9998"));
}

TEST_CASE("audit: entries of the last pages are known again in a long log") {
  AdminWorld world;
  auto pager = world.client->audit().pages({});
  for (int i = 0; i < 1500; ++i) {
    const std::string id = std::to_string(i);
    REQUIRE(turn(world, pager, 200, page({id}, R"("cursor":"c)" + id + "\""))->data.size() == 1);
  }
  const auto moved = turn(world, pager, 200, page({"1499", "600", "1500"}, ""));
  CHECK(ids_of(*moved) == std::vector<std::string>{"1500"});
}

TEST_CASE("audit: entries that moved to the next page are given once") {
  AdminWorld world;
  auto pager = world.client->audit().pages({});
  (void)turn(world, pager, 200, page({"e5", "e4"}, R"("cursor":"2")"));
  // A server that counts from the front: two new entries push two known ones back.
  const auto same = turn(world, pager, 200, page({"e5", "e4"}, R"("cursor":"4")"));
  CHECK(same->data.empty());
  CHECK_FALSE(pager.finished());
  const auto rest = turn(world, pager, 200, page({"e3", "e2", "e1"}, ""));
  CHECK(ids_of(*rest) == std::vector<std::string>{"e3", "e2", "e1"});
}

TEST_CASE(
    "audit: a page that failed is asked for again, one that is too large with fewer entries") {
  AdminWorld world;
  admin::AuditQuery query;
  query.limit = 200;
  auto pager = world.client->audit().pages(query);
  (void)turn(world, pager, 200, page({"e2"}, R"("cursor":"c1")"));
  CHECK(turn(world, pager, 403, R"({"error":{"code":"tenant_mismatch"}})").error().code ==
        Errc::forbidden);
  auto large = pager.next();
  CHECK(world.target() == "/v1/audit-logs?limit=100&cursor=c1");
  for (int i = 0; i < 200 && !large.ready(); ++i) {
    if (world.transport->open_count() != 0)
      world.transport->fail(failed(Errc::too_large, Sent::all));
    world.pass(50ms);
  }
  CHECK(std::move(large).take().error().code == Errc::too_large);
  auto fewer = pager.next();
  CHECK(world.target() == "/v1/audit-logs?limit=50&cursor=c1");
  CHECK(std::move(pager.next()).take().error().detail == "a page is under way");
  world.transport->respond(200, page({"e1"}, ""));
  CHECK(std::move(fewer).take().has_value());
}

TEST_CASE("audit: a page whose caller gave up is not lost") {
  AdminWorld world;
  auto pager = world.client->audit().pages({});
  {
    auto dropped = pager.next();
    (void)world.transport->last_write();
  }
  world.transport->fail(failed(Errc::cancelled, Sent::all));
  const auto again = turn(world, pager, 200, page({"e1"}, ""));
  CHECK(ids_of(*again) == std::vector<std::string>{"e1"});
}

TEST_CASE("audit: all entries once, in order, for pages of 1, 50 and 200, while the log grows") {
  for (const int limit : {1, 50, 200}) {
    for (const bool grows : {false, true}) {
      CAPTURE(limit, grows);
      testing::MockService service(unlimited());
      const testing::VirtualClock clock;
      auto desk = desk_of(service, clock);
      const int count = limit == 1 ? 12 : 230;
      grow(service, count);
      admin::AuditQuery query;
      query.type = "mfa.*";
      query.limit = limit;
      std::vector<std::string> ids;
      const auto given = desk.audit().for_each_page(query, [&](const admin::AuditPage& read) {
        CHECK(read.data.size() <= static_cast<std::size_t>(limit));
        for (const auto& record : read.data) ids.push_back(record.id);
        if (grows) grow(service, 3);
        return admin::Walk::on;
      });
      REQUIRE(given.has_value());
      CHECK(*given == static_cast<std::size_t>(count));
      CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == ids.size());
    }
  }
}

TEST_CASE("audit: a visitor stops the walk") {
  testing::MockService service(unlimited());
  const testing::VirtualClock clock;
  auto desk = desk_of(service, clock);
  grow(service, 5);
  admin::AuditQuery query;
  query.limit = 2;
  int pages = 0;
  const auto given = desk.audit().for_each_page(query, [&](const admin::AuditPage&) {
    ++pages;
    return admin::Walk::stop;
  });
  CHECK(pages == 1);
  CHECK(*given == 2);
}

TEST_CASE("audit: a failure ends the walk and is reported") {
  testing::MockService service(unlimited());
  const testing::VirtualClock clock;
  auto desk = desk_of(service, clock, nullptr, "sk_live_unknown");
  const auto given =
      desk.audit().for_each_page({}, [](const admin::AuditPage&) { return admin::Walk::on; });
  REQUIRE_FALSE(given.has_value());
  CHECK(given.error().code == Errc::usage);
  CHECK(given.error().server_code == "invalid_api_key");
}

TEST_CASE("audit: each override has its receipt in the log") {
  testing::MockService service(unlimited());
  const testing::VirtualClock clock;
  auto desk = desk_of(service, clock);
  auto made = desk.generate_backup_codes(alice_id, checked).get();
  auto opened = desk.impersonate({alice_id, "30m"}, checked).get();
  const auto removed = desk.remove_factor(alice_id, alice_factor, checked).get();
  REQUIRE(made.has_value());
  REQUIRE(opened.has_value());
  REQUIRE(removed.has_value());
  const std::pair<const admin::Override*, const char*> rows[] = {
      {&made->done, "mfa.backup_codes_generated"},
      {&opened->done, "admin.user_impersonated"},
      {&*removed, "mfa.factor_removed_by_admin"}};
  for (const auto& [done, type] : rows) {
    CAPTURE(type);
    const auto receipt = desk.audit().receipt(*done).get();
    REQUIRE(receipt.has_value());
    REQUIRE(receipt->has_value());
    CHECK((**receipt).type == type);
    CHECK((**receipt).actor_type == "api_key");
    CHECK((**receipt).result == "success");
    CHECK((**receipt).concerns(alice_id));
  }
  const auto opened_entry = desk.audit().receipt(opened->done).get();
  CHECK((**opened_entry).detail("session_id") == opened->session_id);
  CHECK((**opened_entry).detail("reason") == reason_for_server(checked));
  admin::Override elsewhere = *removed;
  elsewhere.factor_id = "fac_other";
  CHECK_FALSE(desk.audit().receipt(elsewhere).get()->has_value());
}

TEST_CASE("audit: the receipt is the entry nearest in time, and absent if the log lags") {
  AdminWorld world;
  admin::Override done;
  done.kind = admin::OverrideKind::generate_backup_codes;
  done.user_id = "usr_1";
  done.at = std::chrono::system_clock::time_point(1705312800s);  // 10:00:00
  const auto generated = [](const char* id, const char* at, const char* user) {
    return std::string(R"({"id":")") + id + R"(","type":"mfa.backup_codes_generated",)" +
           R"("resource":{"id":")" + user + R"(","type":"user"},"created_at":")" + at + R"("})";
  };
  auto pending = world.client->audit().receipt(done);
  CHECK(world.target() ==
        "/v1/audit-logs?limit=50&type=mfa.backup_codes_generated&resource_id=usr_1"
        "&from=2024-01-15T09%3A50%3A00Z");
  world.transport->respond(200, R"({"data":[)" +
                                    generated("later", "2024-01-15T10:00:30Z", "usr_1") + "," +
                                    generated("other", "2024-01-15T10:00:00Z", "usr_2") + "," +
                                    generated("ours", "2024-01-15T09:59:59.900Z", "usr_1") + "," +
                                    generated("undated", "yesterday", "usr_1") + "," +
                                    generated("before", "2024-01-15T09:55:00Z", "usr_1") + "]}");
  CHECK((*std::move(pending).take())->id == "ours");
  auto lagging = world.client->audit().receipt(done);
  world.transport->respond(200, R"({"data":[]})");
  CHECK_FALSE(std::move(lagging).take()->has_value());
}
