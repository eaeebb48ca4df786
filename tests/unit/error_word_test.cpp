// An error in an answer with a status of success: found at every place in the body.
#include "worlds/catch.hpp"
#include "worlds/client_world.hpp"

#include <string>
#include <utility>

using namespace hellojohn;
using namespace hellojohn::tests;

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
