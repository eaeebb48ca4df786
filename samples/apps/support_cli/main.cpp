// hellojohn-support: the support desk as a command. See --help.
#include "apps/common/version.hpp"
#include "desk.hpp"
#include "secret_key.hpp"
#include "terminal.hpp"

#include <utility>

namespace {

using namespace support;

int run(const Arguments& arguments) {
  std::string problem;
  hellojohn::admin::ClientOptions options;
  options.secret_key = read_secret_key(arguments, problem);
  samples::RecordFile record;
  if (problem.empty() && !record.open(arguments.record_file))
    problem = "the record " + arguments.record_file + " cannot be written";
  if (!problem.empty()) {
    warn(printable("hellojohn-support: " + problem));
    return exit_usage;
  }
  options.base_url = arguments.base_url;
  options.tenant_id = arguments.tenant;
  options.network.ca_file = arguments.ca_file;
  options.allow_http_on_loopback = true;
  options.record = &record;
  auto client = hellojohn::admin::Client::create(std::move(options));
  if (!client) {
    warn("hellojohn-support: " + client.error().detail);
    return exit_usage;
  }
  return Desk(*client, arguments, record).run();
}

}  // namespace

int main(int argc, char** argv) {
  prepare_output();
  if (samples::said_version(argc, argv, "hellojohn-support")) return 0;
  const Arguments arguments = read_arguments(argc, argv);
  if (arguments.command == Command::help) {
    print(help_text);
    return exit_done;
  }
  if (!arguments.problem.empty()) {
    warn(printable("hellojohn-support: " + arguments.problem));
    return exit_usage;
  }
  return run(arguments);
}
