// What is taken from an error's answer: codes, words and waits that somebody else wrote.
#include "worlds/catch.hpp"

#include "json/json.hpp"

#include <optional>
#include <string>

using namespace hellojohn;
using namespace hellojohn::codec;
using namespace std::chrono_literals;

namespace {

ServerError error_of(const std::string& body) {
  ServerError error;
  read_error(body, error);
  return error;
}
ServerError error_with(const std::string& member) {
  return error_of("{\"error\":{" + member + "}}");
}

}  // namespace

TEST_CASE("error answers: a code is letters, digits and three signs, 64 at most") {
  CHECK(error_with(R"("code":"aZ_09.x-y")").code == "aZ_09.x-y");
  CHECK(error_with("\"code\":\"" + std::string(64, 'c') + "\"").code.size() == 64);
  CHECK(error_with("\"code\":\"" + std::string(65, 'c') + "\"").code.empty());
  for (const char* strange : {"a b", "a/b", "a\\nb", "a%b", "é", "<b>", "a,b"}) {
    CAPTURE(strange);
    CHECK(error_with("\"code\":\"" + std::string(strange) + "\"").code.empty());
  }
}

TEST_CASE("error answers: the inner code and words win, in whichever place they stand") {
  for (const char* body :
       {R"({"code":"outer","error":{"code":"inner","message":"in"},"message":"out"})",
        R"({"error":{"message":"in","code":"inner"},"code":"outer","message":"out"})"}) {
    CHECK(error_of(body).code == "inner");
    CHECK(error_of(body).message == "in");
  }
  CHECK(error_of(R"({"error":"first","code":"second"})").code == "first");
  CHECK(error_of(R"({"title":"first","detail":"second"})").message == "first");
}

TEST_CASE("error answers: a wait is whole, not negative, and a day at most") {
  CHECK(error_of(R"({"retry_after":0})").retry_after == 0s);
  CHECK(error_with(R"("retry_after":7)").retry_after == 7s);
  CHECK(error_with(R"("retry_after":86401)").retry_after == 24h);
  CHECK(error_with(R"("retry_after":1.5)").retry_after == 2s);
  CHECK(error_with(R"("retry_after":42.7)").retry_after == 43s);
  CHECK(error_of(R"({"retry_after":1e300})").retry_after == 24h);
  for (const char* none : {R"("retry_after":-1)", R"("retry_after":"7")", R"("retry_after":-1.5)",
                           R"("retry_after":null)", R"("wait":7)"}) {
    CAPTURE(none);
    CHECK_FALSE(error_with(none).retry_after);
  }
}

TEST_CASE("error answers: a request's number is printable, 128 at most") {
  CHECK(error_of(R"({"request_id":"req_1"})").request_id == "req_1");
  CHECK(error_with("\"request_id\":\"" + std::string(128, 'r') + "\"").request_id.size() == 128);
  CHECK(error_with("\"request_id\":\"" + std::string(129, 'r') + "\"").request_id.empty());
  CHECK(error_with(R"("request_id":"a\u000ab")").request_id.empty());
}

TEST_CASE("error answers: words keep every script, and lose what hides or turns them around") {
  const auto words = [](const std::string& text) {
    return error_with("\"message\":\"" + text + "\"").message;
  };
  for (const char* kept : {"plain", "ñandú", "日本語", "😀", "\xD8\x9B", "\xE2\x82\xAC"})
    CHECK(words(std::string("a") + kept + "b") == std::string("a") + kept + "b");
  for (const char* gone :
       {"\xE2\x80\x8E", "\xE2\x80\x8F", "\xD8\x9C", "\xE2\x80\xAA", "\xE2\x80\xAE", "\xE2\x81\xA6",
        "\xE2\x81\xA9", "\xC2\x80", "\xC2\x9F", "\x7F", "\\u0007", "\\u202e", "\xE2\x80\x8D",
        "\xE2\x80\x8B", "\xE2\x81\xA5", "\xE2\x81\xAA"})
    CHECK(words(std::string("a") + gone + "b") == "ab");
  for (const char* blank :
       {" ", "\xC2\xA0", "\xE2\x80\xA9", "\xE2\x80\xAF", "\\n", "\\r\\n", "\\t"})
    CHECK(words(std::string("a") + blank + "b") == "a b");
}

TEST_CASE("error answers: words are cut between characters") {
  for (const char* character : {"m", "é", "語", "😀"}) {
    CAPTURE(character);
    std::string many, most;
    for (int i = 0; i < 2000; ++i) many += character;
    for (int i = 0; i < 255; ++i) most += character;
    CHECK(error_with("\"message\":\"" + many + "\"").message == most + "…");
  }
}
