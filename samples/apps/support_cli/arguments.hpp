// The command line of hellojohn-support as data. Reads nothing but its words; knows no key and no network.
#pragma once

#include <string>
#include <vector>

namespace support {

enum class Command { none, help, user, codes, remove_factor, impersonate, recovery_mail, audit };

/// What scripts may rely on.
enum Exit : int {
  exit_done = 0,
  exit_usage = 2,          // Refused here; nothing was sent.
  exit_refused = 3,        // The service said no; nothing changed.
  exit_not_sent = 4,       // The network; nothing changed.
  exit_unknown = 5,        // It may have happened: look into the audit log.
  exit_not_confirmed = 6,  // The operator did not confirm.
};

struct Arguments {
  Command command = Command::none;
  std::vector<std::string> names;  ///< USER, FACTOR or EMAIL.
  std::string problem;             ///< Not empty: what is wrong.

  std::string base_url, tenant, ca_file, key_file, record_file;
  bool keyring = false;

  std::string method, by, ticket, reason;
  std::string expires_in = "1h";
  bool long_session = false;
  bool yes = false;
  bool show_secrets = false;

  std::string type, actor, resource, user, result, from, to;
  int page = 100;
  bool json = false;
};

[[nodiscard]] Arguments read_arguments(int count, char** words);

extern const char* const help_text;

}  // namespace support
