// A host's program: takes the components that its build found and tries each. Its argument says which these must be.
#include "host.hpp"

#include <hellojohn/hellojohn.hpp>

#include <cstdio>
#include <string>
#include <utility>

namespace {

std::string tried;

bool report(const char* part, bool well) {
  std::printf("%s %s\n", well ? "ok  " : "FAIL", part);
  tried += tried.empty() ? part : std::string(",") + part;
  return well;
}

/// The library is linked, and refuses a key that has no place in a client.
bool refuses_a_secret_key() {
  hellojohn::ClientOptions options;
  options.base_url = "https://auth.example.com";
  options.tenant_id = "tnt_1";
  options.publishable_key = "sk_live_not_for_clients";
  auto client = hellojohn::Client::create(std::move(options));
  return !client && client.error().code == hellojohn::Errc::usage;
}

}  // namespace

int main(int argc, char** argv) {
  bool well = report("sdk", refuses_a_secret_key());
#ifdef HOST_TESTING
  well &= report("testing", sign_in_with_a_backup_code());
#endif
#ifdef HOST_WIDGETS
  well &= report("widgets", show_screens());
#endif
#ifdef HOST_SPEECH
  well &= report("speech", hear_screens());
#endif
#ifdef HOST_SYSTEM_VOICE
  well &= report("system_voice", speak_aloud());
#endif
#ifdef HOST_WIDGETS_IMGUI
  well &= report("widgets_imgui", draw_screens());
#endif
#ifdef HOST_ADMIN
  well &= report("admin", open_the_desk());
#endif
  if (argc != 2 || tried != argv[1]) {
    std::printf("FAIL tried %s instead of %s\n", tried.c_str(), argc == 2 ? argv[1] : "nothing");
    well = false;
  }
  return well ? 0 : 1;
}
