// How long a token is taken to live, from what the answer says and however wrong the device's clock is.
#include "worlds/catch.hpp"

#include "json/token_life.hpp"

#include <string>

using namespace hellojohn;
using codec::WallTime;
using std::chrono::seconds;

namespace {

std::string base64url(std::string_view text) {
  const std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  unsigned bits = 0;
  int have = 0;
  for (const char c : text) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (have += 8; have >= 6; have -= 6) out += digits[bits >> (have - 6) & 63];
  }
  if (have > 0) out += digits[bits << (6 - have) & 63];
  return out;
}

WallTime at(long long second) { return WallTime(seconds(second)); }

codec::Tokens with_claims(const std::string& claims) {
  codec::Tokens tokens;
  tokens.access_token = Secret("e30." + base64url("{" + claims + "}") + ".c2ln");
  return tokens;
}

constexpr long long issued = 1700000000;
constexpr long long day = 86400;

}  // namespace

TEST_CASE("token life: a device's clock never ends a token that was received just now") {
  struct Row {
    const char* claims;
    std::optional<long long> date;
    seconds life;
  };
  const Row rows[] = {
      {R"("iat":1700000000,"exp":1700003600)", {}, seconds(3600)},
      {R"("iat":1700000000.5,"exp":1700003600.25)", {}, seconds(3600)},
      {R"("iat":"1700000000","exp":"1700000060")", {}, seconds(60)},
      // The answer's own time is nearer than the time of issue.
      {R"("iat":1700000000,"exp":1700003600)", issued + 600, seconds(3000)},
      {R"("exp":1700003600)", issued, seconds(3600)},
      {R"("exp":1700003600)", issued + 3600, seconds(0)},
      {R"("exp":1700003600)", issued + 9999, seconds(0)},
      // Neither says anything: the life that every service grants.
      {R"("sub":"u")", {}, seconds(900)},
      {R"("sub":"u")", issued, seconds(900)},
  };
  for (const Row& row : rows)
    for (const long long device : {issued, issued - 400 * day, issued + 400 * day, 0LL}) {
      CAPTURE(row.claims, device);
      std::optional<WallTime> date;
      if (row.date) date = at(*row.date);
      CHECK(codec::token_life(with_claims(row.claims), date, at(device)) == row.life);
    }
}

TEST_CASE("token life: without Date and iat the device's clock may lengthen a life, not end it") {
  const auto life = [](const char* claims, long long device) {
    return codec::token_life(with_claims(claims), {}, at(device));
  };
  for (const char* claims :
       {R"("exp":1700003600)", R"("iat":1700003600,"exp":1700003600)",
        R"("iat":1800000000,"exp":1700003600)", R"("iat":true,"exp":1700003600)"}) {
    CAPTURE(claims);
    CHECK(life(claims, issued) == seconds(3600));
    CHECK(life(claims, issued + 3590) == seconds(900));
    CHECK(life(claims, issued + 3600) == seconds(900));
    CHECK(life(claims, issued + 400 * day) == seconds(900));
    CHECK(life(claims, 0) == seconds(366 * day));
  }
}

TEST_CASE("token life: what the answer says beside the token comes first") {
  codec::Tokens tokens = with_claims(R"("iat":1700000000,"exp":1700003600)");
  tokens.expires_at = at(issued + 1800);
  CHECK(codec::token_life(tokens, {}, at(issued + 400 * day)) == seconds(1800));
  CHECK(codec::token_life(tokens, at(issued + 60), at(0)) == seconds(1740));
  tokens.expires_in = seconds(120);
  CHECK(codec::token_life(tokens, {}, at(issued + 400 * day)) == seconds(120));
  CHECK(codec::token_life(tokens, at(issued + 9999), at(0)) == seconds(120));
}

TEST_CASE("token life: a token that is no JWT has the usual life") {
  for (const char* text : {"opaque", "a.b", "a.!.c", "a.e30.c"}) {
    codec::Tokens tokens;
    tokens.access_token = Secret(text);
    CHECK(codec::token_life(tokens, {}, at(issued)) == seconds(900));
  }
}
