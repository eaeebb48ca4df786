// The code field: what it takes, where the caret goes, what a paste leads to.
#include "widgets/widget_world.hpp"

#include <hellojohn/widgets/code_field.hpp>

using namespace hellojohn;
using widgets::CodeField;
using widgets::Pasted;

namespace {

BackupCodeFormat format(BackupCodeFormat::Alphabet alphabet, int groups, int size, char sep) {
  BackupCodeFormat f;
  f.alphabet = alphabet;
  f.groups = groups;
  f.group_size = size;
  f.separator = sep;
  return f;
}

std::string typed(CodeField& field, std::u32string_view keys) {
  for (const char32_t key : keys) field.insert(key);
  return std::string(field.text().reveal());
}

}  // namespace

TEST_CASE("code field: typing, by format") {
  using A = BackupCodeFormat::Alphabet;
  struct Row {
    BackupCodeFormat format;
    std::u32string_view keys;
    std::string_view text;
  };
  const Row rows[] = {
      {format(A::upper_alnum, 2, 4, '-'), U"ab3d-ef9h", "AB3DEF9H"},
      {format(A::upper_alnum, 2, 4, '-'), U"A B\u2013C\u200BD", "ABCD"},
      {format(A::upper_alnum, 2, 4, '-'), U"\uFF21\uFF42\uFF13", "AB3"},
      {format(A::upper_alnum, 2, 4, '-'), U"O0I1", "O0I1"},
      {format(A::upper_alnum, 2, 4, '-'), U"\u00E9!?{A", "A"},
      {format(A::mixed_alnum, 1, 10, '\0'), U"aBcD", "aBcD"},
      {format(A::exact, 1, 8, '\0'), U"a-b_c", "a-b_c"},
      {CodeField::totp_format(), U"12 34a56", "123456"},
  };
  for (const Row& row : rows) {
    CodeField field(row.format);
    CHECK(typed(field, row.keys) == row.text);
  }
}

TEST_CASE("code field: case is kept where the alphabet has both (T4)") {
  CodeField field(format(BackupCodeFormat::Alphabet::mixed_alnum, 2, 4, '-'));
  CHECK(typed(field, U"aAbB") == "aAbB");
  CHECK(field.paste("xYzZ-1a2B") == Pasted::code);
  CHECK(field.text().reveal() == "xYzZ1a2B");
}

TEST_CASE("code field: the caret") {
  CodeField field;
  typed(field, U"ABCD");
  field.move(-2);
  field.insert(U'X');
  CHECK(field.text().reveal() == "ABXCD");
  field.backspace();
  field.backspace();
  CHECK(field.text().reveal() == "ACD");
  field.home();
  field.backspace();
  field.erase();
  CHECK(field.text().reveal() == "CD");
  field.end();
  field.erase();
  field.move(99);
  CHECK(field.caret() == 2);
  field.move(-99);
  CHECK(field.caret() == 0);
}

TEST_CASE("code field: length is a hint, never a gate, and has an end") {
  CodeField field;
  CHECK(field.expected() == 8);
  for (int i = 0; i < 300; ++i) field.insert(U'A');
  CHECK(field.size() == CodeField::longest);
  CHECK_FALSE(field.insert(U'A'));
}

TEST_CASE("code field: pasting") {
  struct Row {
    std::string_view text;
    Pasted pasted;
    std::string_view holds;
  };
  const Row rows[] = {
      {"abcd-1234", Pasted::code, "ABCD1234"},
      {"  ABCD 1234 \n", Pasted::code, "ABCD1234"},
      {"3. ABCD-1234\n", Pasted::code, "ABCD1234"},
      {"ABCD\xE2\x80\x93\x31\x32\x33\x34", Pasted::code, "ABCD1234"},
      {"ABCD-12", Pasted::code, "ABCD12"},
      {"!!!", Pasted::nothing, ""},
      {"", Pasted::nothing, ""},
      {"https://auth.example.com/r?token=rec_tok_x", Pasted::link, ""},
      {"rec_tok_abcdef", Pasted::link, ""},
      {"1. AAAA-1111\n2. BBBB-2222\n", Pasted::sheet, ""},
      {"Sky Game\n\n[ ] AAAA-1111\n\xE2\x80\xA2 BBBB-2222\nCCCC-3333", Pasted::sheet, ""},
      {"\xFF\xFE\xC3", Pasted::nothing, ""},
  };
  for (const Row& row : rows) {
    CodeField field;
    CAPTURE(row.text);
    CHECK(field.paste(row.text) == row.pasted);
    CHECK(field.text().reveal() == row.holds);
  }
}

TEST_CASE("code field: of a sheet one line is taken, and the others are forgotten") {
  CodeField field;
  REQUIRE(field.paste("1. AAAA-1111\n2. BBBB-2222\n3) cccc 3333\nhello\n") == Pasted::sheet);
  REQUIRE(field.candidates() == 3);
  CHECK(field.candidate(0).reveal() == "AAAA-1111");
  CHECK(field.candidate(9).empty());
  field.take_candidate(2);
  CHECK(field.text().reveal() == "CCCC3333");
  CHECK(field.candidates() == 0);
}

TEST_CASE("code field: a sheet of more than 64 lines or 4096 bytes does no harm") {
  std::string many;
  for (int i = 0; i < 200; ++i) many += "ABCD-1234\n";
  CodeField field;
  CHECK(field.paste(many) == Pasted::sheet);
  CHECK(field.candidates() == CodeField::most_candidates);
  CodeField wide(format(BackupCodeFormat::Alphabet::upper_alnum, 1, 128, '\0'));
  std::string long_lines;
  for (int i = 0; i < 60; ++i) long_lines += std::string(128, 'A') + "\n";
  CHECK(wide.paste(long_lines) == Pasted::sheet);
  CHECK(wide.candidates() == 32);
}

TEST_CASE("code field: what a pad shows is what the field takes") {
  CodeField field;
  for (const char c : field.alphabet()) CHECK(field.accepts(static_cast<char32_t>(c)));
  CHECK(field.alphabet().size() == 36);
  field.set_format(CodeField::totp_format());
  CHECK(field.alphabet() == "0123456789");
}
