// hellojohn-mock-server as a peer sees it: framing, limits, the control routes' locks, faults, and a quick end.
#include "worlds/catch.hpp"
#include "worlds/raw_client.hpp"

#include <hellojohn/testing/mock_server.hpp>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;
using testing::MockServer;
using testing::MockServerOptions;

namespace {

constexpr const char* recovery = "/v1/auth/mfa/recovery";

struct Server {
  explicit Server(MockServerOptions options = {}) : server(start(std::move(options))) {
    port = std::atoi(server.base_url().substr(server.base_url().rfind(':') + 1).c_str());
  }
  static MockServer start(MockServerOptions options) {
    options.plain = true;
    options.service.virtual_clock = true;
    auto made = MockServer::start(std::move(options));
    REQUIRE(made);
    return std::move(made).value();
  }

  [[nodiscard]] std::string request(const std::string& method, const std::string& target,
                                    const std::string& body = {},
                                    const std::string& more = {}) const {
    return method + " " + target + " HTTP/1.1\r\nHost: localhost:" + std::to_string(port) +
           "\r\nX-Tenant-ID: tnt_01HABCDEF654321\r\n" + more +
           (body.empty() ? "" : "Content-Type: application/json\r\n") +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
  [[nodiscard]] std::string recovery_request() const {
    return request("POST", recovery, R"({"email":"alice@example.com"})");
  }
  [[nodiscard]] std::string ask(const std::string& bytes) const {
    RawClient client(port);
    client.send(bytes);
    return client.message();
  }
  [[nodiscard]] std::string control(const std::string& method, const std::string& name,
                                    const std::string& body = {}) const {
    return ask(request(method, "/__mock/" + name, body,
                       "X-Mock-Token: " + server.control_token() + "\r\n"));
  }
  [[nodiscard]] std::size_t mails() { return server.service().outbox().size(); }

  MockServer server;
  int port = 0;
};

}  // namespace

TEST_CASE("mock server: one connection carries many requests, also sent at once") {
  const Server world;
  RawClient client(world.port);
  const std::string one = world.request("GET", "/.well-known/jwks.json");
  for (int i = 0; i < 5; ++i) {
    client.send(one);
    CHECK(status_of(client.message()) == 200);
  }
  client.send(one + one + one);
  for (int i = 0; i < 3; ++i) CHECK(status_of(client.message()) == 200);
  client.send(world.request("GET", "/.well-known/jwks.json", {}, "Connection: close\r\n"));
  CHECK(status_of(client.message()) == 200);
  CHECK(client.closed());
}

TEST_CASE("mock server: a request may arrive byte by byte") {
  Server world;
  RawClient client(world.port);
  for (const char c : world.recovery_request()) client.send({&c, 1});
  CHECK(status_of(client.message()) == 200);
  CHECK(world.mails() == 1);
}

TEST_CASE("mock server: what is too large or no HTTP is refused, and changes nothing") {
  Server world;
  struct Row {
    const char* name;
    std::string bytes;
    int status;
  };
  const std::string large(64 * 1024 + 1, 'x');
  const Row rows[] = {
      {"body of 64 KiB + 1", world.request("POST", recovery, large), 413},
      {"head of 20 KB",
       world.request("POST", recovery, "{}", "X-Long: " + std::string(20'000, 'y') + "\r\n"), 431},
      {"no HTTP", "hello there\r\n\r\n", 400},
      {"negative length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400},
      {"two lengths",
       "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    RawClient client(world.port);
    client.send(row.bytes);
    CHECK(status_of(client.message()) == row.status);
  }
  CHECK(world.mails() == 0);
  const std::string journal = world.server.service().journal();
  for (std::size_t at = journal.find("\"effect\":"); at != std::string::npos;
       at = journal.find("\"effect\":", at + 1)) {
    CHECK(journal.substr(at).starts_with(R"("effect":"refused")"));
  }
}

TEST_CASE("mock server: the control routes want their token and a loopback host") {
  Server world;
  CHECK(status_of(world.control("GET", "health")) == 200);
  CHECK(status_of(world.ask(world.request("GET", "/__mock/health"))) == 403);
  CHECK(status_of(world.ask(
            world.request("GET", "/__mock/health", {}, "X-Mock-Token: wrong\r\n"))) == 403);
  const std::string foreign =
      "GET /__mock/health HTTP/1.1\r\nHost: evil.example\r\nX-Mock-Token: " +
      world.server.control_token() + "\r\nContent-Length: 0\r\n\r\n";
  CHECK(status_of(world.ask(foreign)) == 421);
  CHECK(status_of(world.control("GET", "no-such-route")) == 404);
  CHECK(status_of(world.control("DELETE", "outbox")) == 405);
}

TEST_CASE("mock server: every control route does what it says") {
  Server world;
  CHECK(status_of(world.ask(world.recovery_request())) == 200);
  const std::string outbox = body_of(world.control("GET", "outbox"));
  CHECK(outbox.find("alice@example.com") != std::string::npos);
  CHECK(outbox.find("rec_tok_") != std::string::npos);
  CHECK(body_of(world.control("GET", "journal")).find("recovery") != std::string::npos);
  CHECK(body_of(world.control("GET", "world")).find("usr_01HABCDEF123456") != std::string::npos);
  CHECK(body_of(world.control("GET", "totp/fac_01HABCDEF555444")).find("\"code\":\"") !=
        std::string::npos);
  CHECK(status_of(world.control("GET", "totp/fac_none")) == 404);
  const std::string before = body_of(world.control("GET", "clock"));
  const std::string after = body_of(world.control("POST", "clock", R"({"advance_ms":60000})"));
  CHECK(before.find("10:00:00") != std::string::npos);
  CHECK(after.find("10:01:00") != std::string::npos);
  CHECK(status_of(world.control("POST", "clock", R"({"advance_ms":-1})")) == 422);
  CHECK(status_of(world.control("POST", "reset")) < 300);
  CHECK(world.mails() == 0);
}

TEST_CASE("mock server: a scanner opens mailed links before the person does") {
  for (const bool lax : {false, true}) {
    CAPTURE(lax);
    MockServerOptions options;
    options.service.lax = lax;
    Server world(std::move(options));
    CHECK(status_of(world.control("POST", "scanner", R"({"on":true})")) == 200);
    CHECK(status_of(world.ask(world.recovery_request())) == 200);
    const auto mail = world.server.service().outbox().at(0);
    const std::string journal = world.server.service().journal();
    CHECK((journal.find(lax ? "token_burned_by_get" : "link_opened") != std::string::npos));
    // A careful server spends a token only by a POST; a careless one burns it.
    const std::string answer = world.ask(world.request("POST", "/v1/auth/mfa/recovery/verify",
                                                       R"({"token":")" + mail.token + "\"}"));
    CHECK(status_of(answer) == (lax ? 401 : 200));
  }
}

TEST_CASE("mock server: each fault, as it arrives") {
  struct Row {
    const char* fault;
    int status;         // 0: no status line
    std::size_t mails;  // what really happened
  };
  const Row rows[] = {
      {R"({"kind":"status","status":503,"retry_after":7})", 503, 0},
      {R"({"kind":"status","status":500,"after":true})", 500, 1},
      {R"({"kind":"drop_before"})", 0, 0},
      {R"({"kind":"drop_after"})", 0, 1},
      {R"({"kind":"garbage"})", 0, 1},
      {R"({"kind":"delay","delay_ms":50})", 200, 1},
  };
  for (const Row& row : rows) {
    CAPTURE(row.fault);
    Server world;
    std::string fault = row.fault;
    fault.insert(1, R"("method":"POST","path":"/v1/auth/mfa/recovery","first_n":1,)");
    REQUIRE(status_of(world.control("POST", "faults", fault)) == 201);
    RawClient client(world.port);
    client.send(world.recovery_request());
    const std::string answer = row.status == 0 ? client.rest() : client.message();
    CHECK(status_of(answer) == row.status);
    CHECK(world.mails() == row.mails);
    if (row.status == 503) CHECK(answer.find("Retry-After: 7") != std::string::npos);
    // Only the first one.
    CHECK(status_of(world.ask(world.recovery_request())) == 200);
  }
}

TEST_CASE("mock server: a truncated answer promises more than it sends") {
  Server world;
  REQUIRE(status_of(world.control(
              "POST", "faults",
              R"({"kind":"truncate","method":"GET","path":"/.well-known/jwks.json"})")) == 201);
  RawClient client(world.port);
  client.send(world.request("GET", "/.well-known/jwks.json"));
  const std::string answer = client.rest();
  CHECK(status_of(answer) == 200);
  const std::size_t promised =
      static_cast<std::size_t>(std::atol(answer.c_str() + answer.find("Content-Length: ") + 16));
  CHECK(body_of(answer).size() < promised);
  CHECK(status_of(world.control("DELETE", "faults")) == 204);
  CHECK(status_of(world.ask(world.request("GET", "/.well-known/jwks.json"))) == 200);
}

TEST_CASE("mock server: it ends at once, with connections open and an answer held back") {
  auto world = std::make_unique<Server>();
  REQUIRE(
      status_of(world->control(
          "POST", "faults",
          R"({"kind":"delay","delay_ms":60000,"method":"POST","path":"/v1/auth/mfa/recovery"})")) ==
      201);
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<RawClient>(world->port));
    if (i % 2 == 0) clients.back()->send(world->recovery_request());
  }
  const auto begun = std::chrono::steady_clock::now();
  world.reset();
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(2));
  for (auto& client : clients) CHECK(client->rest().empty());
}

TEST_CASE("mock server: many clients at once, none is mixed up") {
  MockServerOptions options;
  options.service.limits = false;
  Server world(std::move(options));
  std::vector<std::thread> threads;
  std::vector<int> good(8, 0);
  for (std::size_t t = 0; t < good.size(); ++t) {
    threads.emplace_back([&, t] {
      RawClient client(world.port);
      for (int i = 0; i < 25; ++i) {
        client.send(world.recovery_request());
        good[t] += status_of(client.message()) == 200 ? 1 : 0;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (const int n : good) CHECK(n == 25);
  CHECK(world.mails() == 200);
}

TEST_CASE("mock server: it listens only on loopback") {
  MockServerOptions by_name;
  by_name.address = "localhost";
  by_name.plain = true;
  CHECK(MockServer::start(std::move(by_name)));
  for (const char* address : {"0.0.0.0", "::", "192.0.2.1", "localhost.example", ""}) {
    MockServerOptions options;
    options.address = address;
    auto made = MockServer::start(std::move(options));
    REQUIRE_FALSE(made);
    CHECK(made.error().code == Errc::usage);
  }
}

TEST_CASE("mock server: the console's page needs no token, its state does") {
  const Server world;
  for (const char* target : {"/__mock/", "/__mock/console.css", "/__mock/console.js"}) {
    CAPTURE(target);
    const std::string page = world.ask(world.request("GET", target));
    CHECK(status_of(page) == 200);
    CHECK(page.find("Content-Security-Policy: default-src 'none'") != std::string::npos);
    CHECK(page.find(world.server.control_token()) == std::string::npos);
    const std::string foreign = std::string("GET ") + target +
                                " HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\n\r\n";
    CHECK(status_of(world.ask(foreign)) == 421);
  }
  CHECK(status_of(world.ask(world.request("GET", "/__mock/console"))) == 403);
  CHECK(status_of(world.ask(world.request("POST", "/__mock/"))) == 403);
}

TEST_CASE("mock server: the console's state shows users, mails, requests and the audit log") {
  const Server world;
  REQUIRE(status_of(world.ask(world.recovery_request())) == 200);
  const std::string state = body_of(world.control("GET", "console"));
  for (const char* part : {R"("email":"alice@example.com")", R"("codes_left":8)", R"("code":")",
                           R"("token":"rec_tok_)", R"("path":"/v1/auth/mfa/recovery")",
                           R"("answer":"200")", R"("type":"mfa.recovery_requested")"}) {
    CAPTURE(part);
    CHECK(state.find(part) != std::string::npos);
  }
  CHECK(body_of(world.control("GET", "audit")).find("mfa.recovery_requested") != std::string::npos);
}

TEST_CASE("mock server: a wrong option starts nothing and is named in one sentence") {
  const Server taken;
  struct Row {
    const char* expected;
    MockServerOptions options;
  };
  Row rows[] = {{"is in use", {}},
                {"control token", {}},
                {"unknown key emial", {}},
                {"not a JSON", {}},
                {"not an origin: https://mock:8443/x", {}},
                {"a plain server has no certificate", {}},
                {"--listen: ", {}}};
  rows[0].options.port = static_cast<std::uint16_t>(taken.port);
  rows[1].options.control_token = "short";
  rows[2].options.service.seed_json =
      R"({"users":[{"id":"u","email":"a@example.com","password":"p","emial":"x"}]})";
  rows[3].options.service.seed_json = "[";
  rows[4].options.public_url = "https://mock:8443/x";
  rows[5].options.certificate_pem = "a certificate";
  // Of a network that only documents use.
  rows[6].options.address = "192.0.2.1";
  rows[6].options.allow_remote = true;
  rows[6].options.control_token = "a-token-of-the-callers-own";
  for (Row& row : rows) {
    CAPTURE(row.expected);
    row.options.plain = true;
    const auto made = MockServer::start(std::move(row.options));
    REQUIRE_FALSE(made);
    CHECK(made.error().code == Errc::usage);
    CHECK(made.error().detail.find(row.expected) != std::string::npos);
    CHECK(made.error().detail.find("boost") == std::string::npos);
  }
}

TEST_CASE("mock server: a control token of the caller's own opens the control routes") {
  MockServerOptions options;
  options.control_token = "a-token-of-the-callers-own";
  const Server world(std::move(options));
  CHECK(world.server.control_token() == "a-token-of-the-callers-own");
  CHECK(status_of(world.control("GET", "health")) == 200);
}

TEST_CASE("mock server: a client that expects 100 Continue hears that it may go on") {
  Server world;
  RawClient client(world.port);
  const std::string whole = world.request("POST", recovery, R"({"email":"alice@example.com"})",
                                          "Expect: 100-continue\r\n");
  const std::size_t head = whole.find("\r\n\r\n") + 4;
  client.send(whole.substr(0, head));
  CHECK(client.message().rfind("HTTP/1.1 100 Continue\r\n\r\n", 0) == 0);
  CHECK(world.mails() == 0);
  client.send(whole.substr(head));
  CHECK(status_of(client.message()) == 200);
  CHECK(world.mails() == 1);
}
