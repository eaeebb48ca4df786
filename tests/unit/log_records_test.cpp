// What a log record says of a call: the server's name for the request, whatever became of it.
#include "worlds/client_world.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

class NamesLog final : public LogSink {
 public:
  void on_log(const LogRecord& record) noexcept override {
    lines.push_back(std::string(record.event) + " " + std::to_string(record.status) + " " +
                    std::string(record.request_id));
  }
  std::vector<std::string> lines;
};

ClientOptions logging_to(LogSink& log) {
  ClientOptions options;
  options.log = &log;
  return options;
}

HttpResponse answer(int status, const char* body, const char* request_id) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "application/json"}};
  if (request_id != nullptr) response.headers.push_back({"X-Request-ID", request_id});
  response.body = Secret(body);
  return response;
}

/// The lines of a sign-in that gets this answer.
std::vector<std::string> lines_after(HttpResponse response) {
  NamesLog log;
  ClientWorld world(logging_to(log));
  auto pending = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
  world.transport->respond(std::move(response));
  (void)std::move(pending).take();
  return log.lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("log: a finished request has the server's name for it") {
  CHECK(lines_after(answer(200, signed_in_answer, "req_1")) == Lines{"request_finished 200 req_1"});
  CHECK(lines_after(answer(403, challenge_answer, "req_2")) == Lines{"request_finished 403 req_2"});
  CHECK(lines_after(answer(200, signed_in_answer, nullptr)) == Lines{"request_finished 200 "});
}

TEST_CASE("log: a failed request has the name of its body, else that of its header") {
  CHECK(lines_after(answer(401, R"({"error":{"code":"invalid_credentials","request_id":"req_b"}})",
                           "req_h")) == Lines{"request_failed 401 req_b"});
  CHECK(lines_after(answer(401, R"({"error":{"code":"invalid_credentials"}})", "req_h")) ==
        Lines{"request_failed 401 req_h"});
}

TEST_CASE("log: the name of a finished request holds printable signs only") {
  CHECK(lines_after(answer(200, signed_in_answer, "re\x01q\x7F_\xC3\xA9h")) ==
        Lines{"request_finished 200 req_h"});
}

TEST_CASE("log: a request that is sent again has the name of the answer that asked for it") {
  NamesLog log;
  ClientWorld world(logging_to(log));
  world.sign_in();
  log.lines.clear();
  auto pending = world.client->user().mfa().factors();
  world.transport->respond(answer(503, R"({"error":{"code":"unavailable"}})", "req_busy"));
  CHECK(log.lines == Lines{"request_will_repeat 503 req_busy"});
}
