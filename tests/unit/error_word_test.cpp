// An error in an answer with a status of success: found at every place in the body.
#include "worlds/catch.hpp"
#include "worlds/client_world.hpp"

#include <string>
#include <utility>

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

/// How a call ends: its token has expired, and its renewal is refused with a 401 and this body.
Result<BackupCodes> after_renewal(ClientWorld& world, const char* body) {
  world.sign_in();
  auto made = world.client->user().mfa().generate_backup_codes();
  world.transport->respond(401, R"({"error":{"code":"token_expired"}})");
  world.transport->respond(401, body);
  return std::move(made).take();
}

}  // namespace

TEST_CASE("answers: an error in a 200 is found at every place in the body") {
  for (std::size_t before = 0; before < 16; ++before) {
    for (std::size_t behind = 0; behind < 8; ++behind) {
      CAPTURE(before, behind);
      ClientWorld world;
      world.sign_in();
      auto made = world.client->user().mfa().generate_backup_codes();
      world.transport->respond(200, "{" + std::string(before, ' ') + R"("error":{"code":"no"})" +
                                        std::string(behind, ' ') + "}");
      CHECK(std::move(made).take().error().server_code == "no");
    }
  }
}

TEST_CASE("answers: an error in a 200 is found behind words that look like it") {
  for (const char* before :
       {R"("mirror":1)", R"("rr":"rrr")", R"("errors":"rr")", R"("a":"\"err")"}) {
    CAPTURE(before);
    ClientWorld world;
    world.sign_in();
    auto made = world.client->user().mfa().generate_backup_codes();
    world.transport->respond(200, std::string("{") + before + R"(,"error":{"code":"no"}})");
    CHECK(std::move(made).take().error().server_code == "no");
  }
}

TEST_CASE("answers: a word that only looks like an error is none") {
  for (const char* word : {"errors", "error_", "terror", "rror", "\\\"error"}) {
    CAPTURE(word);
    ClientWorld world;
    world.sign_in();
    auto made = world.client->user().mfa().generate_backup_codes();
    world.transport->respond(
        200, std::string(R"({"codes":["ABCD-EFGH"],")") + word + R"(":{"code":"no"}})");
    const auto result = std::move(made).take();
    REQUIRE(result);
    CHECK(result->codes.size() == 1);
  }
}

TEST_CASE("answers: a page with the service's media type is not the service's word") {
  for (const char* page : {"<html>Back soon</html>", "OK", "  maintenance", "<?xml?>", "\"ok\""})
    for (const int status : {200, 201}) {
      CAPTURE(page, status);
      ClientWorld world;
      world.sign_in();
      auto removed = world.client->user().mfa().remove("fac_1");
      world.transport->respond(status, page);
      CHECK(std::move(removed).take().error().outcome == Outcome::unknown);
      auto made = world.client->user().mfa().generate_backup_codes();
      world.transport->respond(status, page);
      CHECK(std::move(made).take().error().outcome == Outcome::unknown);
      auto mailed = world.client->recovery().request("a@example.com");
      world.transport->respond(status, page);
      CHECK(std::move(mailed).take().error().outcome == Outcome::unknown);
    }
}

TEST_CASE("answers: an error without a code in a 200 is not the service's yes") {
  for (const char* body : {R"({"error":"Service Unavailable"})", R"({"error":true})",
                           R"({"error":{"message":"try later"}})", R"({"error":503})"}) {
    CAPTURE(body);
    ClientWorld world;
    world.sign_in();
    auto removed = world.client->user().mfa().remove("fac_1");
    world.transport->respond(200, body);
    const auto result = std::move(removed).take();
    REQUIRE_FALSE(result);
    CHECK(result.error().code == Errc::body);
    CHECK(result.error().outcome == Outcome::unknown);
  }
  for (const char* body : {R"({"error":null})", R"({"error":false})", R"({"error":""})", "{}"}) {
    CAPTURE(body);
    ClientWorld world;
    world.sign_in();
    auto removed = world.client->user().mfa().remove("fac_1");
    world.transport->respond(200, body);
    CHECK(std::move(removed).take());
  }
}

TEST_CASE("answers: the words of a status line are no code and end no session") {
  for (const char* body : {R"({"error":"Unauthorized"})", R"({"error":"unauthorized"})",
                           R"({"error":"UNAUTHORIZED","message":"no ticket"})",
                           R"({"status":401,"error":"Unauthorized","path":"/v1/auth/token"})"}) {
    CAPTURE(body);
    ClientWorld world;
    CHECK(after_renewal(world, body).error().server_code.empty());
    CHECK(world.client->auth().current());
  }
  const std::pair<int, const char*> pages[] = {
      {400, R"({"error":"bad_request"})"},
      {403, R"({"error":"Forbidden"})"},
      {404, R"({"error":"not-found"})"},
      {404, R"({"error":"NotFound"})"},
      {404, R"({"error":{"code":"404","message":"none"}})"},
      {422, R"({"error":"unprocessable_entity"})"},
      {429, R"({"error":"too_many_requests"})"}};
  for (const auto& [status, body] : pages) {
    CAPTURE(body);
    ClientWorld world;
    world.sign_in();
    auto removed = world.client->user().mfa().remove("fac_1");
    world.transport->respond(status, body);
    CHECK(std::move(removed).take().error().outcome == Outcome::unknown);
  }
  // Where the contract puts its codes, the same word is the service's.
  for (const char* body : {R"({"error":{"code":"unauthorized"}})", R"({"code":"UNAUTHORIZED"})"}) {
    CAPTURE(body);
    ClientWorld world;
    CHECK_FALSE(after_renewal(world, body));
    CHECK_FALSE(world.client->auth().current());
  }
}
