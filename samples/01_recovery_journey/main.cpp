// hellojohn-journey: starts the mock server on a real TLS socket and plays the whole way back into an account.
// Exits non-zero when any step differs from what it says.
#include "01_recovery_journey/journey.hpp"

#include <cstdio>
#include <cstring>
#include <utility>

namespace {

constexpr const char* help_text =
    "hellojohn-journey [--json]\n"
    "Plays sign-in, backup codes, lost access, recovery mail, re-enrolment and the audit log "
    "against the embedded\n"
    "mock server, over TLS on loopback.\n"
    "  --json   one JSON object per step\n";

}  // namespace

int main(int argc, char** argv) {
  bool json = false;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--json") == 0) {
      json = true;
    } else {
      const bool help = std::strcmp(argv[i], "--help") == 0;
      std::fputs(help_text, help ? stdout : stderr);
      return help ? 0 : 2;
    }
  }
  hellojohn::testing::MockServerOptions options;
  options.service.virtual_clock = true;
  options.service.backup_codes_remaining = true;
  auto server = hellojohn::testing::MockServer::start(std::move(options));
  if (!server) {
    std::fprintf(stderr, "mock server: %s\n", server.error().detail.c_str());
    return 1;
  }
  journey::Transcript transcript(json);
  journey::Journey journey(*server, transcript);
  const bool well = journey.play();
  if (!json) std::printf("%s after %d steps\n", well ? "All well" : "FAILED", transcript.count());
  return well ? 0 : 1;
}
