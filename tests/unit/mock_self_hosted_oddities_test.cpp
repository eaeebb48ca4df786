// What may surprise a client of the open-source server, behaviour by behaviour: docs/mock-server.md has the same list.
#include "worlds/catch.hpp"
#include "worlds/self_hosted_face.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

std::string recovery_proof(const std::string& code) { return R"("recovery":")" + code + "\""; }

/// "200 401 401", in order.
template <class Ask>
std::string statuses(int count, Ask ask) {
  std::string out;
  for (int i = 0; i < count; ++i) out += std::to_string(ask().status) + " ";
  return out;
}

}  // namespace

TEST_CASE("self-hosted mock: a set has ten codes of ten characters without 0, 1, I, O and a dash") {
  Face face;
  const std::vector<std::string> codes = face.service.seeded_backup_codes(alice_id);
  CHECK(std::set<std::string>(codes.begin(), codes.end()).size() == 10);
  for (const std::string& code : codes) {
    CHECK(code.size() == 10);
    CHECK(code.find_first_not_of("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") == std::string::npos);
  }
}

TEST_CASE("self-hosted mock: a right code in lower case or with a dash is refused and counted") {
  Face face;
  const std::string challenge = face.open_challenge();
  std::string lower = face.code(0);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  REQUIRE(lower != face.code(0));
  std::string dashed = face.code(0);
  dashed.insert(5, "-");
  CHECK(face.answer(challenge, "recovery", lower).status == 401);
  CHECK(statuses(9, [&] { return face.answer(challenge, "recovery", dashed); }) ==
        "401 401 401 401 401 401 401 401 401 ");
  CHECK(face.answer(challenge, "recovery", face.code(0)).status == 429);
}

TEST_CASE("self-hosted mock: of eight simultaneous requests with one backup code one succeeds") {
  Face face;
  face.hold_back("/v2/mfa/totp/challenge");
  const std::string code = face.code(0);
  SECTION("with a challenge each") {
    CHECK(statuses(8, [&] { return face.answer(face.open_challenge(), "recovery", code); }) ==
          "200 401 401 401 401 401 401 401 ");
  }
  SECTION("with one challenge") {
    const std::string challenge = face.open_challenge();
    CHECK(statuses(8, [&] { return face.answer(challenge, "recovery", code); }) ==
          "200 400 400 400 400 400 400 400 ");
  }
}

TEST_CASE("self-hosted mock: a challenge lives for 5 minutes") {
  Face face;
  const std::string challenge = face.open_challenge();
  face.service.advance(std::chrono::seconds(299));
  CHECK(face.answer(challenge, "code", "000000").status == 401);
  face.service.advance(std::chrono::seconds(1));
  const auto late = face.answer(challenge, "code", face.service.totp(alice_factor));
  CHECK(late.status == 400);
  CHECK(Face::member(late, "code") == "invalid_grant");
}

TEST_CASE("self-hosted mock: simultaneous requests with one challenge and one TOTP code succeed") {
  Face face;
  face.hold_back("/v2/mfa/totp/challenge");
  const std::string challenge = face.open_challenge();
  const std::string code = face.service.totp(alice_factor);
  std::set<std::string> sessions;
  for (int i = 0; i < 6; ++i) {
    const auto answer = face.answer(challenge, "code", code);
    CHECK(answer.status == 200);
    sessions.insert(Face::member(answer, "refresh_token"));
  }
  CHECK(sessions.size() == 6);
  // Not a backup code, not another code, and not once the first answer has left.
  CHECK(face.answer(challenge, "recovery", face.code(0)).status == 400);
  CHECK(face.answer(challenge, "code", "000000").status == 400);
  const std::string state = face.service.state();
  face.service.advance(std::chrono::milliseconds(200));
  CHECK(face.answer(challenge, "code", code).status == 400);
  // A met challenge does not come back with a stored state.
  REQUIRE(face.service.load_state(state));
  CHECK(face.answer(challenge, "code", code).status == 400);
}

TEST_CASE("self-hosted mock: one TOTP request after the other meets a challenge once") {
  Face face;
  const std::string challenge = face.open_challenge();
  const std::string code = face.service.totp(alice_factor);
  CHECK(statuses(2, [&] { return face.answer(challenge, "code", code); }) == "200 400 ");
  CHECK(face.answer(face.open_challenge(), "code", code).status == 401);
}

