// hellojohn-backend-relay PORT: makes backup codes for signed-in players. Base URL, tenant and secret key come from the
// environment: HELLOJOHN_BASE_URL, HELLOJOHN_TENANT_ID, HELLOJOHN_SECRET_KEY.
#include "12_backend_relay/relay.hpp"
#include "apps/common/version.hpp"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>

namespace {

const char* setting(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

int run(int argc, char** argv) {
  if (samples::said_version(argc, argv, "hellojohn-backend-relay")) return 0;
  unsigned short port = 0;
  if (argc != 2 || std::from_chars(argv[1], argv[1] + std::strlen(argv[1]), port).ec != std::errc())
    return 2;
  hellojohn::admin::ClientOptions options;
  options.base_url = setting("HELLOJOHN_BASE_URL");
  options.tenant_id = setting("HELLOJOHN_TENANT_ID");
  options.secret_key = hellojohn::Secret(setting("HELLOJOHN_SECRET_KEY"));
  options.network.ca_file = setting("HELLOJOHN_CA_FILE");
  auto client = hellojohn::admin::Client::create(std::move(options));
  if (!client) {
    std::fprintf(stderr, "%s\n", client.error().detail.c_str());
    return 2;
  }
  boost::asio::io_context io;
  const relay::Relay relay(io, port, *client, hellojohn::system_clock());
  std::printf("http://127.0.0.1:%u/account/backup-codes\n", relay.port());
  std::fflush(stdout);
  io.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "%s\n", problem.what());
    return 2;
  }
}
