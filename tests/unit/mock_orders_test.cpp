// What the mock service refuses to take: faults without an effect, clocks and states that it could not go on with.
#include <hellojohn/testing/mock_service.hpp>

#include "worlds/catch.hpp"

#include <string>
#include <utility>

#include <boost/json.hpp>

namespace {

namespace json = boost::json;
using hellojohn::HttpRequest;
using hellojohn::HttpResponse;
using hellojohn::Secret;
using hellojohn::testing::MockOptions;
using hellojohn::testing::MockService;
using namespace std::chrono_literals;

constexpr std::int64_t day_ms = 86'400'000;

MockOptions still() {
  MockOptions options;
  options.virtual_clock = true;
  return options;
}

struct Host {
  MockService service{still()};

  HttpResponse order(const std::string& name, const std::string& body) {
    HttpRequest request;
    request.method = "POST";
    request.target = "/__mock/" + name;
    request.body = Secret(body);
    return service.control(request);
  }
  /// The message of a refused order; empty if it is taken.
  std::string refused(const std::string& name, const std::string& body) {
    const HttpResponse response = order(name, body);
    if (response.status != 422) return {};
    const json::value said = json::parse(response.body.reveal());
    CHECK(said.at("error").at("code") == "validation_failed");
    return std::string(said.at("error").at("message").as_string());
  }
  int advance(std::int64_t by) {
    return order("clock", R"({"advance_ms":)" + std::to_string(by) + "}").status;
  }
  json::object state() { return json::parse(service.state()).as_object(); }
  bool loads(const json::object& state) { return service.load_state(json::serialize(state)); }
};

json::object& first(json::object& state, std::string_view list) {
  return state.at(list).as_array().at(0).as_object();
}

}  // namespace

TEST_CASE("mock orders: a fault that has no effect is refused, and the refusal names the member") {
  Host host;
  const std::pair<const char*, const char*> rows[] = {
      {R"({"kind":"status","statuss":500})", "statuss"},
      {R"({"kind":"status","hits":0})", "hits"},
      {R"({"kind":"status","left":1})", "left"},
      {R"({"kind":"explode"})", "kind"},
      {R"({"path":"*"})", "kind"},
      {R"({"kind":"delay"})", "delay_ms"},
      {R"({"kind":"delay","delay_ms":0})", "delay_ms"},
      {R"({"kind":"delay","delay_ms":3600001})", "delay_ms"},
      {R"({"kind":"status","status":"503"})", "status"},
      {R"({"kind":"status","status":100})", "status"},
      {R"({"kind":"status","status":204,"body":"tea"})", "body"},
      {R"({"kind":"delay","delay_ms":1,"status":500})", "status"},
      {R"({"kind":"truncate","body":"tea"})", "body"},
      {R"({"kind":"garbage","retry_after":1})", "retry_after"},
      {R"({"kind":"drop_after","after":true})", "after"},
      {R"({"kind":"drop_before","headers":{"X-One":"1"}})", "headers"},
      {R"({"kind":"status","method":"post"})", "method"},
      {R"({"kind":"status","method":""})", "method"},
      {R"({"kind":"status","path":"v1/auth/me"})", "path"},
      {R"({"kind":"status","path":"/v1/audit-logs?limit=1"})", "path"},
      {R"({"kind":"status","path":""})", "path"},
  };
  for (const auto& [fault, member] : rows) {
    INFO(fault);
    CHECK(host.refused("faults", fault).starts_with(member));
  }
}

TEST_CASE("mock orders: a fault whose headers would break the connection is refused") {
  Host host;
  for (const char* headers :
       {R"({"X-One":"1\r\nX-Two: 2"})", R"({"X-One":"\u0000"})", R"({"X-One":"\u007f"})",
        R"({"X-One\r\nX-Two":"1"})", R"({"X One":"1"})", R"({"X-One:":"1"})", R"({"":"1"})",
        R"({"content-Length":"1"})", R"({"Transfer-Encoding":"chunked"})", R"({"X-One":1})",
        "[]"}) {
    INFO(headers);
    const std::string fault = R"({"kind":"status","headers":)" + std::string(headers) + "}";
    CHECK(host.refused("faults", fault).starts_with("headers"));
  }
  CHECK(host.order("faults", R"({"kind":"status","headers":{"X-One":"a\tb \u00e9"}})").status ==
        201);
}

