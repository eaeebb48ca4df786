// Backup codes as people type them, folded to the issued shape.
#include "worlds/catch.hpp"

#include "rules/backup_code.hpp"

#include <string>
#include <string_view>

using namespace hellojohn;

namespace {

using A = BackupCodeFormat::Alphabet;

BackupCodeFormat format(A alphabet, int groups, int size, char separator) {
  BackupCodeFormat f;
  f.alphabet = alphabet;
  f.groups = groups;
  f.group_size = size;
  f.separator = separator;
  return f;
}

struct Row {
  std::string_view typed;
  std::string_view sent;
};

void check(const BackupCodeFormat& f, std::initializer_list<Row> rows) {
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    CHECK(normalise_backup_code(row.typed, f).reveal() == row.sent);
  }
}

}  // namespace

TEST_CASE("backup codes: the default shape, 4-4 upper case and digits") {
  check({}, {
                {"ABCD-1234", "ABCD-1234"},
                {"abcd-1234", "ABCD-1234"},
                {"aBcD1234", "ABCD-1234"},
                {"ABCD1234", "ABCD-1234"},
                {"  ABCD-1234  ", "ABCD-1234"},
                {"\tABCD-1234\r\n", "ABCD-1234"},
                {"ABCD 1234", "ABCD-1234"},
                {"AB CD 12 34", "ABCD-1234"},
                {"A B C D 1 2 3 4", "ABCD-1234"},
                {"ABCD--1234", "ABCD-1234"},
                {"A-B-C-D-1-2-3-4", "ABCD-1234"},
                {"-ABCD1234-", "ABCD-1234"},
                {"ABCD\xE2\x80\x90\x31\x32\x33\x34", "ABCD-1234"},   // U+2010
                {"ABCD\xE2\x80\x91\x31\x32\x33\x34", "ABCD-1234"},   // U+2011
                {"ABCD\xE2\x80\x92\x31\x32\x33\x34", "ABCD-1234"},   // U+2012
                {"ABCD\xE2\x80\x93\x31\x32\x33\x34", "ABCD-1234"},   // U+2013
                {"ABCD\xE2\x80\x94\x31\x32\x33\x34", "ABCD-1234"},   // U+2014
                {"ABCD\xE2\x80\x95\x31\x32\x33\x34", "ABCD-1234"},   // U+2015
                {"ABCD\xE2\x88\x92\x31\x32\x33\x34", "ABCD-1234"},   // U+2212
                {"ABCD\xEF\xB9\x98\x31\x32\x33\x34", "ABCD-1234"},   // U+FE58
                {"ABCD\xEF\xB9\xA3\x31\x32\x33\x34", "ABCD-1234"},   // U+FE63
                {"ABCD\xEF\xBC\x8D\x31\x32\x33\x34", "ABCD-1234"},   // U+FF0D
                {"ABCD\xC2\xA0\x31\x32\x33\x34", "ABCD-1234"},       // no-break space
                {"ABCD\xE3\x80\x80\x31\x32\x33\x34", "ABCD-1234"},   // ideographic space
                {"ABCD\xE2\x80\x89\x31\x32\x33\x34", "ABCD-1234"},   // thin space
                {"ABCD\xE2\x80\x8B\x31\x32\x33\x34", "ABCD-1234"},   // zero-width space
                {"ABCD\xE2\x80\x8C\x31\x32\x33\x34", "ABCD-1234"},   // zero-width non-joiner
                {"ABCD\xE2\x80\x8D\x31\x32\x33\x34", "ABCD-1234"},   // zero-width joiner
                {"\xEF\xBB\xBF\x41\x42\x43\x44-1234", "ABCD-1234"},  // byte order mark
                {"ABCD\xE2\x81\xA0\x31\x32\x33\x34", "ABCD-1234"},   // word joiner
                {"\xEF\xBC\xA1\xEF\xBC\xA2\xEF\xBC\xA3\xEF\xBC\xA4\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC"
                 "\x93\xEF\xBC\x94",
                 "ABCD-1234"},  // full-width
                {"\xEF\xBD\x81\xEF\xBD\x82\xEF\xBD\x83\xEF\xBD\x84-1234", "ABCD-1234"},
                // Look-alikes stay what they are: both are in the alphabet.
                {"O0I1-L8B5", "O0I1-L8B5"},
                {"o0i1-l8b5", "O0I1-L8B5"},
                {"0000-OOOO", "0000-OOOO"},
                // What does not fit goes as it was typed, trimmed: length is a hint.
                {"ABCD-123", "ABCD-123"},
                {"abcd-123", "abcd-123"},
                {"ABCD-12345", "ABCD-12345"},
                {" ABCDEFGHIJ ", "ABCDEFGHIJ"},
                {"123456", "123456"},
                {"ABCD_1234", "ABCD-1234"},
                {"ABCD.1234", "ABCD-1234"},
                {"\xC3\x84"
                 "BCD-1234",
                 "\xC3\x84"
                 "BCD-1234"},
                {"", ""},
                {"   ", ""},
                {"----", "----"},
            });
}

