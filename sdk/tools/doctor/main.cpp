// hellojohn-doctor: examines a tenant, or rehearses lost access. See --help.
#include "arguments.hpp"
#include "exam.hpp"
#include "rehearsal.hpp"
#include "terminal.hpp"

#include "base/display_text.hpp"

#include <hellojohn/version.hpp>

#include <cstdio>
#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace {

using namespace hellojohn::doctor;

void print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

int refuse(std::string_view problem) {
  const std::string text = hellojohn::display_text(problem, hellojohn::longest_detail);
  std::fprintf(stderr, "hellojohn-doctor: %s\n", text.c_str());
  return exit_usage;
}

Setup setup_of(const Arguments& arguments) {
  Setup setup;
  setup.base_url = arguments.base_url;
  setup.tenant = arguments.tenant;
  setup.key = arguments.key;
  if (arguments.dialect == "self_hosted") setup.dialect = hellojohn::ServerDialect::self_hosted;
  setup.client_id = arguments.client_id;
  setup.email = arguments.email;
  setup.network.ca_file = arguments.ca_file;
  setup.control_token = arguments.control_token;
  setup.codes_route = arguments.codes_route;
  setup.limits = arguments.limits;
  setup.password = take_from_environment("HELLOJOHN_DOCTOR_PASSWORD");
  return setup;
}

std::string consent_to_exam(const Setup& setup) {
  if (setup.dialect == hellojohn::ServerDialect::self_hosted) {
    std::string text =
        "The doctor now acts as " + setup.email +
        ": it signs in, sets up an authenticator, makes backup codes (earlier ones die), types "
        "two wrong backup codes of the ten that the server allows in a day, asks for a code by "
        "mail if the account has that factor, and removes the authenticator again.";
    if (setup.limits)
      text += " The server then refuses backup codes of this account for up to a day.";
    return text;
  }
  std::string text =
      "The doctor now acts as " + setup.email +
      ": it signs in, sets up an authenticator, makes backup codes (earlier ones "
      "die), types wrong codes, asks for recovery mails to this address, and removes "
      "the authenticator again.";
  if (setup.limits) text += " The server then refuses codes of this account for a while.";
  return text;
}

int examine(Setup setup, const Arguments& arguments) {
  Report report;
  auto exam = Exam::begin(setup, report);
  if (!exam) return refuse(exam.error().detail);
  (*exam)->look();
  bool declined = false;
  if ((*exam)->can_go_on()) {
    declined = !arguments.yes && !agreed(consent_to_exam(setup));
    if (declined) report.stop("not agreed; nothing was changed");
    if (!declined && setup.password.empty()) setup.password = ask_secret("Password");
    if (!declined) (*exam)->act();
  }
  print(arguments.json ? report.json() : report.text());
  if (!report.broken_points().empty()) return exit_broken;
  if (declined) return exit_not_agreed;
  return report.stopped().empty() ? exit_well : exit_stopped;
}

void print_step(const Step& step, bool json) {
  if (json) {
    const boost::json::object line{
        {"step", step.name}, {"well", step.is_well}, {"words", step.words}};
    return print(boost::json::serialize(line) + "\n");
  }
  print((step.is_well ? "   " : "!! ") + step.name + ": " +
        hellojohn::display_text(step.words, hellojohn::longest_detail) + "\n");
}

std::string consent_to_rehearsal(const Setup& setup) {
  if (setup.dialect == hellojohn::ServerDialect::self_hosted)
    return "The rehearsal signs in as " + setup.email +
           ", sets up an authenticator, makes backup codes (earlier ones die), sends one wrong "
           "code, and removes the authenticator again.";
  return "The rehearsal mails a recovery link to " + setup.email +
         ", sets up a new authenticator (earlier ones are disabled), makes "
         "backup codes (earlier ones die), and removes the authenticator again.";
}

const char* end_of_rehearsal(const Setup& setup, bool well) {
  if (setup.dialect == hellojohn::ServerDialect::self_hosted)
    return well ? "All well: a user with a backup code gets in. This server lets nobody in without "
                  "one.\n"
                : "A user with a backup code does not get in.\n";
  return well ? "All well: a user who lost the factor gets back in.\n"
              : "A user who lost the factor does not get back in.\n";
}

int rehearse(Setup setup, const Arguments& arguments) {
  if (!arguments.yes && !agreed(consent_to_rehearsal(setup))) return exit_not_agreed;
  if (setup.password.empty()) setup.password = ask_secret("Password");
  Rehearsal rehearsal(
      setup, [] { return ask_secret("Paste the link of the mail"); },
      [&](const Step& step) { print_step(step, arguments.json); });
  const bool well = rehearsal.play();
  for (const std::string& note : rehearsal.notes()) {
    if (arguments.json)
      print(boost::json::serialize(boost::json::object{{"note", note}}) + "\n");
    else
      print("Note: " + note + "\n");
  }
  if (!arguments.json) print(end_of_rehearsal(setup, well));
  return well ? exit_well : exit_broken;
}

}  // namespace

int main(int argc, char** argv) {
  const Arguments arguments = read_arguments(argc, argv);
  if (arguments.help) {
    print(help_text);
    return exit_well;
  }
  if (arguments.version) {
    std::printf("hellojohn-doctor %s\n", hellojohn::version());
    return exit_well;
  }
  if (!arguments.problem.empty()) return refuse(arguments.problem);
  Setup setup = setup_of(arguments);
  return arguments.is_rehearsal ? rehearse(std::move(setup), arguments)
                                : examine(std::move(setup), arguments);
}
