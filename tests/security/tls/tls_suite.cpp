// The TLS verdicts of the built-in transport, after badssl.com's groups, against local servers.
// Not a Catch program: its last line is the figure. Exits with 1 where a verdict is wrong.
#include "security/tls/tls_rows.hpp"

#include <cstdio>
#include <cstring>
#include <exception>

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

std::string words_of(const Verdict& verdict) {
  if (!verdict.refused) return "accepted";
  const char* sent = verdict.sent == Sent::none   ? "none"
                     : verdict.sent == Sent::part ? "part"
                                                  : "all";
  return std::string(to_string(*verdict.refused)) + ", sent " + sent;
}

bool is_right(const Row& row) {
  std::string seen;
  try {
    seen = words_of(row.run());
  } catch (const std::exception& e) {
    seen = std::string("the row broke: ") + e.what();
  }
  const std::string expected = words_of(row.expected);
  const bool right = seen == expected;
  std::printf("%-5s %-12s %-45s %s%s%s\n", right ? "ok" : "WRONG", row.group, row.words,
              seen.c_str(), right ? "" : ", not ", right ? "" : expected.c_str());
  return right;
}

}  // namespace

/// An argument: only the rows whose words contain it.
int main(int count, char** arguments) {
  std::vector<Row> rows = certificate_rows();
  for (Row& row : protocol_rows()) rows.push_back(std::move(row));
  std::size_t run = 0;
  std::size_t right = 0;
  for (const Row& row : rows) {
    if (count > 1 && std::strstr(row.words, arguments[1]) == nullptr) continue;
    ++run;
    right += is_right(row) ? 1u : 0u;
  }
  std::printf("tls: %zu of %zu verdicts right\n", right, run);
  return run != 0 && right == run ? 0 : 1;
}
