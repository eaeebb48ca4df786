// Reading UTF-8, and what a character is: blank, invisible, a digit, a dash. Trimming and addresses.
#include "worlds/catch.hpp"

#include "base/text.hpp"

#include <string>
#include <string_view>

using namespace hellojohn;
using namespace std::string_view_literals;

TEST_CASE("utf8: every scalar value is written and read back", "[unit]") {
  for (char32_t c = 0; c <= 0x10ffff; ++c) {
    if (c >= 0xd800 && c <= 0xdfff) continue;
    const utf8::Bytes bytes = utf8::encode(c);
    const utf8::Character read = utf8::decode(bytes.view());
    if (read.valid && read.point == c && read.length == bytes.size &&
        utf8::decode_last(bytes.view()).point == c)
      continue;
    FAIL("U+" << std::hex << static_cast<unsigned long>(c));
  }
  CHECK(utf8::encode(0xd800).view() == "\xef\xbf\xbd");
  CHECK(utf8::encode(0x110000).view() == "\xef\xbf\xbd");
}

TEST_CASE("utf8: an invalid sequence never swallows the character after it", "[unit]") {
  struct Row {
    std::string_view bytes;
    std::u32string_view read;
  };
  const Row rows[] = {
      {"\xe9"
       "cole",
       U"\ufffdcole"},  // Latin-1 e with acute accent.
      {"\xe9"
       "AB",
       U"\ufffd"
       U"AB"},
      {"\xf0\x9f"
       "A",
       U"\ufffd"
       U"A"},  // A cut emoji.
      {"\xf0\x9f\x98", U"\ufffd"},
      {"\xc3", U"\ufffd"},
      {"\xc3(", U"\ufffd("},
      {"\xc0\xaf", U"\ufffd\ufffd"},  // Overlong slash.
      {"\xe0\x80\xaf", U"\ufffd\ufffd\ufffd"},
      {"\xed\xa0\x80", U"\ufffd\ufffd\ufffd"},  // A surrogate.
      {"\xf4\x90\x80\x80", U"\ufffd\ufffd\ufffd\ufffd"},
      {"\x80\xff\xfe", U"\ufffd\ufffd\ufffd"},
      {"a\xe2\x82\xac"
       "b",
       U"a\u20acb"},
  };
  for (const Row& row : rows) {
    std::u32string read;
    for (std::string_view rest = row.bytes; !rest.empty();) read += utf8::take(rest);
    CHECK((read == row.read));
  }
  CHECK(utf8::decode("").length == 0);
  CHECK(utf8::is_valid("a\xe2\x82\xac"));
  CHECK_FALSE(utf8::is_valid("a\xe2\x82"));
}

TEST_CASE("utf8: a prefix ends before the character that the limit would cut", "[unit]") {
  const std::string_view text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z";
  const std::size_t expected[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
  for (std::size_t limit = 0; limit < 13; ++limit)
    CHECK(utf8::prefix(text, limit) == expected[limit]);
  CHECK(utf8::prefix("\x80\x80\x80\x80\x80", 3) == 3);
}

TEST_CASE("text: blank and invisible characters are dropped at both ends", "[unit]") {
  const char32_t dropped[] = {' ',    '\t',   '\n',    '\r',   '\v',   '\f',   0x00,   0x85,
                              0xa0,   0x1680, 0x2003,  0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
                              0x200b, 0x200e, 0x202b,  0x2068, 0x2060, 0xfeff, 0xad,   0x180e,
                              0xfe0f, 0x3164, 0xe0001, 0x7f,   0x1b,   0x9b};
  for (const char32_t c : dropped) {
    std::string around;
    utf8::append(around, c);
    around += "a b";
    utf8::append(around, c);
    CAPTURE(static_cast<unsigned>(c));
    CHECK(text::trimmed(around) == "a b");
  }
  CHECK(text::trimmed(" \xe9 ") == "\xe9");
  CHECK(text::trimmed(" \u200b\n").empty());
}

TEST_CASE("text: decimal digits of every script fold, letters and fractions do not", "[unit]") {
  CHECK(text::fold(U'\u0663') == U'3');
  CHECK(text::fold(U'\u09e7') == U'1');
  CHECK(text::fold(U'\uff15') == U'5');
  CHECK(text::fold(U'\U0001d7d1') == U'3');
  CHECK(text::fold(U'\u00b2') == U'2');
  CHECK(text::fold(U'\uff21') == U'A');
  CHECK(text::fold(U'\U0001d41a') == U'a');
  CHECK(text::fold(U'\u2212') == U'-');
  CHECK(text::fold(U'\u00e9') == U'\u00e9');
  int digits = 0;
  for (char32_t c = 0; c <= 0x10ffff; ++c) digits += text::decimal_value(c) >= 0 ? 1 : 0;
  CHECK(digits == 76 * 10);
  CHECK(text::decimal_value(U'\u2160') == -1);  // Roman numeral one.
  CHECK(text::decimal_value(U'\u00bd') == -1);  // One half.
}

TEST_CASE("text: an address is read out of what is around it", "[unit]") {
  struct Row {
    std::string_view typed;
    std::string_view address;
  };
  const Row rows[] = {
      {"alice@example.com", "alice@example.com"},
      {"  alice@example.com\t\r\n", "alice@example.com"},
      {"\u00a0alice@example.com\u2003", "alice@example.com"},
      {"\ufeffalice@example.com\u200b", "alice@example.com"},
      {"\u2068alice@example.com\u2069", "alice@example.com"},
      {"\u200ealice@example.com", "alice@example.com"},
      {"mailto:alice@example.com", "alice@example.com"},
      {"MAILTO: alice@example.com", "alice@example.com"},
      {"mailto:alice@example.com?subject=Hi", "alice@example.com"},
      {"alice@example.com,", "alice@example.com"},
      {"alice@example.com ; ", "alice@example.com"},
      {"<alice@example.com>", "alice@example.com"},
      {"<mailto:alice@example.com>", "alice@example.com"},
      {"Alice L. <alice@example.com>", "alice@example.com"},
      {"\"Alice\" <alice@example.com>,", "alice@example.com"},
      {"alice+a,b@example.com", "alice+a,b@example.com"},
      {"alice@example.com.", "alice@example.com"},
      {"alice@example.com!", "alice@example.com"},
      {"\u201calice@example.com\u201d", "alice@example.com"},
      {"\u201ealice@example.com\u201c", "alice@example.com"},
      {"\u00abalice@example.com\u00bb", "alice@example.com"},
      {"'alice@example.com'", "alice@example.com"},
      {"`alice@example.com`", "alice@example.com"},
      {"*alice@example.com*", "alice@example.com"},
      {"alice@example.com\u060c", "alice@example.com"},
      {"alice@example.com\u3002", "alice@example.com"},
      {"'o@example.com", "'o@example.com"},
      {"*", ""},
      {"\u00e1lice@ex\u00e4mple.com", "\u00e1lice@ex\u00e4mple.com"},
      {"alice smith", "alice smith"},
      {"mailto:", ""},
      {" \u200b ", ""},
      {"<", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    CHECK(text::address(row.typed) == row.address);
  }
}
