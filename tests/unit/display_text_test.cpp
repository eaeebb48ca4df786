// The filter that all text of a server passes before a screen or a log may show it.
#include "worlds/catch.hpp"

#include "base/display_text.hpp"
#include "base/text.hpp"
#include "json/json.hpp"

#include <string>

using namespace hellojohn;

namespace {

std::string utf8_of(char32_t c) { return std::string(utf8::encode(c).view()); }

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

std::size_t characters_in(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    (void)utf8::take(text);
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("display text: what hides or turns text is dropped, ends of lines become a blank") {
  struct Range {
    char32_t first, last;
    const char* read;
  };
  for (const Range& range : {
           Range{0x00, 0x08, "ab"},           Range{0x09, 0x0d, "a b"},
           Range{0x0e, 0x1f, "ab"},           Range{0x7f, 0x84, "ab"},
           Range{0x85, 0x85, "a b"},          Range{0x86, 0x9f, "ab"},
           Range{0xa0, 0xa0, "a b"},          Range{0xad, 0xad, "ab"},
           Range{0x34f, 0x34f, "ab"},         Range{0x61c, 0x61c, "ab"},
           Range{0x115f, 0x1160, "ab"},       Range{0x17b4, 0x17b5, "ab"},
           Range{0x180b, 0x180f, "ab"},       Range{0x2000, 0x200a, "a b"},
           Range{0x200b, 0x200f, "ab"},       Range{0x2028, 0x2029, "a b"},
           Range{0x202a, 0x202e, "ab"},       Range{0x202f, 0x202f, "a b"},
           Range{0x205f, 0x205f, "a b"},      Range{0x2060, 0x206f, "ab"},
           Range{0x2800, 0x2800, "a b"},      Range{0x3000, 0x3000, "a b"},
           Range{0x3164, 0x3164, "ab"},       Range{0xfe00, 0xfe0f, "ab"},
           Range{0xfeff, 0xfeff, "ab"},       Range{0xffa0, 0xffa0, "ab"},
           Range{0xfff0, 0xfffb, "ab"},       Range{0x13430, 0x1343f, "ab"},
           Range{0x1bca0, 0x1bca3, "ab"},     Range{0x1d173, 0x1d17a, "ab"},
           Range{0xe0000, 0xe0fff, "ab"},     Range{0xfdd0, 0xfdef, "a\ufffdb"},
           Range{0xfffe, 0xffff, "a\ufffdb"}, Range{0x10fffe, 0x10ffff, "a\ufffdb"},
       })
    for (char32_t c = range.first; c <= range.last; ++c) {
      const std::string read = display_text("a" + utf8_of(c) + "b");
      if (read != range.read)
        FAIL("U+" << std::hex << static_cast<unsigned long>(c) << " became " << read);
    }
  SUCCEED();
}

TEST_CASE("display text: words of every script stay as they are") {
  for (const char* kept :
       {"plain", "Juan's phone", "ñandú", "日本語", "😀", "👍🏽", "עברית", "العربية", "नमस्ते",
        "e\u0301", "\u1100\u1161\u11a8", "<b>&amp;%0A\\n", "\ufffd"})
    CHECK(display_text(kept) == kept);
  CHECK(display_text("").empty());
}

TEST_CASE("display text: what is left of a trick can be read") {
  struct Row {
    std::string text, read;
  };
  const Row rows[] = {
      {"\x1b[31mred\x1b[0m", "[31mred[0m"},
      {"\x1b]0;title\x07text", "]0;titletext"},
      {"\xc2\x9b"
       "31mred",
       "31mred"},
      {std::string("a\0b", 3), "ab"},
      {"one\r\n\r\n  two\ttwo", "one two two"},
      {"  around\n", "around"},
      {"pay \u202etxt.exe", "pay txt.exe"},
      {"\u2066a\u2069\u2067b\u2069", "ab"},
      {"tag\U000e0001\U000e0074\U000e007f", "tag"},
      {"\u0301accent", "accent"},
      {"a \u0301b", "a b"},
      {"caf\xe9 bar", "caf\ufffd bar"},
      {"\xed\xa0\x80", "\ufffd\ufffd\ufffd"},
      {"cut\xf0\x9f\x98", "cut\ufffd"},
      {"\xc0\xaf", "\ufffd\ufffd"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.read);
    CHECK(display_text(row.text) == row.read);
  }
}

TEST_CASE("display text: a text that shows nothing is never silently empty") {
  for (const char* nothing : {" ", "\n", "\u200b", "\u200e\u200f\u061c", "\ufeff", "\u2800",
                              "\u0301", "\U000e0001", "\x1b", "\u00ad\u3164"}) {
    CAPTURE(nothing);
    CHECK(display_text(nothing) == "\ufffd");
  }
}

TEST_CASE("display text: a long text is cut at a character and says so") {
  CHECK(display_text("abcde", 5) == "abcde");
  CHECK(display_text("abcde ", 5) == "abcde");
  CHECK(display_text("abcdef", 5) == "abcd…");
  CHECK(display_text("abc def", 5) == "abc…");
  CHECK(display_text("abcd\u200b\u200be", 5) == "abcde");
  CHECK(display_text("日本語日本語", 4) == "日本語…");
  CHECK(display_text("😀😀😀", 2) == "😀…");
  // A mark goes with its letter.
  CHECK(display_text("abce\u0301", 4) == "abc…");
  CHECK(display_text("abce\u0301f", 5) == "abc…");
  CHECK(display_text("abe\u0301ff", 5) == "abe\u0301…");
  CHECK(display_text("ab👍🏽", 3) == "ab…");
  CHECK(display_text("a" + repeated("\u0301", 100)) == "a" + repeated("\u0301", 8));
  for (const char* piece : {"a", "é", "語", "😀", "a ", "e\u0301", "\xff", "\u200ba"})
    for (std::size_t most : {longest_name, longest_address, longest_message, longest_detail}) {
      const std::string shown = display_text(repeated(piece, 3000), most);
      CHECK(characters_in(shown) <= most);
      CHECK(characters_in(shown) + 3 > most);
      CHECK(shown.ends_with("…"));
      CHECK(utf8::is_valid(shown));
    }
}

TEST_CASE("display text: an id with something hidden never looks like another id") {
  CHECK(display_text("totp", longest_name, Hidden::mark) == "totp");
  CHECK(display_text("to\u200btp", longest_name, Hidden::mark) == "to\ufffdtp");
  CHECK(display_text("totp\u202e", longest_name, Hidden::mark) == "totp\ufffd");
}

TEST_CASE("display text: answers are filtered where they are read") {
  const std::string nasty = R"(\u202ea\u0000\u200b\nb\u001b[1m)";
  const std::string shown = "a b[1m";
  std::optional<int> left;
  std::vector<Factor> factors;
  REQUIRE(codec::read_factors(R"({"data":[{"id":"f","type":"totp","name":")" + nasty +
                                  R"(","status":"active\u200b","created_at":"20\u202e24"}]})",
                              factors, left) == nullptr);
  CHECK(factors.at(0).name == shown);
  CHECK(factors.at(0).status == "active\ufffd");
  CHECK(factors.at(0).created_at == "2024");
  Challenge challenge;
  REQUIRE(codec::read_challenge(R"({"mfa_required":true,"challenge_id":"c","available_factors":)"
                                R"([{"id":"f","type":"totp\u2060","name":")" +
                                    nasty + R"("},"sms\u200b"]})",
                                challenge));
  REQUIRE(challenge.factors.size() == 2);
  CHECK(challenge.factors[0].name == shown);
  CHECK(challenge.factors[0].type == "totp\ufffd");
  CHECK(challenge.factors[1].type == "sms\ufffd");
  for (const char* field : {"phone_number", "email"}) {
    Enrolment enrolment;
    REQUIRE(codec::read_enrolment(
                R"({"factor_id":"f","type":"sms",")" + std::string(field) + "\":\"" + nasty + "\"}",
                enrolment) == nullptr);
    CHECK(enrolment.destination == shown);
  }
  std::string id, email;
  REQUIRE(codec::read_user(R"({"id":"u","email":")" + nasty + "\"}", id, email) == nullptr);
  CHECK(email == shown);
  codec::ServerError error;
  codec::read_error(
      R"({"error":{"code":"x\u202e","request_id":"r\u0007","message":")" + nasty + "\"}}", error);
  CHECK(error.message == shown);
  CHECK(error.code.empty());
  CHECK(error.request_id.empty());
  codec::AuditPage page;
  REQUIRE(codec::read_audit_page(
              R"({"data":[{"id":"e\u200b","type":"t","actor":{"id":"u\u2060","email":")" + nasty +
                  R"("},"user_agent":")" + nasty + R"(","metadata":{"rea\u202eson":")" + nasty +
                  "\"}}]}",
              page) == nullptr);
  const codec::AuditRecord& record = page.data.at(0);
  CHECK(record.id == "e\ufffd");
  CHECK(record.actor_id == "u\ufffd");
  CHECK(record.actor_email == shown);
  CHECK(record.user_agent == shown);
  CHECK(record.metadata.at(0).name == "reason");
  CHECK(record.metadata.at(0).value == shown);
}
