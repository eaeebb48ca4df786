// Reads the command line.
#include "arguments.hpp"

#include <string_view>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

const char* const help_text =
    R"(hellojohn-doctor: does a tenant's server keep what the client assumes?

  hellojohn-doctor BASE_URL --tenant ID --key PK --email ADDRESS
                        judges each assumption: holds, does not hold, or cannot be seen from here;
                        prints the ClientOptions to set. At most 60 s.
  hellojohn-doctor rehearse BASE_URL --tenant ID --key PK --email ADDRESS
                        plays lost access from the mail to the next sign-in and reports each step
  hellojohn-doctor [rehearse] BASE_URL --dialect self_hosted --tenant ID --client ID --email ADDRESS
                        examines the open-source server; rehearse plays the second factor there

  --tenant ID           the tenant, tnt_…
  --key PK              the publishable key, pk_…; secret keys are refused
  --dialect NAME        v1 or self_hosted; the doctor says so if the server speaks the other one
  --client ID           self_hosted: the tenant's client, instead of --key
  --email ADDRESS       a throw-away account without a second factor
  --ca FILE             trust anchors (PEM) instead of the system's
  --control-token TOKEN of a hellojohn-mock-server: the doctor reads the mails from its outbox
  --codes-route URL     your backend's route for new backup codes, to be examined too
  --limits              types wrong codes until the server limits them; the account is then locked
                        for a while
  --yes                 does not ask before it changes the account
  --json                one JSON object; rehearse: one for each step
  --version, --help

The password comes from HELLOJOHN_DOCTOR_PASSWORD, or is typed without being shown. No secret is
ever printed. rehearse asks for the link of the mail, unless it reads the outbox.

Exit codes: 0 all well. 1 something does not hold. 2 wrong options, nothing was sent. 3 the server
or the account could not be examined. 6 not agreed, nothing was changed.
)";

namespace {

bool* flag_named(Arguments& a, std::string_view name) {
  const std::pair<std::string_view, bool*> flags[] = {{"--help", &a.help},
                                                      {"--version", &a.version},
                                                      {"--yes", &a.yes},
                                                      {"--json", &a.json},
                                                      {"--limits", &a.limits}};
  for (const auto& [known, flag] : flags)
    if (known == name) return flag;
  return nullptr;
}

std::string* value_named(Arguments& a, std::string_view name) {
  const std::pair<std::string_view, std::string*> values[] = {{"--tenant", &a.tenant},
                                                              {"--key", &a.key},
                                                              {"--email", &a.email},
                                                              {"--ca", &a.ca_file},
                                                              {"--control-token", &a.control_token},
                                                              {"--codes-route", &a.codes_route},
                                                              {"--dialect", &a.dialect},
                                                              {"--client", &a.client_id}};
  for (const auto& [known, value] : values)
    if (known == name) return value;
  return nullptr;
}

/// What is missing or too much; empty: nothing.
std::string problem_of(const Arguments& a) {
  if (a.base_url.empty()) return "BASE_URL is missing";
  if (a.dialect != "v1" && a.dialect != "self_hosted") return "--dialect is v1 or self_hosted";
  if (a.dialect == "self_hosted" && !a.control_token.empty())
    return "self_hosted takes no --control-token: it mails no links";
  if (a.dialect == "self_hosted" && (a.tenant.empty() || a.client_id.empty() || a.email.empty()))
    return "--tenant, --client and --email are needed";
  if (a.dialect == "v1" && (a.tenant.empty() || a.key.empty() || a.email.empty()))
    return "--tenant, --key and --email are needed";
  if (a.is_rehearsal && (a.limits || !a.codes_route.empty()))
    return "rehearse takes neither --limits nor --codes-route";
  return {};
}

}  // namespace

Arguments read_arguments(int count, const char* const* words) {
  Arguments out;
  for (int i = 1; i < count && out.problem.empty(); ++i) {
    const std::string_view name = words[i];
    if (i == 1 && name == "rehearse") {
      out.is_rehearsal = true;
    } else if (bool* flag = flag_named(out, name)) {
      *flag = true;
    } else if (name.substr(0, 2) != "--") {
      if (!out.base_url.empty()) out.problem = "one BASE_URL is enough";
      out.base_url = name;
    } else if (std::string* value = value_named(out, name); value == nullptr) {
      out.problem = "unknown option " + std::string(name);
    } else if (++i == count) {
      out.problem = std::string(name) + " needs a value";
    } else {
      *value = words[i];
    }
  }
  if (out.problem.empty() && !out.help && !out.version) out.problem = problem_of(out);
  return out;
}

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
