// hellojohn-mock-server: options, the start line, and an orderly end on SIGTERM. The serving is MockServer's.
#include <hellojohn/testing/mock_server.hpp>
#include <hellojohn/version.hpp>

#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <unistd.h>
#include <boost/json.hpp>

namespace {

using hellojohn::testing::MockServer;
using hellojohn::testing::MockServerOptions;

constexpr const char* help_text =
    R"(hellojohn-mock-server: a stateful HelloJohn service for tests, only on the loopback

  --listen ADDRESS:PORT      127.0.0.1:0 by default; port 0 takes any free one
  --control-token TOKEN      what control routes ask for in the header X-Mock-Token; random by default
  --plain                    http instead of https
  --ca-out FILE              where to write the certificate authority (PEM)
  --virtual-clock            time stands still except for POST /__mock/clock
  --seed N                   codes, ids and keys follow from N
  --seed-file FILE           JSON that adds people to the built-in ones
  --no-limits                no rate limits
  --lax                      a careless server
  --backup-codes-remaining   answers carry the count of backup codes
  --step-up                  making codes wants a fresh sign-in
  --codes-need-factor        making codes wants an active factor
  --json                     prints nothing for people
  --version
  -h, --help

Prints one JSON line when it is ready, and the same for people if the standard error is a terminal. SIGTERM or SIGINT ends it.
The web console is at /__mock/ of the server; open the whole address that is printed, with what follows the #.
)";

struct Arguments {
  MockServerOptions server;
  std::string ca_out;
  bool help = false;
  bool version = false;
  bool json_only = false;
};

bool read_listen(std::string_view text, MockServerOptions& options) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return false;
  std::string_view address = text.substr(0, colon);
  if (!address.empty() && address.front() == '[' && address.back() == ']')
    address = address.substr(1, address.size() - 2);
  const std::string_view port = text.substr(colon + 1);
  const auto [end, problem] = std::from_chars(port.data(), port.data() + port.size(), options.port);
  options.address = std::string(address);
  return problem == std::errc() && end == port.data() + port.size() && !port.empty();
}

bool read_file(const std::string& path, std::string& out) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return false;
  out.assign(std::istreambuf_iterator<char>(file), {});
  return true;
}

bool set_flag(std::string_view name, Arguments& arguments) {
  auto& service = arguments.server.service;
  if (name == "--plain")
    arguments.server.plain = true;
  else if (name == "--virtual-clock")
    service.virtual_clock = true;
  else if (name == "--no-limits")
    service.limits = false;
  else if (name == "--lax")
    service.lax = true;
  else if (name == "--backup-codes-remaining")
    service.backup_codes_remaining = true;
  else if (name == "--step-up")
    service.step_up = true;
  else if (name == "--codes-need-factor")
    service.codes_need_factor = true;
  else if (name == "--json")
    arguments.json_only = true;
  else if (name == "--help" || name == "-h")
    arguments.help = true;
  else if (name == "--version")
    arguments.version = true;
  else
    return false;
  return true;
}

/// Null when it is well, else what is wrong.
const char* set_value(std::string_view name, const std::string& value, Arguments& arguments) {
  auto& service = arguments.server.service;
  if (name == "--listen")
    return read_listen(value, arguments.server) ? nullptr : "--listen wants ADDRESS:PORT";
  if (name == "--ca-out") {
    arguments.ca_out = value;
    return nullptr;
  }
  if (name == "--control-token") {
    arguments.server.control_token = value;
    return nullptr;
  }
  if (name == "--seed-file")
    return read_file(value, service.seed_json) ? nullptr : "--seed-file cannot be read";
  if (name == "--seed") {
    const char* const last = value.data() + value.size();
    const auto [end, problem] = std::from_chars(value.data(), last, service.seed);
    return problem == std::errc() && end == last ? nullptr : "--seed wants a number";
  }
  return "unknown option";
}

