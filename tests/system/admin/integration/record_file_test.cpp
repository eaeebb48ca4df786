// The local record: whole lines of several desks in one file, which only its user may read.
#include "apps/common/record_file.hpp"

#include "system/admin/admin_world.hpp"
#include "worlds/catch.hpp"
#include "worlds/temporary_folder.hpp"

#include <fstream>
#include <string>
#include <vector>

using namespace hellojohn;
using hellojohn::tests::TemporaryFolder;

namespace {

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<std::string> out;
  for (std::string line; std::getline(file, line);) out.push_back(line);
  return out;
}

}  // namespace

TEST_CASE("record file: two desks append whole lines to one file, also to one that was there") {
  const TemporaryFolder folder("record");
  const std::string path = folder.file("record.jsonl");
  const admin::Override subject;
  const admin::OverrideRecord record{admin::OverrideRecord::Stage::begun, subject, tests::checked};
  {
    samples::RecordFile one;
    samples::RecordFile other;
    REQUIRE(one.open(path));
    REQUIRE(other.open(path));
    one.on_override(record);
    other.on_override(record);
    one.on_override(record);
    CHECK(one.well());
    CHECK(other.well());
  }
  samples::RecordFile later;
  REQUIRE(later.open(path));
  later.on_override(record);
  CHECK(lines_of(path) == std::vector<std::string>(4, admin::to_json(record)));
}

TEST_CASE("record file: a folder that is not there is said at once") {
  const TemporaryFolder folder("record");
  samples::RecordFile record;
  CHECK_FALSE(record.open(folder.file("none/record.jsonl")));
}
