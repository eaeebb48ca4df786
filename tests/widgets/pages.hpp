// The generated pages of docs/components: from the tables of steps to text, and the comparison with what is committed.
#pragma once

#include "widgets/names.hpp"
#include "worlds/catch.hpp"

#include "screen/steps.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <utility>

namespace hellojohn::tests {

/// State, event, next state.
using Edge = std::tuple<std::string, std::string, std::string>;

template <class State>
Edge edge_of(const widgets::steps::Step<State>& row) {
  using widgets::steps::By;
  const std::string event = row.by == By::press    ? std::string(name(row.action))
                            : row.by == By::answer ? "an answer"
                                                   : "time, or typing";
  return {std::string(name(row.from)), event, std::string(name(row.to))};
}

inline Edge edge_of(const widgets::steps::NamedStep& row) { return {row.from, row.event, row.to}; }

/// The rows of a table as edges.
template <class Table>
std::set<Edge> edges_of() {
  std::set<Edge> out;
  for (const auto& row : Table::rows) out.insert(edge_of(row));
  return out;
}

/// With the rows that have separate tests.
template <class Table>
std::set<Edge> all_edges_of() {
  std::set<Edge> out = edges_of<Table>();
  if constexpr (requires { Table::rare; }) {
    for (const auto& row : Table::rare) out.insert(edge_of(row));
  }
  return out;
}

/// Where a component may go from everywhere, without a press.
template <class Table>
std::set<std::string> entries_of() {
  std::set<std::string> out;
  if constexpr (requires { Table::entries; }) {
    for (const auto entry : Table::entries) out.insert(std::string(name(entry)));
  }
  return out;
}

/// Every step that was taken is in the table, and every row of the table was taken.
template <class Table>
void check_steps(const std::set<Edge>& taken) {
  CHECK(widgets::steps::unlisted.load() == 0);
  const std::set<Edge> all = all_edges_of<Table>();
  const std::set<std::string> entries = entries_of<Table>();
  for (const auto& edge : taken) {
    const bool pressed = std::get<1>(edge) != "an answer" && std::get<1>(edge) != "time, or typing";
    if (!pressed && entries.count(std::get<2>(edge)) == 1) continue;
    INFO("not in the table: " << std::get<0>(edge) << " | " << std::get<1>(edge) << " | "
                              << std::get<2>(edge));
    CHECK(all.count(edge) == 1);
  }
  for (const auto& edge : edges_of<Table>()) {
    INFO("never taken: " << std::get<0>(edge) << " | " << std::get<1>(edge) << " | "
                         << std::get<2>(edge));
    CHECK(taken.count(edge) == 1);
  }
}

/// In a frame nobody sees whether an answer or time led to a step: the table says which.
inline void name_frames(const std::set<Edge>& table, std::set<Edge>& taken) {
  std::set<Edge> out;
  for (const auto& [from, event, to] : taken) {
    const bool frame = event == "an answer" || event == "time, or typing";
    const bool answer = table.count({from, "an answer", to}) != 0;
    const bool time = table.count({from, "time, or typing", to}) != 0;
    if (frame && answer != time) {
      out.insert({from, answer ? "an answer" : "time, or typing", to});
    } else {
      out.insert({from, event, to});
    }
  }
  taken = std::move(out);
}

inline std::string page(const std::string& title, const std::string& header,
                        const std::set<Edge>& edges) {
  std::ostringstream out;
  out << "# " << title
      << "\n\nWritten from the table beside the code (widgets/*/*_steps.hpp), which the tests "
         "hold "
      << "the component to; see `<hellojohn/widgets/" << header
      << ">` for what each state means.\n\n```mermaid\nstateDiagram-v2\n";
  std::set<std::pair<std::string, std::string>> arrows;
  for (const auto& [from, event, to] : edges) {
    if (arrows.insert({from, to}).second) out << "  " << from << " --> " << to << "\n";
  }
  out << "```\n\n| state | what happens | next state |\n|---|---|---|\n";
  for (const auto& [from, event, to] : edges) {
    out << "| " << from << " | " << event << " | " << to << " |\n";
  }
  return out.str();
}

/// The states of a table to which something leads from everywhere, as a line below its page.
template <class Table>
std::string entries_line() {
  std::string out = "\nFrom every state a call of the owner, or the end of the session, leads to:";
  for (const auto state : Table::entries) out += " " + std::string(name(state));
  return out + ".\n";
}

inline void check_page(const std::string& file, const std::string& text) {
  const std::string path = std::string(HELLOJOHN_SOURCE_DIR) + "/docs/components/" + file;
  if (std::getenv("HELLOJOHN_WRITE_DOCS") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
  }
  std::ifstream present(path, std::ios::binary);
  const std::string committed{std::istreambuf_iterator<char>(present), {}};
  INFO("docs/components/" << file << " is not what the component does: HELLOJOHN_WRITE_DOCS=1");
  CHECK(committed == text);
}

}  // namespace hellojohn::tests
