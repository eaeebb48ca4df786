// The two tables of docs/26-your-own-server.md, compared with a client and its table of calls: one column each.
#pragma once

#include "worlds/catch.hpp"

#include <hellojohn/capabilities.hpp>

#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace hellojohn::tests {

/// The cells of the rows of a table under a line that begins so, without its head.
inline std::vector<std::vector<std::string>> rows_of_page(const char* path,
                                                          const std::string& head) {
  std::ifstream page(path);
  std::vector<std::vector<std::string>> rows;
  std::string line;
  while (std::getline(page, line) && !line.starts_with(head)) continue;
  std::getline(page, line);  // The dashes.
  while (std::getline(page, line) && line.starts_with("| ")) {
    std::vector<std::string> cells;
    for (std::size_t at = 2; at < line.size();) {
      const std::size_t end = line.find(" |", at);
      cells.push_back(line.substr(at, end - at));
      at = end + 3;
    }
    rows.push_back(std::move(cells));
  }
  return rows;
}

/// `column`: 0 v1, 1 self_hosted, 2 better-auth.
inline void check_capabilities_on_page(const char* path, std::size_t column,
                                       const Capabilities& can) {
  const std::vector<std::pair<const char*, bool>> facts{
      {"`sign_in_with_backup_code`", can.sign_in_with_backup_code},
      {"`generate_backup_codes`", can.generate_backup_codes},
      {"`remove_factor`", can.remove_factor},
      {"`send_code_again`", can.send_code_again},
      {"`recovery_by_mail`", can.recovery_by_mail},
      {"`admin_help`", can.admin_help},
      {"`enrol_other_factors`", can.enrol_other_factors},
      {"`lists_backup_codes`", can.lists_backup_codes},
      {"`needs_proof`", can.needs_proof},
      {"`one_authenticator`", can.one_authenticator},
      {"`codes_at_confirmation`", can.codes_at_confirmation},
      {"`codes_lock_for_a_day`", can.codes_lock_for_a_day}};
  const auto rows = rows_of_page(path, "| `Capabilities` |");
  REQUIRE(rows.size() == facts.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CAPTURE(facts[i].first, column);
    REQUIRE(rows[i].size() == 5);
    CHECK(rows[i][0] == facts[i].first);
    const std::string& cell = rows[i][column + 2];
    CHECK(cell.substr(0, cell.find(',')) == (facts[i].second ? "yes" : "no"));
  }
}

/// `server`: a Dialect.
template <class Server>
void check_calls_on_page(const char* path, std::size_t column, const Server& server) {
  const auto rows = rows_of_page(path, "| Call |");
  REQUIRE(rows.size() == server.routes.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& call = server.routes[i].traits;
    REQUIRE(rows[i].size() == 4);
    CAPTURE(rows[i][0], column);
    std::string wanted = "no";
    if (!call.method.empty())
      wanted = "`" + std::string(call.method) + " " + std::string(call.path_template) + "`";
    CHECK(rows[i][column + 1] == wanted);
  }
}

}  // namespace hellojohn::tests