TEST_CASE("self-hosted mock: a code of the next step works again until its step has passed") {
  Face face;
  const auto code_at = [&](int seconds) {
    face.service.advance(std::chrono::seconds(seconds));
    std::string code = face.service.totp(alice_factor);
    face.service.advance(std::chrono::seconds(-seconds));
    return code;
  };
  const std::string before = code_at(-30), next = code_at(30), far = code_at(60);
  const auto sign_in = [&](const std::string& code) {
    return face.answer(face.open_challenge(), "code", code);
  };
  CHECK(sign_in(code_at(-60)).status == 401);
  CHECK(sign_in(far).status == 401);
  CHECK(sign_in(before).status == 200);
  CHECK(statuses(3, [&] { return sign_in(next); }) == "200 200 200 ");
  CHECK(sign_in(code_at(0)).status == 401);
  face.service.advance(std::chrono::seconds(30));
  CHECK(sign_in(next).status == 200);
  CHECK(sign_in(next).status == 401);
}

TEST_CASE("self-hosted mock: the lock on backup codes spares the app, new codes and a removal") {
  Face face;
  const std::string access = Face::member(face.sign_in(), "access_token");
  const std::string wrong = recovery_proof("ZZZZZZZZZZ");
  const auto rotate_wrongly = [&] { return face.prove("/v2/mfa/recovery/rotate", access, wrong); };
  CHECK(statuses(11, rotate_wrongly) == "401 401 401 401 401 401 401 401 401 401 401 ");
  const std::string challenge = face.open_challenge();
  const auto guess = [&] { return face.answer(challenge, "recovery", "ZZZZZZZZZZ"); };
  CHECK(statuses(11, guess) == "401 401 401 401 401 401 401 401 401 401 429 ");
  const auto locked = face.answer(challenge, "recovery", face.code(0));
  CHECK(locked.status == 429);
  // Of the general limit, which is seconds away.
  CHECK_FALSE(locked.header("X-RateLimit-Reset").empty());
  CHECK(face.answer(challenge, "code", face.next_totp()).status == 200);
  CHECK(face.prove("/v2/mfa/totp/disable", access, recovery_proof(face.code(0))).status == 200);
}

TEST_CASE("self-hosted mock: a new key is good before it is confirmed, and the codes live on") {
  Face face;
  const std::string access = Face::member(face.sign_in(), "access_token");
  REQUIRE(face.post("/v2/mfa/totp/enroll", "", access).status == 200);
  CHECK(face.answer(face.open_challenge(), "code", face.next_totp()).status == 200);
  CHECK(face.answer(face.open_challenge(), "recovery", face.code(0)).status == 200);
}

TEST_CASE("self-hosted mock: after a removal the old codes still make new ones") {
  Face face;
  const std::string access = Face::member(face.sign_in(), "access_token");
  const std::string removing = face.code(0), rotating = face.code(1);
  REQUIRE(face.prove("/v2/mfa/totp/disable", access, recovery_proof(removing)).status == 200);
  CHECK(face.prove("/v2/mfa/recovery/rotate", access, recovery_proof(rotating)).status == 200);
}

TEST_CASE("self-hosted mock: an access token outlives the account that is disabled, until exp") {
  Face face;
  const std::string access = Face::member(face.sign_in(), "access_token");
  std::string state = face.service.state();
  const std::size_t user = state.find("\"id\":\"" + std::string(alice_id) + "\"");
  const std::string free = "\"locked\":false";
  const std::size_t at = state.find(free, user);
  REQUIRE(at != std::string::npos);
  REQUIRE(face.service.load_state(state.replace(at, free.size(), "\"locked\":true")));
  // Said before the password is looked at.
  CHECK(face.login("wrong").status == 423);
  CHECK(Face::member(face.login(), "code") == "user_disabled");
  CHECK(face.ask("GET", "/v2/mfa/factors", "", access).status == 200);
  face.service.advance(std::chrono::seconds(900));
  CHECK(face.ask("GET", "/v2/mfa/factors", "", access).status == 401);
}
