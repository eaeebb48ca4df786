// The pages of docs/ and the README: code stands in a compiled file, links lead somewhere.
#include "worlds/catch.hpp"

#include <cctype>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
const fs::path root(HELLOJOHN_SOURCE_DIR);

std::vector<fs::path> pages() {
  std::vector<fs::path> out{root / "README.md"};
  for (const char* folder : {"docs", "samples"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() == ".md") out.push_back(entry.path());
    }
  }
  return out;
}

std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string trimmed(const std::string& line) {
  const auto from = line.find_first_not_of(" \t");
  if (from == std::string::npos) return {};
  return line.substr(from, line.find_last_not_of(" \t") - from + 1);
}

/// The lines with something in them, without their indentation.
std::vector<std::string> bare(const std::vector<std::string>& lines) {
  std::vector<std::string> out;
  for (const std::string& line : lines) {
    if (auto text = trimmed(line); !text.empty()) out.push_back(std::move(text));
  }
  return out;
}

struct Snippet {
  std::string source;  ///< Of the comment before it; empty if there is none.
  std::vector<std::string> code;
};

/// Fenced blocks in the languages that are compiled here; each follows `<!-- from FILE -->`.
std::vector<Snippet> snippets_of(const fs::path& page) {
  static const std::regex from(R"(<!-- from (\S+) -->)");
  std::vector<Snippet> out;
  std::string source;
  bool inside = false;
  for (const std::string& line : lines_of(page)) {
    std::smatch match;
    if (inside) {
      inside = line.rfind("```", 0) != 0;
      if (inside) out.back().code.push_back(line);
    } else if (line.rfind("```cpp", 0) == 0 || (line.rfind("```", 0) == 0 && !source.empty())) {
      out.push_back({source, {}});
      source.clear();
      inside = true;
    } else if (std::regex_search(line, match, from)) {
      source = match[1];
    } else if (!trimmed(line).empty()) {
      source.clear();
    }
  }
  return out;
}

/// A line that is `// ...` stands for any lines.
bool stands_in(const std::vector<std::string>& code, const std::vector<std::string>& file) {
  std::size_t at = 0;
  std::size_t begin = 0;
  while (begin < code.size()) {
    std::size_t end = begin;
    while (end < code.size() && code[end] != "// ...") ++end;
    const auto found = std::search(file.begin() + static_cast<std::ptrdiff_t>(at), file.end(),
                                   code.begin() + static_cast<std::ptrdiff_t>(begin),
                                   code.begin() + static_cast<std::ptrdiff_t>(end));
    if (found == file.end() && end != begin) return false;
    at = static_cast<std::size_t>(found - file.begin()) + (end - begin);
    begin = end + 1;
  }
  return true;
}

/// As the usual renderers make one of a heading.
std::string anchor_of(const std::string& heading) {
  std::string out;
  for (const char c : heading) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_' || byte >= 0x80) {
      out += static_cast<char>(std::tolower(byte));
    } else if (c == ' ') {
      out += '-';
    }
  }
  return out;
}

std::set<std::string> anchors_of(const fs::path& page) {
  std::set<std::string> out;
  for (const std::string& line : lines_of(page)) {
    const auto level = line.find_first_not_of('#');
    if (level == 0 || level == std::string::npos || line[level] != ' ') continue;
    out.insert(anchor_of(trimmed(line.substr(level))));
  }
  return out;
}

}  // namespace

TEST_CASE("docs: every block of C++ stands in the compiled file that it names") {
  std::size_t checked = 0;
  for (const fs::path& page : pages()) {
    for (const Snippet& snippet : snippets_of(page)) {
      INFO(fs::relative(page, root).string()
           << ", from " << snippet.source << ": " << (snippet.code.empty() ? "" : snippet.code[0]));
      REQUIRE_FALSE(snippet.source.empty());
      REQUIRE(fs::exists(root / snippet.source));
      CHECK(stands_in(bare(snippet.code), bare(lines_of(root / snippet.source))));
      ++checked;
    }
  }
  CHECK(checked >= 10);
}

TEST_CASE("docs: every link leads to a file and a heading that are there") {
  static const std::regex link(R"(\]\(([^)\s]+)\))");
  std::size_t checked = 0;
  for (const fs::path& page : pages()) {
    for (const std::string& line : lines_of(page)) {
      for (std::sregex_iterator it(line.begin(), line.end(), link), end; it != end; ++it) {
        const std::string target = (*it)[1];
        if (target.find("://") != std::string::npos || target.rfind("mailto:", 0) == 0) continue;
        INFO(fs::relative(page, root).string() << " -> " << target);
        const auto hash = target.find('#');
        const std::string file = target.substr(0, hash);
        const fs::path to = file.empty() ? page : page.parent_path() / file;
        REQUIRE(fs::exists(to));
        if (hash != std::string::npos) CHECK(anchors_of(to).count(target.substr(hash + 1)) == 1);
        ++checked;
      }
    }
  }
  CHECK(checked >= 20);
}
