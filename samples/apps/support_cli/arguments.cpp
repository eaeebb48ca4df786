// See arguments.hpp.
#include "arguments.hpp"

#include <charconv>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace support {

const char* const help_text =
    R"(hellojohn-support: what a support desk may do to an account, on record

  hellojohn-support recovery-mail EMAIL      mails a recovery link. Try this first: the person proves
                                             the address, and nobody at the desk holds a secret.
  hellojohn-support user USER                the factors of a user
  hellojohn-support remove-factor USER FACTOR
                                             removes a lost factor; the user can sign in without it
  hellojohn-support codes USER               makes new backup codes and shows them once. Whoever reads
                                             them out holds a silent login.
  hellojohn-support impersonate USER         opens a session without MFA and shows its token. A token
                                             in a mail is a key that anybody may find: last resort.
  hellojohn-support audit                    the audit log, newest first

The service
  --base-url URL        or HELLOJOHN_BASE_URL; https://api.hellojohn.dev where neither is given
  --tenant ID           or HELLOJOHN_TENANT_ID
  --ca FILE             trust anchors (PEM) instead of the system's

The secret key (sk_live_…, sk_test_…), from one of these and never from the command line, which every
user of the machine can read:
  HELLOJOHN_SECRET_KEY  the environment
  --key-file FILE       a file that is yours and nobody else may read (mode 0600)
  --keyring             the system's keyring; put it there once with
                        secret-tool store --label='HelloJohn support' application hellojohn-support tenant ID

Identity, for remove-factor, codes and impersonate: check who the person is before you type any of it.
  --method TEXT         how: "video call", "call back to the number on file"
  --by NAME             who looked
  --ticket TEXT         a reference to the case; never a document's number
  --reason TEXT         why, at least 10 characters
  --record FILE         appends one JSON line before and one after each override, for your own records;
                        without it they go to standard error
  --yes                 does not ask for the last 6 characters of the user's id
  --expires-in TIME     of impersonate: 90s, 30m, 1h (the default)
  --long-session        allows more than 1h
  --show-secrets        writes codes and tokens also where standard output is no terminal

audit
  --type T              exact, or with a wildcard: mfa.*
  --user ID             entries that concern a user, as actor, resource or owner
  --actor ID  --resource ID  --result success|failure  --from TIME  --to TIME
  --page N              entries asked for at once, 1 to 200
  --json                one JSON object per line (NDJSON), as the service wrote it

Exit codes: 0 done. 2 refused here, nothing was sent. 3 the service refused, nothing changed. 4 it
could not be reached, nothing changed. 5 it may have happened: look into the audit log before you try
again. 6 not confirmed.
)";

namespace {

constexpr std::pair<std::string_view, Command> commands[] = {
    {"user", Command::user},
    {"codes", Command::codes},
    {"remove-factor", Command::remove_factor},
    {"impersonate", Command::impersonate},
    {"recovery-mail", Command::recovery_mail},
    {"audit", Command::audit},
    {"--help", Command::help},
    {"help", Command::help}};

std::string from_environment(const char* name, const char* otherwise = "") {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : otherwise;
}

std::size_t names_of(Command command) {
  switch (command) {
    case Command::user:
    case Command::codes:
    case Command::impersonate:
    case Command::recovery_mail: return 1;
    case Command::remove_factor: return 2;
    default: return 0;
  }
}

bool is_key(std::string_view word) {
  return word == "--key" || word.find("sk_live_") != std::string_view::npos ||
         word.find("sk_test_") != std::string_view::npos;
}

bool* flag_named(Arguments& a, std::string_view name) {
  const std::pair<std::string_view, bool*> flags[] = {{"--keyring", &a.keyring},
                                                      {"--long-session", &a.long_session},
                                                      {"--yes", &a.yes},
                                                      {"--show-secrets", &a.show_secrets},
                                                      {"--json", &a.json}};
  for (const auto& [known, flag] : flags)
    if (known == name) return flag;
  return nullptr;
}

std::string* value_named(Arguments& a, std::string_view name) {
  const std::pair<std::string_view, std::string*> values[] = {{"--base-url", &a.base_url},
                                                              {"--tenant", &a.tenant},
                                                              {"--ca", &a.ca_file},
                                                              {"--key-file", &a.key_file},
                                                              {"--record", &a.record_file},
                                                              {"--method", &a.method},
                                                              {"--by", &a.by},
                                                              {"--ticket", &a.ticket},
                                                              {"--reason", &a.reason},
                                                              {"--expires-in", &a.expires_in},
                                                              {"--type", &a.type},
                                                              {"--actor", &a.actor},
                                                              {"--resource", &a.resource},
                                                              {"--user", &a.user},
                                                              {"--result", &a.result},
                                                              {"--from", &a.from},
                                                              {"--to", &a.to}};
  for (const auto& [known, value] : values)
    if (known == name) return value;
  return nullptr;
}

bool read_page(const std::string& text, int& page) {
  const char* const last = text.data() + text.size();
  const auto [end, failed] = std::from_chars(text.data(), last, page);
  return failed == std::errc() && end == last && page >= 1 && page <= 200;
}

/// What is wrong with word `i`, which is consumed with its value; empty: nothing.
std::string read_word(Arguments& out, int& i, int count, char** words) {
  const std::string_view name = words[i];
  if (bool* flag = flag_named(out, name)) {
    *flag = true;
    return {};
  }
  if (name.substr(0, 2) != "--") {
    out.names.emplace_back(name);
    return {};
  }
  std::string* value = value_named(out, name);
  if (value == nullptr && name != "--page") return "unknown option " + std::string(name);
  if (++i == count) return std::string(name) + " needs a value";
  if (value != nullptr)
    *value = words[i];
  else if (!read_page(words[i], out.page))
    return "--page wants 1 to 200";
  return {};
}

}  // namespace

Arguments read_arguments(int count, char** words) {
  Arguments out;
  if (count < 2) {
    out.problem = "a command is missing; --help lists them";
    return out;
  }
  for (const auto& [name, command] : commands)
    if (name == words[1]) out.command = command;
  for (int i = 1; i < count && out.problem.empty(); ++i)
    if (is_key(words[i]))
      out.problem = "a secret key does not belong on the command line: every user can read it";
  if (out.command == Command::none && out.problem.empty())
    out.problem = "unknown command; --help lists them";
  for (int i = 2; i < count && out.problem.empty(); ++i) {
    if (std::string_view(words[i]) == "--help") {
      out.command = Command::help;
      return out;
    }
    out.problem = read_word(out, i, count, words);
  }
  if (out.problem.empty() && out.names.size() != names_of(out.command))
    out.problem = "the command takes " + std::to_string(names_of(out.command)) + " name(s)";
  if (out.base_url.empty())
    out.base_url = from_environment("HELLOJOHN_BASE_URL", "https://api.hellojohn.dev");
  if (out.tenant.empty()) out.tenant = from_environment("HELLOJOHN_TENANT_ID");
  return out;
}

}  // namespace support
