// The self-hosted face of the mock service: what that server does, and what may surprise a client.
#include "worlds/catch.hpp"
#include "worlds/self_hosted_face.hpp"

#include <chrono>
#include <string>

using namespace hellojohn;
using namespace hellojohn::tests;

TEST_CASE("self-hosted mock: errors are flat, and an unknown route is not JSON") {
  Face face;
  const auto wrong = face.login("wrong");
  CHECK(wrong.status == 401);
  CHECK(Face::member(wrong, "code") == "INVALID_CREDENTIALS");
  CHECK_FALSE(Face::has(wrong, "\"error\""));
  CHECK(wrong.header("WWW-Authenticate").empty());
  CHECK(wrong.header("X-RateLimit-Limit").empty());
  CHECK(wrong.header("X-Request-Id").size() == 32);
  const auto unknown = face.post("/v1/auth/sign-in", "{}");
  CHECK(unknown.status == 404);
  CHECK(unknown.header("Content-Type").substr(0, 10) == "text/plain");
  const auto missing = face.ask("GET", "/v2/mfa/factors", "");
  CHECK(Face::member(missing, "code") == "TOKEN_MISSING");
  CHECK(missing.header("WWW-Authenticate") == "Bearer");
}

TEST_CASE("self-hosted mock: the tenant of a sign-in is the body's") {
  Face face;
  const auto answer =
      face.post("/v2/auth/login", R"({"client_id":"game","email":"a@b.c","password":"p"})");
  CHECK(answer.status == 400);
  CHECK(Face::member(answer, "code") == "CLIENT_NOT_FOUND");
}

TEST_CASE("self-hosted mock: a challenge survives a wrong code and ends when it is met") {
  Face face;
  const std::string token = Face::member(face.login(), "mfa_token");
  const auto recovery = [&](const std::string& code) {
    return face.post("/v2/mfa/totp/challenge",
                     R"({"mfa_token":")" + token + R"(","recovery":")" + code + "\"}");
  };
  std::string lower = face.code(0);
  lower.front() = 'a';
  CHECK(recovery(lower).status == 401);
  CHECK(recovery(" " + face.code(0) + " ").status == 200);
  const auto met = recovery(face.code(1));
  CHECK(met.status == 400);
  CHECK(Face::member(met, "code") == "invalid_grant");
}

TEST_CASE("self-hosted mock: the lock on backup codes names no wait and spares new codes") {
  Face face;
  const std::string access = Face::member(face.sign_in(), "access_token");
  const std::string token = Face::member(face.login(), "mfa_token");
  const auto recovery = [&](const std::string& code) {
    return face.post("/v2/mfa/totp/challenge",
                     R"({"mfa_token":")" + token + R"(","recovery":")" + code + "\"}");
  };
  for (int i = 0; i < 10; ++i) CHECK(recovery("ZZZZZZZZZZ").status == 401);
  const auto locked = recovery(face.code(0));
  CHECK(locked.status == 429);
  CHECK(locked.header("Retry-After").empty());
  CHECK(locked.header("X-RateLimit-Remaining") != "0");
  const std::string proof = R"("recovery":")" + face.code(0) + "\"";
  CHECK(face.prove("/v2/mfa/recovery/rotate", access, proof).status == 200);
  face.service.advance(std::chrono::hours(24));
  const std::string later = Face::member(face.login(), "mfa_token");
  CHECK(face.post("/v2/mfa/totp/challenge",
                  R"({"mfa_token":")" + later + R"(","recovery":"ZZZZZZZZZZ"})")
            .status == 401);
}

TEST_CASE("self-hosted mock: an enrolment replaces the authenticator at once and brings no codes") {
  Face face;
  const std::string access = Face::member(face.sign_in(), "access_token");
  face.service.advance(std::chrono::seconds(30));
  const std::string old_code = face.service.totp(alice_factor);
  REQUIRE(face.post("/v2/mfa/totp/enroll", "", access).status == 200);
  const std::string token = Face::member(face.login(), "mfa_token");
  const auto totp = [&](const std::string& code) {
    return face.post("/v2/mfa/totp/challenge",
                     R"({"mfa_token":")" + token + R"(","code":")" + code + "\"}");
  };
  CHECK(totp(old_code).status == 401);
  const auto confirmed =
      face.post("/v2/mfa/totp/verify", R"({"code":")" + face.next_totp() + "\"}", access);
  CHECK(confirmed.status == 200);
  CHECK_FALSE(Face::has(confirmed, "recovery_codes"));
}

