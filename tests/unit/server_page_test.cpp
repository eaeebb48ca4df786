// What docs/26-your-own-server.md says of the servers is what the client knows of them. The third column has its test in
// tests/peer, where that server's table is.
#include "worlds/server_page.hpp"
#include "rules/dialect.hpp"
#include "worlds/client_world.hpp"

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

constexpr const char* page = HELLOJOHN_SOURCE_DIR "/docs/26-your-own-server.md";

}  // namespace

TEST_CASE("server page: its columns for both dialects are the capabilities and the calls") {
  ClientOptions options;
  options.dialect = ServerDialect::self_hosted;
  options.client_id = "game";
  const ClientWorld v1;
  const ClientWorld own(std::move(options));
  check_capabilities_on_page(page, 0, v1.client->capabilities());
  check_capabilities_on_page(page, 1, own.client->capabilities());
  check_calls_on_page(page, 0, v1_dialect());
  check_calls_on_page(page, 1, self_hosted_dialect());
}
