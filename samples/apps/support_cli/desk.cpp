// See desk.hpp.
#include "desk.hpp"

#include "terminal.hpp"

#include <string>

namespace support {

namespace admin = hellojohn::admin;
using hellojohn::Error;
using hellojohn::Outcome;

namespace {

std::string line_of(const admin::AuditRecord& record) {
  const std::string& who = record.actor_email.empty() ? record.actor_id : record.actor_email;
  return printable(record.created_at + "  " + record.type + "  by " + record.actor_type + " " +
                   who + "  on " + record.resource_type + " " + record.resource_id + "  " +
                   record.result);
}

int exit_of(const Error& error) {
  switch (error.outcome) {
    case Outcome::refused: return exit_refused;
    case Outcome::not_sent:
      return error.code == hellojohn::Errc::usage ? exit_usage : exit_not_sent;
    case Outcome::done_answer_lost:
    case Outcome::unknown: break;
  }
  return exit_unknown;
}

const char* words_of(int exit) {
  switch (exit) {
    case exit_usage: return "Refused here; nothing was sent: ";
    case exit_refused: return "The service refused; nothing changed: ";
    case exit_not_sent: return "The service could not be reached; nothing changed: ";
    default: return "It may have happened; look into the audit log before you try again: ";
  }
}

}  // namespace

int Desk::run() {
  switch (arguments_.command) {
    case Command::user: return user();
    case Command::codes: return codes();
    case Command::remove_factor: return remove_factor();
    case Command::impersonate: return impersonate();
    case Command::recovery_mail: return recovery_mail();
    case Command::audit: return audit();
    case Command::help:
    case Command::none: break;
  }
  return exit_usage;
}

admin::IdentityCheck Desk::identity() const {
  return {arguments_.method, arguments_.by, arguments_.ticket, arguments_.reason};
}

int Desk::failed(const Error& error) const {
  const int exit = exit_of(error);
  std::string line = words_of(exit) + std::string(to_string(error.code));
  if (!error.server_code.empty()) line += " (" + error.server_code + ")";
  if (!error.detail.empty()) line += ": " + error.detail;
  if (!error.request_id.empty()) line += ". Request id: " + error.request_id;
  warn(printable(line));
  return exit;
}

int Desk::prepare(const char* what, bool has_secrets) {
  if (const char* problem = problem_of(identity())) {
    warn(std::string("Refused here; nothing was sent: ") + problem +
         " (--method, --by, --ticket, --reason)");
    return exit_usage;
  }
  // Before it is done: codes that cannot be shown would be lost, and the earlier ones dead.
  if (has_secrets && !output_is_terminal() && !arguments_.show_secrets) {
    warn("Standard output is no terminal: --show-secrets writes the secret there all the same.");
    return exit_usage;
  }
  const std::string& user = arguments_.names[0];
  warn(printable(std::string(what) + " User: " + user + "."));
  warn("Safer, if the person can read their mail: hellojohn-support recovery-mail EMAIL");
  if (arguments_.yes || confirmed(user)) return exit_done;
  warn("Not confirmed; nothing was sent.");
  return exit_not_confirmed;
}

void Desk::show_receipt(const admin::Override& done) {
  if (!record_.well()) warn("The local record could not be written. Note this override by hand.");
  const auto receipt = client_.audit().receipt(done).get();
  if (!receipt) {
    warn(std::string("Done. Its receipt could not be read: ") + to_string(receipt.error().code));
  } else if (!*receipt) {
    warn("Done. The audit log does not show it yet; look again later.");
  } else {
    warn("Receipt " + printable((**receipt).id) + ": " + line_of(**receipt));
  }
}

int Desk::user() {
  const auto factors = client_.factors(arguments_.names[0]).get();
  if (!factors) return failed(factors.error());
  for (const hellojohn::Factor& factor : *factors)
    print(printable(factor.id + "  " + factor.type + "  " + factor.status + "  " +
                    factor.created_at + "  " + factor.name));
  if (factors->empty()) print("no factors: the user signs in with the password alone");
  return exit_done;
}

int Desk::remove_factor() {
  if (const int exit = prepare("Removes a factor. The user can then sign in without it.", false))
    return exit;
  const auto done =
      client_.remove_factor(arguments_.names[0], arguments_.names[1], identity()).get();
  if (!done) return failed(done.error());
  show_receipt(*done);
  print("Removed. At the next sign-in: set up a new factor, then make backup codes.");
  return exit_done;
}

int Desk::codes() {
  if (const int exit = prepare("Makes new backup codes; every earlier code dies. Whoever reads "
                               "them out holds a silent login.",
                               true))
    return exit;
  const auto made = client_.generate_backup_codes(arguments_.names[0], identity()).get();
  if (!made) return failed(made.error());
  bool shown = true;
  for (const hellojohn::Secret& code : made->codes.codes)
    shown = print_secret(code.view()) && shown;
  show_receipt(made->done);
  if (!shown) warn("The codes could not be written. Make new ones.");
  return shown ? exit_done : exit_unknown;
}

int Desk::impersonate() {
  if (const int exit = prepare("Opens a session of the user without MFA. Whoever has its token is "
                               "the user until it expires: do not mail it.",
                               true))
    return exit;
  admin::ImpersonateRequest request;
  request.user_id = arguments_.names[0];
  request.expires_in = arguments_.expires_in;
  if (arguments_.long_session) request.long_session = admin::LongSession::allow;
  const auto opened = client_.impersonate(request, identity()).get();
  if (!opened) return failed(opened.error());
  const bool shown = print_secret(opened->access_token.view());
  show_receipt(opened->done);
  if (opened->lifetime) {
    const auto seconds = std::to_string(opened->lifetime->count());
    warn(opened->lifetime < admin::read_lifetime(arguments_.expires_in)
             ? "The service granted less than was asked for: " + seconds + " s."
             : "It lives " + seconds + " s.");
  }
  if (!shown) warn("The token could not be written. The session exists all the same.");
  return shown ? exit_done : exit_unknown;
}

int Desk::recovery_mail() {
  const auto sent = client_.send_recovery(arguments_.names[0]).get();
  if (!sent) return failed(sent.error());
  print("Accepted. If the address has an account, a recovery link is on its way.");
  return exit_done;
}

int Desk::audit() {
  admin::AuditQuery query;
  query.type = arguments_.type;
  query.actor_id = arguments_.actor;
  query.resource_id = arguments_.resource;
  query.result = arguments_.result;
  query.from = arguments_.from;
  query.to = arguments_.to;
  query.limit = arguments_.page;
  const auto given = client_.audit().for_each_page(query, [this](const admin::AuditPage& page) {
    for (const admin::AuditRecord& record : page.data) {
      if (!arguments_.user.empty() && !record.concerns(arguments_.user)) continue;
      print(arguments_.json ? to_json(record) : line_of(record));
    }
    return admin::Walk::on;
  });
  return given ? exit_done : failed(given.error());
}

}  // namespace support