TEST_CASE("mock orders: a fault adds its headers to a truncated answer too") {
  Host host;
  const char* fault = R"({"kind":"truncate","headers":{"X-One":"1","content-type":"text/html"}})";
  REQUIRE(host.order("faults", fault).status == 201);
  HttpRequest request;
  request.method = "GET";
  request.target = "/.well-known/jwks.json";
  const HttpResponse response = host.service.serve(request).response;
  CHECK(response.header("X-One") == "1");
  CHECK(response.header("Content-Type") == "text/html");
}

TEST_CASE("mock orders: a member that no order has is refused") {
  Host host;
  CHECK(host.refused("clock", R"({"advance_ms":1,"advance":1})").starts_with("advance "));
  CHECK(host.refused("scanner", R"({"on":true,"off":false})").starts_with("off "));
}

TEST_CASE("mock orders: the clock moves 100 years at most") {
  Host host;
  const auto begin = host.service.now();
  CHECK(host.advance(1000 * day_ms + 1) == 422);
  for (int i = 0; i < 36; ++i) REQUIRE(host.advance(1000 * day_ms) == 200);
  CHECK(host.advance(500 * day_ms + 1) == 422);
  CHECK(host.service.now() == begin + 36'000 * 24h);
  CHECK(host.advance(500 * day_ms) == 200);
  CHECK(host.advance(1) == 422);
  // So far and not further: the state of it can be loaded.
  CHECK(host.loads(host.state()));
  host.service.advance(std::chrono::milliseconds::max());
  CHECK(host.service.now() == begin + 36'500 * 24h);
  host.service.advance(std::chrono::milliseconds::min());
  CHECK(host.service.now() == begin - 36'500 * 24h);
  CHECK(host.loads(host.state()));
}

TEST_CASE("mock orders: a state with a time that overflows is refused, and nothing changes") {
  Host host;
  const json::object good = host.state();
  for (const std::int64_t time :
       {std::int64_t{1'000'000'000'000'000'000}, std::int64_t{9'000'000'000'000'000'000},
        36'500 * day_ms + 1, -36'500 * day_ms - 1}) {
    INFO(time);
    json::object state = good;
    state["clock_offset_ms"] = time;
    CHECK_FALSE(host.loads(state));
  }
  for (const std::int64_t time :
       {std::int64_t{1'000'000'000'000'000'000}, std::int64_t{-1'000'000'000'000'000'000}}) {
    json::object state = good;
    first(state, "users")["created_at"] = time;
    CHECK_FALSE(host.loads(state));
  }
  CHECK(host.state() == good);
}

TEST_CASE("mock orders: a state with an id twice, or a key that none has, is refused") {
  Host host;
  HttpRequest recovery;
  recovery.method = "POST";
  recovery.target = "/v1/auth/mfa/recovery";
  recovery.headers = {{"X-Tenant-ID", "tnt_01HABCDEF654321"}};
  recovery.body = Secret(R"({"email":"alice@example.com"})");
  REQUIRE(host.service.serve(recovery).response.status == 200);
  const json::object good = host.state();
  for (const char* list : {"users", "tenants", "seeded", "recovery_tokens"}) {
    INFO(list);
    json::object state = good;
    REQUIRE_FALSE(state.at(list).as_array().empty());
    state.at(list).as_array().push_back(first(state, list));
    CHECK_FALSE(host.loads(state));
  }
  json::object state = good;
  state["surprise"] = 1;
  CHECK_FALSE(host.loads(state));
  CHECK(host.state() == good);
  CHECK(host.loads(good));
}

TEST_CASE("mock orders: a seed with a tenant that is none, or an id twice, is named") {
  const std::string user = R"({"id":"usr_x","email":"x@example.com","password":"pass word")";
  const std::string tenant = R"({"id":"tnt_x","publishable_key":"pk_x","secret_key":"sk_x"})";
  const auto problem = [](const std::string& seed) {
    MockOptions options = still();
    options.seed_json = seed;
    return MockService(options).seed_problem();
  };
  CHECK(problem(R"({"users":[)" + user + R"(,"tenant_id":"tnt_none"}]})") ==
        "seed_json: the tenant_id tnt_none of usr_x is not a tenant");
  CHECK(problem(R"({"users":[)" + user + "}," + user + "}]}") == "seed_json: usr_x is there twice");
  CHECK(problem(R"({"tenants":[)" + tenant + "," + tenant + "]}") ==
        "seed_json: tnt_x is there twice");
  CHECK(problem(R"({"tenants":[)" + tenant + R"(],"users":[)" + user + R"(,"tenant_id":"tnt_x"}]})")
            .empty());
}
