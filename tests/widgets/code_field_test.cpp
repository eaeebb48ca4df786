// The code field: what it takes, where the caret goes, what a paste leads to.
#include "widgets/widget_world.hpp"
#include "worlds/cases.hpp"

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

TEST_CASE("code field: case is kept where the alphabet has both") {
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
      {"ABCD-12", Pasted::incomplete, "ABCD12"},
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
  for (int i = 100; i < 300; ++i) many += "ABCD-1" + std::to_string(i) + "\n";
  CodeField field;
  CHECK(field.paste(many) == Pasted::sheet);
  CHECK(field.candidates() == CodeField::most_candidates);
  CodeField wide(format(BackupCodeFormat::Alphabet::upper_alnum, 1, 128, '\0'));
  std::string long_lines;
  for (int i = 10; i < 70; ++i) long_lines += std::string(126, 'A') + std::to_string(i) + "\n";
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

namespace {

void check_cases(std::string_view file) {
  for (const auto& one : testing::pasted_cases(file)) {
    const BackupCodeFormat wanted = testing::format_of(one.field);
    CodeField field(wanted);
    REQUIRE(field.paste("ABCD123456789") != Pasted::sheet);
    const std::string before(field.text().reveal());
    const Pasted pasted = field.paste(one.text);
    INFO(one.name << ": " << one.text << "\nwanted " << one.want << ", pasted "
                  << static_cast<int>(pasted));
    std::string holds;
    for (const char c : one.value)
      if (c != '-') holds += c;
    const bool unchanged = field.text().reveal() == std::string_view(before);
    switch (pasted) {
      case Pasted::code:
        CHECK(one.wants("code"));
        CHECK(field.text().reveal() == std::string_view(holds));
        CHECK(field.complete());
        break;
      case Pasted::sheet:
        CHECK((one.wants("choose") || field.candidates() == one.codes));
        CHECK((unchanged && field.candidates() > 1));
        break;
      case Pasted::incomplete:
        CHECK(one.wants("incomplete"));
        CHECK_FALSE(field.complete());
        CHECK_FALSE(field.empty());
        break;
      case Pasted::other:
        CHECK(one.want.find("hint") != std::string::npos);
        CHECK((unchanged && field.has_other() && field.candidates() == 0));
        break;
      case Pasted::link: CHECK((one.wants("hint_recovery_token") && unchanged)); break;
      case Pasted::nothing: CHECK((one.wants("nothing") && unchanged)); break;
    }
  }
}

}  // namespace

TEST_CASE("code field: every pasted text leads where it should") {
  check_cases("pasted_codes.json");
  check_cases("own_codes.json");
}

TEST_CASE("code field: a code of the other kind is used only when the person says so") {
  CodeField field(CodeField::totp_format());
  field.paste("123");
  REQUIRE(field.paste("Backup code: abcd-1234") == Pasted::other);
  CHECK(field.text().reveal() == "123");
  field.use_other();
  CHECK(field.text().reveal() == "ABCD1234");
  CHECK(field.complete());
  CHECK(field.other_format().group_size == 6);
  REQUIRE(field.paste("Your code is 123 456") == Pasted::other);
  field.use_other();
  CHECK(field.text().reveal() == "123456");
  REQUIRE(field.paste("AAAA-1111\nBBBB-2222") == Pasted::other);
  field.use_other();
  CHECK(field.empty());
  CHECK(field.candidates() == 2);
}

TEST_CASE("code field: only a complete code can be sent, and the reason is known") {
  CodeField field(CodeField::totp_format(8));
  CHECK(field.state() == widgets::CodeState::empty);
  CHECK(field.missing() == 8);
  typed(field, U"1234567");
  CHECK(field.state() == widgets::CodeState::too_short);
  CHECK(field.missing() == 1);
  field.insert(U'8');
  CHECK(field.complete());
  field.insert(U'9');
  CHECK(field.state() == widgets::CodeState::too_long);
  CHECK(field.missing() == 0);
  CodeField exact(format(BackupCodeFormat::Alphabet::exact, 1, 8, '\0'));
  CHECK_FALSE(exact.complete());
  exact.insert(U'a');
  CHECK(exact.complete());
}

TEST_CASE("code field: a selected text is replaced by typing and emptied by deleting") {
  CodeField field(CodeField::totp_format());
  const auto refill = [&] {
    field.clear();
    typed(field, U"123456");
    field.select_all();
    REQUIRE(field.selected());
  };
  refill();
  CHECK_FALSE(field.insert(U'x'));
  CHECK(field.text().reveal() == "123456");
  field.insert(U'7');
  CHECK(field.text().reveal() == "7");
  refill();
  field.backspace();
  CHECK(field.empty());
  refill();
  field.erase();
  CHECK(field.empty());
  refill();
  field.move(-1);
  field.insert(U'0');
  CHECK(field.text().reveal() == "1234506");
}
