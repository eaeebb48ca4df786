// The generated pages of docs/components: from transitions to text, and the comparison with what is committed.
#pragma once

#include "worlds/catch.hpp"

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

inline std::string page(const std::string& title, const std::string& header,
                        const std::set<Edge>& edges) {
  std::ostringstream out;
  out << "# " << title << "\n\nGenerated from what the component does (tests/widgets/"
      << "*transitions_test.cpp); see `<hellojohn/widgets/" << header
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
