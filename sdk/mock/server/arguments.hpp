// The options of hellojohn-mock-server and its help. Starts nothing.
#pragma once

#include <hellojohn/testing/mock_server.hpp>

#include <optional>
#include <string>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

struct Arguments {
  MockServerOptions server;
  std::string ca_out;
  std::string
      ca_folder;  ///< Keeps the certificate authority over restarts; empty: a new one at each start.
  std::string import_from;  ///< A state to begin with.
  std::string export_to;    ///< Where the state goes at the end.
  bool help = false;
  bool version = false;
  bool json_only = false;
  bool verbose = false;
};

/// Nothing, and one sentence in `problem`, if an option is wrong.
[[nodiscard]] std::optional<Arguments> read_arguments(int count, const char* const* texts,
                                                      std::string& problem);

/// With all control routes.
[[nodiscard]] std::string help_text();

[[nodiscard]] bool read_file(const std::string& path, std::string& out);

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
