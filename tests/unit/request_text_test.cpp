// What a person typed, on its way into a request: always valid JSON in valid UTF-8.
#include "worlds/catch.hpp"

#include "json/json.hpp"

#include <string>
#include <string_view>

using namespace hellojohn;
using namespace hellojohn::codec;

namespace {

/// How the writer puts `typed` between the quotes.
std::string written(std::string_view typed) {
  Ask ask;
  ask.refresh = typed;
  const Secret body = body_of(v1_dialect().route(Operation::refresh), ask);
  constexpr std::string_view before = R"({"refresh_token":")";
  const std::string_view text = body.reveal();
  return std::string(text.substr(before.size(), text.size() - before.size() - 2));
}

}  // namespace

TEST_CASE("request text: valid UTF-8 of every length goes as it is") {
  for (const char* text :
       {"a", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
        "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    CAPTURE(text);
    CHECK(written(std::string("<") + text + ">") == std::string("<") + text + ">");
  }
}

TEST_CASE("request text: each byte that is not UTF-8 becomes U+FFFD") {
  struct Row {
    std::string_view typed;
    int strange;
  };
  const Row rows[] = {
      {"\x80", 1},              // Only a continuation.
      {"\xBF", 1},              //
      {"\xC0\xAF", 2},          // Overlong.
      {"\xC1\xBF", 2},          //
      {"\xE0\x9F\xBF", 3},      //
      {"\xF0\x8F\xBF\xBF", 4},  //
      {"\xED\xA0\x80", 3},      // A surrogate.
      {"\xED\xBF\xBF", 3},      //
      {"\xF4\x90\x80\x80", 4},  // Beyond U+10FFFF.
      {"\xF5\x80\x80\x80", 4},  //
      {"\xFF", 1},              //
      {"\xC2", 1},              // Cut off.
      {"\xE2\x82", 2},          //
      {"\xF0\x9F\x98", 3},      //
      {"\xE2\x28\xA1", 2},      // "(" in the middle stays.
  };
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    const std::string out = written(row.typed);
    int strange = 0;
    for (std::size_t at = out.find("\xEF\xBF\xBD"); at != std::string::npos;
         at = out.find("\xEF\xBF\xBD", at + 3))
      ++strange;
    CHECK(strange == row.strange);
    CHECK(written("a" + std::string(row.typed) + "b") == "a" + out + "b");
  }
  CHECK(written("\xE2(\xA1") == "\xEF\xBF\xBD(\xEF\xBF\xBD");
}

TEST_CASE("request text: what JSON wants escaped, and NUL") {
  CHECK(written(std::string_view("\0\x1F\"\\/", 5)) == R"(\u0000\u001f\"\\/)");
  CHECK(written("") == "");
}
