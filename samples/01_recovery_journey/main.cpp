// hellojohn-journey: plays the whole way back into an account against a mock server on a real TLS socket.
// Exits non-zero when any step differs from what it says.
#include "01_recovery_journey/journey.hpp"
#include "apps/common/version.hpp"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace {

constexpr const char* help_text =
    "hellojohn-journey [--json] [--base-url URL --control-token TOKEN [--ca FILE]]\n"
    "Plays sign-in, backup codes, lost access, recovery mail, re-enrolment and the audit log over\n"
    "real sockets, against an embedded mock server or one that runs already.\n"
    "  --json             one JSON object per step\n"
    "  --base-url URL     a fresh hellojohn-mock-server, started with --virtual-clock and\n"
    "                     --backup-codes-remaining; the values are in its start line\n"
    "  --control-token T  the start line's control_token\n"
    "  --ca FILE          the start line's ca_file; none for a server with --plain\n";

struct Arguments {
  bool json = false;
  bool help = false;
  std::string ca_file;
  journey::ServerAddress address;
};

std::optional<Arguments> read_arguments(int argc, char** argv) {
  Arguments out;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    const bool has_value = i + 1 < argc;
    if (name == "--json") {
      out.json = true;
    } else if (name == "--help") {
      out.help = true;
    } else if (has_value && name == "--base-url") {
      out.address.base_url = argv[++i];
    } else if (has_value && name == "--control-token") {
      out.address.control_token = argv[++i];
    } else if (has_value && name == "--ca") {
      out.ca_file = argv[++i];
    } else {
      return {};
    }
  }
  if (out.address.base_url.empty() != out.address.control_token.empty()) return {};
  if (out.address.base_url.empty() && !out.ca_file.empty()) return {};
  return out;
}

int play(journey::World& world, bool json) {
  journey::Transcript transcript(json);
  journey::Journey journey(world, transcript);
  const bool well = journey.play();
  if (!json) std::printf("%s after %d steps\n", well ? "All well" : "FAILED", transcript.count());
  return well ? 0 : 1;
}

int play_remote(Arguments arguments) {
  if (!arguments.ca_file.empty()) {
    std::ifstream file(arguments.ca_file, std::ios::binary);
    arguments.address.ca_pem.assign(std::istreambuf_iterator<char>(file), {});
    if (arguments.address.ca_pem.empty()) {
      std::fprintf(stderr, "hellojohn-journey: --ca: cannot be read\n");
      return 2;
    }
  }
  const auto world = journey::world_of(std::move(arguments.address));
  return play(*world, arguments.json);
}

int play_embedded(bool json) {
  hellojohn::testing::MockServerOptions options;
  options.service.virtual_clock = true;
  options.service.backup_codes_remaining = true;
  auto server = hellojohn::testing::MockServer::start(std::move(options));
  if (!server) {
    std::fprintf(stderr, "mock server: %s\n", server.error().detail.c_str());
    return 1;
  }
  const auto world = journey::world_in_process(*server);
  return play(*world, json);
}

}  // namespace

int main(int argc, char** argv) {
  if (samples::said_version(argc, argv, "hellojohn-journey")) return 0;
  auto arguments = read_arguments(argc, argv);
  if (!arguments || arguments->help) {
    std::fputs(help_text, arguments ? stdout : stderr);
    return arguments ? 0 : 2;
  }
  if (arguments->address.base_url.empty()) return play_embedded(arguments->json);
  return play_remote(std::move(*arguments));
}