TEST_CASE("backup codes: blanks and dashes of every kind, and their neighbours, which are none") {
  const auto between = [](std::string_view character) {
    const std::string typed = "ABCD" + std::string(character) + "1234";
    return std::string(normalise_backup_code(typed, {}).reveal());
  };
  for (const char* ignored :
       {"\x09", "\x0D", "\xC2\xA0", "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x8D", "\xE2\x80\xA8",
        "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE2\x81\xA0", "\xE3\x80\x80",
        "\xEF\xBB\xBF", "\xE2\x80\x90", "\xE2\x80\x95", "\xE2\x80\x8E", "\xE2\x80\x8F",
        "\xE2\x80\xAA", "\xE2\x81\xA1"})
    CHECK(between(ignored) == "ABCD-1234");
  for (const char* kept :
       {"\x08", "\x0E", "\xC2\xA1", "\xE1\x9A\x81", "\xE2\x80\x96", "\xE2\x80\xA7", "\xE2\x81\x9E",
        "\xE3\x80\x81", "\xEF\xBC\x80", "\xEF\xBD\x9F", "\xEF\xBB\xBE", "\xF0\x9F\x98\x80", "\x7F"})
    CHECK(between(kept) == "ABCD" + std::string(kept) + "1234");
}

TEST_CASE("backup codes: other shapes") {
  check(format(A::upper_alnum, 1, 10, '\0'), {
                                                 {"abcde12345", "ABCDE12345"},
                                                 {"ABCDE-12345", "ABCDE12345"},
                                                 {"ABCDE 1234", "ABCDE 1234"},
                                             });
  check(format(A::upper_alnum, 3, 4, ' '), {
                                               {"abcd1234efgh", "ABCD 1234 EFGH"},
                                               {"ABCD-1234-EFGH", "ABCD 1234 EFGH"},
                                           });
  check(format(A::digits, 2, 4, '-'), {
                                          {"12345678", "1234-5678"},
                                          {"1234 5678", "1234-5678"},
                                          {"1234567O", "1234567O"},
                                          {"\xEF\xBC\x91\x32\x33\x34\x35\x36\x37\x38", "1234-5678"},
                                      });
}

TEST_CASE("backup codes: case is kept where the alphabet has both") {
  check(format(A::mixed_alnum, 2, 5, '-'), {
                                               {"aBcDe-12345", "aBcDe-12345"},
                                               {"aBcDe12345", "aBcDe-12345"},
                                               {" AbCdE 12345 ", "AbCdE-12345"},
                                           });
}

TEST_CASE("backup codes: exact means exact, but for the blanks around it") {
  check(format(A::exact, 1, 8, '\0'), {
                                          {" a-B c-d ", "a-B c-d"},
                                          {"abcd-1234", "abcd-1234"},
                                          {"\xEF\xBC\xA1", "\xEF\xBC\xA1"},
                                          {"a", "a"},
                                      });
}

TEST_CASE("backup codes: malformed UTF-8 and long input are sent as they are, and harm nobody") {
  for (const std::string_view typed : {"\xFF",
                                       "ABCD\x80"
                                       "1234",
                                       "\xE2\x80", "ABCD\xC3"}) {
    CHECK(normalise_backup_code(typed, {}).reveal() == typed);
  }
  const std::string longest(10'000, 'a');
  CHECK(normalise_backup_code(longest, {}).reveal() == longest);
}
