// Every case of tests/cases/pasted_codes.json and own_codes.json, read by the one reader of codes.
#include "worlds/catch.hpp"

#include "worlds/cases.hpp"

#include "rules/backup_code.hpp"

#include <string>

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

TEST_CASE("codes: more texts of each kind lead where they should") { check("own_codes.json", 307); }
