// What the codec takes for JSON (RFC 8259), in the manner of JSONTestSuite: must be taken, must be refused, may be
// either but does no harm. Each case is one document; families of cases are written out by loops.
#include "worlds/catch.hpp"

#include "json/json.hpp"

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

using namespace hellojohn;

namespace {

/// The case as the value of a field that the reader does not know.
std::string inside(std::string_view value) {
  return R"({"access_token":"t","x":)" + std::string(value) + "}";
}

bool taken(const std::string& document) {
  codec::Tokens tokens;
  const bool well = codec::read_tokens(document, tokens) == nullptr;
  if (well) CHECK(tokens.access_token.reveal() == "t");
  return well;
}

std::vector<std::string> must_take() {
  std::vector<std::string> out;
  for (const char* value : {"0",
                            "-0",
                            "1",
                            "-1",
                            "12",
                            "1.5",
                            "-1.5",
                            "0.1",
                            "1e1",
                            "1E1",
                            "1e+1",
                            "1e-1",
                            "0e1",
                            "0E+1",
                            "1.5e3",
                            "123456789",
                            "-123456789012345678",
                            "0.000000000000000001",
                            "1e-400",
                            "true",
                            "false",
                            "null",
                            "\"\"",
                            "\" \"",
                            "\"a\"",
                            "\"\\\"\"",
                            "\"\\\\\"",
                            "\"\\/\"",
                            "\"\\b\"",
                            "\"\\f\"",
                            "\"\\n\"",
                            "\"\\r\"",
                            "\"\\t\"",
                            "\"\\u0041\"",
                            "\"\\u00e9\"",
                            "\"\\u20AC\"",
                            "\"\\uD834\\uDD1E\"",
                            "\"\\ud834\\udd1e\"",
                            "\"\\u0000\"",
                            "\"\\uFFFF\"",
                            "\"\\uFFFE\"",
                            "\"\x7F\"",
                            "\"\xC3\xA9\"",
                            "\"\xE2\x82\xAC\"",
                            "\"\xF0\x9D\x84\x9E\"",
                            "\"\xEF\xBF\xBF\"",
                            "\"\xC2\x80\"",
                            "\"\xF4\x8F\xBF\xBF\"",
                            "\"/\"",
                            "\"[\"",
                            "\"{\"",
                            "\"#\"",
                            "\"'\"",
                            "[]",
                            "[ ]",
                            "[1]",
                            "[1,2]",
                            "[1 , 2]",
                            "[\n1\t,\r2]",
                            "[[]]",
                            "[[],[]]",
                            "[[[[[[[[]]]]]]]]",
                            "[true,false,null]",
                            "[\"a\",1,{}]",
                            "{}",
                            "{ }",
                            "{\"a\":1}",
                            "{\"a\":1,\"b\":2}",
                            "{\"\":0}",
                            "{\"a\":{}}",
                            "{\"a\":[]}",
                            "{\"a\\u0062\":1}",
                            "{ \"a\" : 1 }",
                            "{\"a\":{\"b\":{\"c\":[1,[2,[3]]]}}}",
                            "\"access_token\""}) {
    out.push_back(inside(value));
  }
  for (const char* space : {" ", "\t", "\n", "\r", " \t\n\r"}) {
    out.push_back(std::string(space) + inside("1"));
    out.push_back(inside("1") + space);
    out.push_back(inside(space + std::string("1") + space));
  }
  return out;
}

std::vector<std::string> must_refuse() {
  std::vector<std::string> out;
  for (const char* value : {"",
                            "-",
                            "+1",
                            "01",
                            "-01",
                            "1.",
                            ".5",
                            "-.5",
                            "1.e1",
                            "1e",
                            "1e+",
                            "1e-",
                            "1eE2",
                            "0x1",
                            "1_0",
                            "1 2",
                            "Infinity",
                            "-Infinity",
                            "NaN",
                            "nan",
                            "1a",
                            "--1",
                            "1.2.3",
                            "1e1.5",
                            "\xEF\xBC\x91",
                            "tru",
                            "True",
                            "TRUE",
                            "truee",
                            "fals",
                            "nul",
                            "Null",
                            "nulll",
                            "undefined",
                            "'a'",
                            "a",
                            "\"",
                            "\"a",
                            "a\"",
                            "\"\\",
                            "\"\\\"",
                            "\"\\u\"",
                            "\"\\u1\"",
                            "\"\\u12\"",
                            "\"\\u123\"",
                            "\"\\u12G4\"",
                            "\"\\U0041\"",
                            "\"\\x41\"",
                            "\"a\"b",
                            "\"a\" \"b\"",
                            "[",
                            "]",
                            "[1",
                            "1]",
                            "[1,",
                            "[,1]",
                            "[1,]",
                            "[1,,2]",
                            "[1 2]",
                            "[1;2]",
                            "[\"a\"",
                            "[1}",
                            "[[]",
                            "[]]",
                            "[:]",
                            "{",
                            "}",
                            "{\"a\"",
                            "{\"a\":",
                            "{\"a\":}",
                            "{\"a\":1",
                            "{\"a\":1,",
                            "{\"a\":1,}",
                            "{,}",
                            "{\"a\" 1}",
                            "{a:1}",
                            "{'a':1}",
                            "{1:1}",
                            "{\"a\"::1}",
                            "{\"a\":1,,\"b\":2}",
                            "{\"a\":1]",
                            "{\"a\":1 \"b\":2}",
                            "{[]:1}",
                            "{null:1}",
                            "{}{}",
                            "{\"a\"=1}",
                            "// c\n1",
                            "/* c */1",
                            "1/**/",
                            "#1",
                            "\\u0031",
                            "\xEF\xBB\xBF\x31",
                            "\"\\uD834\"",
                            "\"\\uDD1E\"",
                            "\"\\uD834x\"",
                            "\"\\uD834\\u0041\"",
                            "\"\\uDD1E\\uD834\"",
                            "\"\\uD834\\uD834\\uDD1E\"",
                            "\"\xFF\"",
                            "\"\xC3\"",
                            "\"\x80\"",
                            "\"\xC0\xAF\"",
                            "\"\xC1\xBF\"",
                            "\"\xE0\x80\xAF\"",
                            "\"\xE2\x82\"",
                            "\"\xED\xA0\x80\"",
                            "\"\xED\xBF\xBF\"",
                            "\"\xF0\x80\x80\x80\"",
                            "\"\xF4\x90\x80\x80\"",
                            "\"\xF8\x88\x80\x80\x80\"",
                            "\"\xF0\x9D\x84\"",
                            "\xFF",
                            "\"\xC3\x28\""}) {
    out.push_back(inside(value));
  }
  for (char control = 0; control < 0x20; ++control) {
    out.push_back(inside("\"" + std::string(1, control) + "\""));
  }
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    if (std::string_view("bfnrtu").find(letter) != std::string_view::npos) continue;
    out.push_back(inside("\"\\" + std::string(1, letter) + "\""));
  }
  const std::string whole = inside("1");
  for (std::size_t n = 0; n < whole.size(); ++n) out.push_back(whole.substr(0, n));
  for (const char* after : {"x", "}", "]", ",", "{}", "1", "\"\"", "\xEF\xBB\xBF"}) {
    out.push_back(whole + after);
  }
  out.push_back(whole + std::string(1, '\0'));
  for (const char* before : {"x", "[", ",", "\xEF\xBB\xBF", ")]}',\n"})
    out.push_back(before + whole);
  for (const char* document : {"null", "true", "1", "\"a\"", "[]", "[{\"access_token\":\"t\"}]"}) {
    out.push_back(document);
  }
  // Twice the same field: which one counts would be a guess.
  out.push_back(R"({"access_token":"t","access_token":"t"})");
  out.push_back(R"({"access_token":"t","access_toke\u006e":"u"})");
  for (const int depth : {17, 32, 100, 10'000}) {
    out.push_back(inside(std::string(static_cast<std::size_t>(depth), '[') +
                         std::string(static_cast<std::size_t>(depth), ']')));
  }
  out.push_back(inside("\"" + std::string(70 * 1024, 'a') + "\""));
  return out;
}

std::vector<std::string> may_be_either() {
  std::vector<std::string> out;
  for (const char* value :
       {"1e999", "-1e999", "111e11111111", "1e-11111111", "0e999999999999",
        "123456789012345678901234567890", "-123456789012345678901234567890",
        "0.12345678901234567890123456789", "1.7976931348623157e308", "1.7976931348623159e308",
        "2.2250738585072011e-308", "9223372036854775808", "-9223372036854775809",
        "18446744073709551616"}) {
    out.push_back(inside(value));
  }
  for (const int depth : {13, 14, 15, 16}) {
    out.push_back(inside(std::string(static_cast<std::size_t>(depth), '[') +
                         std::string(static_cast<std::size_t>(depth), ']')));
  }
  out.push_back(inside("1e" + std::string(500, '9')));
  out.push_back(inside(std::string(5000, '1')));
  return out;
}

}  // namespace

