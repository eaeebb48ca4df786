// Implementation of arguments.hpp.
#include "arguments.hpp"

#include "mock/service/control.hpp"

#include <charconv>
#include <fstream>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

constexpr const char* options_text =
    R"(hellojohn-mock-server: a stateful HelloJohn service for tests

Where it listens
  --listen ADDRESS:PORT      127.0.0.1:0 by default; port 0 takes any free one
  --allow-remote             permits an ADDRESS that is not loopback; needs --control-token
  --public-url ORIGIN        what the start line and mailed links name, such as https://mock:8443
  --allow-origin ORIGIN      a web page of this origin may call the service; may be given several times
  --plain                    http instead of https
  --cert FILE, --key FILE    your own certificate chain and key (PEM)
  --ca-out FILE              where to write the certificate authority (PEM)
  --ca-dir FOLDER            keeps the certificate authority there, so that it survives restarts

What it serves
  --dialect NAME             v1, or self_hosted for the routes of the open-source server
  --seed N                   codes, ids and keys follow from N
  --seed-file FILE           JSON that adds users to the built-in ones
  --import FILE              begins with a state that was exported
  --export FILE              writes the state at the end
  --virtual-clock            time stands still except for POST /__mock/clock
  --no-limits                no rate limits
  --lax                      a careless server
  --backup-codes-remaining   answers carry the count of backup codes
  --step-up                  making codes needs a fresh sign-in
  --codes-need-factor        making codes needs an active factor

What it prints
  --control-token TOKEN      what control routes expect in the header X-Mock-Token; random by default
  --json                     prints nothing for people
  -v, --verbose              one line on stderr for each request except those to /__mock/
  --version
  -h, --help

It prints one JSON line when it is ready, and the same for people if stderr is a terminal. SIGTERM or SIGINT ends it.
The web console is at /__mock/; open the whole address that is printed, with what follows the #.
A wrong option, a bad seed or a port in use starts nothing and ends with status 2.

Control routes, each with the header X-Mock-Token: TOKEN
)";

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

bool set_flag(std::string_view name, Arguments& arguments) {
  auto& service = arguments.server.service;
  const std::pair<std::string_view, bool*> flags[] = {
      {"--plain", &arguments.server.plain},
      {"--allow-remote", &arguments.server.allow_remote},
      {"--virtual-clock", &service.virtual_clock},
      {"--lax", &service.lax},
      {"--backup-codes-remaining", &service.backup_codes_remaining},
      {"--step-up", &service.step_up},
      {"--codes-need-factor", &service.codes_need_factor},
      {"--json", &arguments.json_only},
      {"--verbose", &arguments.verbose},
      {"-v", &arguments.verbose},
      {"--help", &arguments.help},
      {"-h", &arguments.help},
      {"--version", &arguments.version},
  };
  for (const auto& [known, flag] : flags) {
    if (name == known) return *flag = true;
  }
  if (name == "--no-limits") return service.limits = false, true;
  return false;
}

constexpr const char* unknown_option = "unknown option";

/// The options whose value, or whose file's text, is kept as it is. Null when it is well, else what is wrong.
const char* set_text(std::string_view name, const std::string& value, Arguments& arguments) {
  auto& server = arguments.server;
  const std::pair<std::string_view, std::string*> texts[] = {
      {"--ca-out", &arguments.ca_out},      {"--ca-dir", &arguments.ca_folder},
      {"--import", &arguments.import_from}, {"--export", &arguments.export_to},
      {"--public-url", &server.public_url}, {"--control-token", &server.control_token},
  };
  for (const auto& [known, text] : texts) {
    if (name != known) continue;
    *text = value;
    // Of a variable that nobody set.
    return value.empty() ? "its value is empty" : nullptr;
  }
  const std::pair<std::string_view, std::string*> files[] = {
      {"--seed-file", &server.service.seed_json},
      {"--cert", &server.certificate_pem},
      {"--key", &server.key_pem},
  };
  for (const auto& [known, text] : files) {
    if (name != known) continue;
    if (!read_file(value, *text)) return "the file cannot be read";
    return text->empty() ? "the file is empty" : nullptr;
  }
  return unknown_option;
}

/// Null when it is well, else what is wrong.
const char* set_value(std::string_view name, const std::string& value, Arguments& arguments) {
  auto& server = arguments.server;
  // The server takes an empty token as a wish for a random one. Here it comes from a variable that nobody set.
  if (name == "--control-token" && value.empty()) return "wants 16 to 128 visible ASCII characters";
  if (name == "--dialect") {
    const bool own = value == "self_hosted";
    server.service.dialect = own ? ServerDialect::self_hosted : ServerDialect::v1;
    return own || value == "v1" ? nullptr : "wants v1 or self_hosted";
  }
  if (name == "--allow-origin") return server.allow_origins.push_back(value), nullptr;
  if (name == "--listen") return read_listen(value, server) ? nullptr : "wants ADDRESS:PORT";
  if (name == "--seed") {
    const char* const last = value.data() + value.size();
    const auto [end, problem] = std::from_chars(value.data(), last, server.service.seed);
    return problem == std::errc() && end == last ? nullptr : "wants a number";
  }
  return set_text(name, value, arguments);
}

/// Two options of which one would have no effect. Empty if there are none.
std::string clash_of(const Arguments& arguments) {
  const auto& server = arguments.server;
  const bool own = !server.certificate_pem.empty();
  const bool out = !arguments.ca_out.empty();
  const bool folder = !arguments.ca_folder.empty();
  struct Clash {
    bool given;
    const char* text;
  };
  const Clash clashes[] = {
      {server.plain && own, "--cert: not together with --plain"},
      {server.plain && !server.key_pem.empty(), "--key: not together with --plain"},
      {server.plain && out, "--ca-out: not together with --plain"},
      {server.plain && folder, "--ca-dir: not together with --plain"},
      {own && out, "--ca-out: not together with --cert"},
      {own && folder, "--ca-dir: not together with --cert"},
  };
  for (const Clash& clash : clashes) {
    if (clash.given) return clash.text;
  }
  return {};
}

}  // namespace

bool read_file(const std::string& path, std::string& out) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return false;
  out.clear();
  // A folder opens, and fails only now. read() keeps the failure; an iterator would throw it.
  char part[4096];
  while (file.read(part, sizeof part) || file.gcount() > 0)
    out.append(part, static_cast<std::size_t>(file.gcount()));
  return !file.bad();
}

std::optional<Arguments> read_arguments(int count, const char* const* texts, std::string& problem) {
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string name = texts[i];
    if (set_flag(name, arguments)) continue;
    const bool has_value = i + 1 < count;
    const char* wrong = set_value(name, has_value ? texts[i + 1] : "", arguments);
    if (!has_value && wrong != unknown_option) wrong = "its value is missing";
    if (wrong != nullptr) {
      problem = name + ": " + wrong;
      return {};
    }
    ++i;
  }
  problem = clash_of(arguments);
  if (!problem.empty()) return {};
  return arguments;
}

std::string help_text() {
  std::string text = options_text;
  for (const ControlRoute& route : control_routes()) {
    std::string line = "  " + std::string(route.method) + " " + route.path;
    line.resize(std::max<std::size_t>(line.size() + 1, 36), ' ');
    text += line + route.what + "\n";
  }
  return text +
         "  GET /__mock/openapi.json          this list, and /v1 if it is served, as OpenAPI 3.1; "
         "needs no token\n";
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