TEST_CASE("self-hosted mock: a removal keeps the codes, and the next confirmation ends them") {
  Face face;
  const std::string access = Face::member(face.sign_in(), "access_token");
  const std::string old_code = face.code(1);
  const auto wrong = face.post("/v2/mfa/totp/disable", R"({"password":"x","code":"1"})", access);
  CHECK(Face::member(wrong, "code") == "invalid_password");
  CHECK(wrong.header("WWW-Authenticate").empty());
  const std::string proof = R"("recovery":")" + face.code(0) + "\"";
  CHECK(face.prove("/v2/mfa/totp/disable", access, proof).status == 200);
  CHECK(Face::has(face.ask("GET", "/v2/mfa/factors", "", access), R"(["email"])"));
  REQUIRE(face.post("/v2/mfa/totp/enroll", "", access).status == 200);
  const auto confirmed =
      face.post("/v2/mfa/totp/verify", R"({"code":")" + face.next_totp() + "\"}", access);
  CHECK(Face::has(confirmed, "recovery_codes"));
  const std::string old_proof = R"("recovery":")" + old_code + "\"";
  CHECK(face.prove("/v2/mfa/recovery/rotate", access, old_proof).status == 401);
}

TEST_CASE("self-hosted mock: a sign-out needs a bearer and revokes only with the refresh token") {
  Face face;
  const auto signed_in = face.sign_in();
  const std::string access = Face::member(signed_in, "access_token");
  const auto with = [&](const std::string& refresh) {
    return R"({"tenant_id":")" + std::string(tenant_of_face) +
           R"(","client_id":"game","refresh_token":")" + refresh + "\"}";
  };
  CHECK(face.post("/v2/auth/logout", "{}").status == 403);
  CHECK(face.post("/v2/auth/logout", "{}", access).status == 204);
  const auto renewed =
      face.post("/v2/auth/refresh", with(Face::member(signed_in, "refresh_token")));
  REQUIRE(renewed.status == 200);
  const std::string newest = Face::member(renewed, "refresh_token");
  CHECK(face.post("/v2/auth/logout", with(newest), access).status == 204);
  CHECK(face.post("/v2/auth/refresh", with(newest)).status == 401);
  CHECK(face.ask("GET", "/v2/mfa/factors", "", access).status == 200);
}

TEST_CASE("self-hosted mock: a reused refresh token ends its whole family") {
  Face face;
  const auto signed_in = face.sign_in();
  const auto refresh = [&](const std::string& token) {
    return face.post("/v2/auth/refresh", R"({"tenant_id":")" + std::string(tenant_of_face) +
                                             R"(","refresh_token":")" + token + "\"}");
  };
  const std::string first = Face::member(signed_in, "refresh_token");
  const std::string newest = Face::member(refresh(first), "refresh_token");
  CHECK(Face::member(refresh(first), "code") == "REFRESH_TOKEN_REUSE");
  CHECK(Face::member(refresh(newest), "code") == "UNAUTHORIZED");
  CHECK(Face::member(refresh("unknown"), "code") == "SESSION_EXPIRED");
}

TEST_CASE("self-hosted mock: a preferred factor is one that is there, and is named first") {
  Face face;
  const std::string access = Face::member(face.sign_in(), "access_token");
  const auto prefer = [&](const char* factor) {
    return face.ask("PUT", "/v2/mfa/factors/preference",
                    R"({"factor":")" + std::string(factor) + "\"}", access);
  };
  CHECK(prefer("pigeon").status == 400);
  CHECK(prefer("sms").status == 422);
  CHECK(prefer("email").status == 200);
  CHECK(Face::member(face.login(), "preferred_factor") == "email");
  CHECK(
      face.prove("/v2/mfa/totp/disable", access, R"("recovery":")" + face.code(0) + "\"").status ==
      200);
  CHECK(Face::member(face.ask("GET", "/v2/mfa/factors", "", access), "preferred_factor") ==
        "email");
}

TEST_CASE("self-hosted mock: who is signed in, and what an application may know before") {
  Face face;
  CHECK(face.ask("GET", "/userinfo", "").status == 401);
  const std::string access = Face::member(face.sign_in(), "access_token");
  const auto info = face.ask("GET", "/userinfo", "", access);
  CHECK(Face::member(info, "sub") == alice_id);
  CHECK(Face::member(info, "email") == alice);
  CHECK(Face::member(face.ask("GET", "/v2/me", "", access), "tid") == tenant_of_face);
  CHECK(Face::has(face.ask("GET", "/v2/auth/config?client_id=game", ""), "\"mfa_enabled\":true"));
  CHECK(face.ask("GET", "/v2/auth/config", "").status == 400);
}

TEST_CASE("self-hosted mock: an API key has a separate header") {
  Face face;
  HttpRequest request;
  request.method = "GET";
  request.target = "/v2/admin/tenants/" + std::string(tenant_of_face) + "/audit-logs";
  CHECK(face.service.serve(request).response.status == 401);
  request.headers = {{"X-API-Key", "sk_live_abc123"}};
  CHECK(face.service.serve(request).response.status == 200);
}