TEST_CASE("JSON: what must be taken") {
  for (const std::string& document : must_take()) {
    CAPTURE(document);
    CHECK(taken(document));
  }
}

TEST_CASE("JSON: what must be refused") {
  for (const std::string& document : must_refuse()) {
    CAPTURE(document.substr(0, 200));
    CHECK_FALSE(taken(document));
  }
}

TEST_CASE("JSON: what may be either does no harm") {
  for (const std::string& document : may_be_either()) (void)taken(document);
  const std::size_t cases = must_take().size() + must_refuse().size() + may_be_either().size();
  std::printf("JSON: %zu cases\n", cases);
  CHECK(cases >= 318);
}

TEST_CASE("JSON: huge numbers where a number is read leave the field empty") {
  for (const char* number : {"1e999", "-1e999", "111e11111111", "-1", "1e400", "1.5", "\"60\"",
                             "null", "true", "99999999999999999999"}) {
    CAPTURE(number);
    codec::Tokens tokens;
    const std::string body = std::string(R"({"access_token":"t","expires_in":)") + number + "}";
    if (codec::read_tokens(body, tokens) != nullptr) continue;
    if (tokens.expires_in) {
      CHECK(tokens.expires_in->count() > 0);
      CHECK(tokens.expires_in->count() < 100LL * 365 * 86400);
    }
  }
}
