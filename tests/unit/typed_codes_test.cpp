// Every case of tests/cases/pasted_codes.json and own_codes.json, read by the one reader of codes.
#include "worlds/catch.hpp"

#include "worlds/cases.hpp"

#include "rules/backup_code.hpp"

#include <cstdint>
#include <string>
#include <string_view>

using namespace hellojohn;
using Kind = CodeReading::Kind;

namespace {

bool is_wanted(const testing::PastedCase& one, const CodeReading& read,
               const BackupCodeFormat& format) {
  switch (read.kind) {
    case Kind::code:
      return one.wants("code") &&
             issued_shape(read.code(0), format).reveal() == std::string_view(one.value);
    case Kind::sheet: return (one.wants("sheet") && read.count == one.codes) || one.wants("choose");
    case Kind::incomplete: return one.wants("incomplete");
    case Kind::other:
      return one.wants("hint") || one.wants("hint_backup_code") ||
             one.wants("hint_authenticator_code");
    case Kind::recovery_token: return one.wants("hint_recovery_token") || one.wants("hint");
    case Kind::nothing: return one.wants("nothing");
  }
  return false;
}

void check(std::string_view file, std::size_t least) {
  const auto cases = testing::pasted_cases(file);
  CHECK(cases.size() >= least);
  for (const auto& one : cases) {
    const bool backup = one.field.starts_with("backup");
    const BackupCodeFormat format = testing::format_of(one.field);
    const CodeReading read =
        read_code(one.text, format, backup ? authenticator_format() : BackupCodeFormat{});
    INFO(one.name << ": " << one.text << "\nwanted " << one.want << " " << one.value);
    INFO("read as " << static_cast<int>(read.kind) << ", " << read.count
                    << " codes: " << read.codes.reveal());
    CHECK(is_wanted(one, read, format));
  }
}

}  // namespace

TEST_CASE("codes: every pasted text leads where it should") { check("pasted_codes.json", 103); }

TEST_CASE("codes: more texts of each kind lead where they should") { check("own_codes.json", 312); }

namespace {

/// How a sheet of random codes is written down.
struct Sheet {
  std::string_view alphabet;
  std::size_t groups, size;
  std::string_view before;     ///< Of each line; "#" is its number.
  std::string_view separator;  ///< Between groups.
  bool small;                  ///< Letters.
};

std::string written(const Sheet& sheet, std::size_t lines, std::uint32_t& seed) {
  std::string out;
  for (std::size_t line = 1; line <= lines; ++line) {
    for (const char c : sheet.before) out += c == '#' ? std::to_string(line) : std::string(1, c);
    for (std::size_t i = 0; i < sheet.groups * sheet.size; ++i) {
      if (i > 0 && i % sheet.size == 0) out += sheet.separator;
      seed = seed * 1664525U + 1013904223U;
      const char c = sheet.alphabet[(seed >> 8U) % sheet.alphabet.size()];
      out += sheet.small && c >= 'A' ? static_cast<char>(c + 32) : c;
    }
    out += sheet.before == "\"" ? "\",\n" : "\n";
  }
  return out;
}

/// Sheets of random codes of which not every code is found.
std::string spoilt(const Sheet& sheet, std::uint32_t& seed) {
  constexpr std::size_t lines = 8;
  BackupCodeFormat format;
  format.groups = static_cast<int>(sheet.groups);
  format.group_size = static_cast<int>(sheet.size);
  for (int round = 0; round < 20; ++round)
    for (const std::string_view title : {"", "Sky Game codes\n\n"}) {
      std::string text = std::string(title) + written(sheet, lines, seed);
      const CodeReading read = read_code(text, format, authenticator_format());
      if (read.kind != Kind::sheet || read.count != lines) return text;
    }
  return {};
}

}  // namespace

TEST_CASE("codes: of a whole sheet no code is left out, whatever letters it has") {
  std::uint32_t seed = 7;
  const auto all_found = [&seed](const Sheet& sheet) {
    const std::string text = spoilt(sheet, seed);
    INFO(text);
    CHECK(text.empty());
  };
  for (const std::string_view before : {"", "#. ", "#) ", "- ", "#\t", "[ ] ", "\""})
    for (const bool small : {false, true}) {
      // Small letters with a blank between are words as well: "abcd efgh". Without vowels no group is a label: "HERE".
      for (const std::string_view separator : {small ? "" : " ", "-", ""})
        all_found({"BCDFGHJKLMNPQRSTVWXZ0123456789", 2, 4, before, separator, small});
      all_found({"ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 1, 10, before, "", small});
    }
}

// Each of these once took minutes, or the square of its length: a paste must not stop a game's frame for that long.
TEST_CASE("codes: a long text of few words is read to its end") {
  for (const std::string_view word :
       {"a.", "a,", "1,", "A1,", "a-b.", "1.2,", "AB-", "ab.cd/", "1 "}) {
    std::string text;
    while (text.size() + word.size() <= 64U * 1024U) text += word;
    INFO(word);
    CHECK(read_code(text, {}, authenticator_format()).count == 0);
    CHECK(read_code(text, authenticator_format(), {}).count == 0);
  }
}
