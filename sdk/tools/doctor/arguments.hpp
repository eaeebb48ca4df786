// The command line of hellojohn-doctor as data. Knows no network.
#pragma once

#include <string>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

/// What scripts may rely on.
enum Exit : int {
  exit_well = 0,
  exit_broken = 1,     // A point does not hold, or a step of the rehearsal failed.
  exit_usage = 2,      // Nothing was sent.
  exit_stopped = 3,    // The server could not be reached, or the account cannot be used.
  exit_not_agreed = 6  // The user did not agree; nothing was changed.
};

struct Arguments {
  bool is_rehearsal = false, help = false, version = false;
  bool yes = false, json = false, limits = false;
  std::string base_url, tenant, key, email, ca_file, control_token, codes_route;
  std::string dialect = "v1", client_id;
  std::string problem;  ///< Not empty: what is wrong.
};

[[nodiscard]] Arguments read_arguments(int count, const char* const* words);

extern const char* const help_text;

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
