// docs/errors.md against the library: every Errc has one row, with the remedy that remedy_for() gives.
#include "worlds/catch.hpp"

#include <hellojohn/error.hpp>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

using namespace hellojohn;

namespace {

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, '|');) {
    const auto from = cell.find_first_not_of(" `");
    const auto to = cell.find_last_not_of(" `");
    cells.push_back(from == std::string::npos ? "" : cell.substr(from, to - from + 1));
  }
  return cells;
}

}  // namespace

TEST_CASE("docs/errors.md has every Errc with its remedy") {
  std::ifstream page(HELLOJOHN_SOURCE_DIR "/docs/errors.md");
  REQUIRE(page.good());
  std::map<std::string, std::vector<std::string>> rows;
  bool in_table = false;
  for (std::string line; std::getline(page, line);) {
    if (line.rfind("| Errc ", 0) == 0) in_table = true;
    if (!in_table || line.rfind("| `", 0) != 0) continue;
    auto cells = cells_of(line);
    REQUIRE(cells.size() == 6);
    const std::string name = cells[1];
    CHECK(rows.emplace(name, std::move(cells)).second);
  }
  std::size_t listed = 0;
  for (std::uint16_t n = 1; to_string(static_cast<Errc>(n)) != std::string("unlisted"); ++n) {
    const auto code = static_cast<Errc>(n);
    CAPTURE(to_string(code));
    ++listed;
    REQUIRE(rows.count(to_string(code)) == 1);
    const auto& row = rows[to_string(code)];
    CHECK(row[4] == to_string(remedy_for(code)));
    for (std::size_t i = 2; i < row.size(); ++i) CHECK_FALSE(row[i].empty());
  }
  CHECK(listed == rows.size());
  CHECK(listed >= 29);
}