std::optional<Arguments> read_arguments(int count, char** texts) {
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string name = texts[i];
    if (set_flag(name, arguments)) continue;
    const char* problem = i + 1 < count ? set_value(name, texts[i + 1], arguments)
                                        : "unknown option, or its value is missing";
    if (problem != nullptr) {
      std::cerr << "hellojohn-mock-server: " << name << ": " << problem << "\n";
      return {};
    }
    ++i;
  }
  return arguments;
}

/// A private folder for the CA, removed at exit.
class CaFile {
 public:
  bool write(const std::string& wanted, const std::string& pem) {
    path_ = wanted;
    if (path_.empty()) {
      char folder[] = "/tmp/hellojohn-mock-XXXXXX";
      if (mkdtemp(folder) == nullptr) return false;
      folder_ = folder;
      path_ = folder_ + "/ca.pem";
    }
    std::ofstream file(path_, std::ios::binary);
    file << pem;
    return static_cast<bool>(file.flush());
  }
  CaFile() = default;
  CaFile(const CaFile&) = delete;
  CaFile& operator=(const CaFile&) = delete;
  ~CaFile() {
    if (folder_.empty()) return;
    std::remove(path_.c_str());
    std::remove(folder_.c_str());
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string folder_;
  std::string path_;
};

std::string console_url(const MockServer& server) {
  return server.base_url() + "/__mock/#token=" + server.control_token();
}

/// The same for people: where it is, who is in it, and how to trust it.
void print_for_people(MockServer& server, const std::string& ca_path) {
  const boost::json::value world = boost::json::parse(server.service().describe());
  std::cerr << "HelloJohn mock server " << hellojohn::version() << "\n"
            << "  address   " << server.base_url() << "\n"
            << "  console   " << console_url(server) << "\n"
            << "  tenant    " << world.at("tenant_id").as_string().c_str() << "\n"
            << "  key       " << world.at("publishable_key").as_string().c_str() << "\n";
  if (!ca_path.empty())
    std::cerr << "  CA file   " << ca_path
              << " (ClientOptions::network.ca_file, or curl --cacert)\n";
  for (const auto& user : world.at("users").as_array())
    std::cerr << "  user      " << user.at("email").as_string().c_str() << " / "
              << user.at("password").as_string().c_str() << ", "
              << user.at("backup_codes").as_array().size() << " backup codes\n";
  std::cerr << std::flush;
}

void print_start_line(MockServer& server, const std::string& ca_path) {
  namespace json = boost::json;
  json::object line;
  line["base_url"] = server.base_url();
  line["control_url"] = server.base_url() + "/__mock";
  line["control_token"] = server.control_token();
  line["console_url"] = console_url(server);
  if (ca_path.empty())
    line["ca_file"] = nullptr;
  else
    line["ca_file"] = ca_path;
  const json::value world = json::parse(server.service().describe());
  for (const auto& member : world.as_object()) line[member.key()] = member.value();
  std::cout << json::serialize(line) << std::endl;
}

int run(const Arguments& arguments) {
  // Blocked before any thread is made, so that sigwait alone receives them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  const bool plain = arguments.server.plain;
  auto server = MockServer::start(arguments.server);
  if (!server) {
    std::cerr << "hellojohn-mock-server: " << server.error().detail << "\n";
    return server.error().code == hellojohn::Errc::usage ? 2 : 1;
  }
  CaFile ca;
  if (!plain && !ca.write(arguments.ca_out, server->ca_pem())) {
    std::cerr << "hellojohn-mock-server: the CA file cannot be written\n";
    return 1;
  }
  // In a log the passwords would stand for good.
  if (!arguments.json_only && isatty(STDERR_FILENO) != 0) print_for_people(*server, ca.path());
  print_start_line(*server, ca.path());
  int received = 0;
  sigwait(&signals, &received);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const auto arguments = read_arguments(argc, argv);
  if (!arguments) return 2;
  if (arguments->help) {
    std::cout << help_text;
    return 0;
  }
  if (arguments->version) {
    std::cout << "hellojohn-mock-server " << hellojohn::version() << "\n";
    return 0;
  }
  return run(*arguments);
}
