// The service of a demo on a TLS socket in this process. Knows no demo.
#include "apps/common/demo_server.hpp"

#include <hellojohn/testing/mock_server.hpp>

#include <utility>

namespace samples {

using hellojohn::testing::MockServer;

struct DemoServer::Impl {
  MockServer server;
};

DemoServer::DemoServer(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
DemoServer::DemoServer(DemoServer&&) noexcept = default;
DemoServer& DemoServer::operator=(DemoServer&&) noexcept = default;
DemoServer::~DemoServer() = default;

std::optional<DemoServer> DemoServer::start(hellojohn::testing::MockOptions options,
                                            std::string& problem) {
  hellojohn::testing::MockServerOptions all;
  all.service = std::move(options);
  auto server = MockServer::start(std::move(all));
  if (server) return DemoServer(std::make_unique<Impl>(Impl{std::move(server).value()}));
  problem = "mock server: " + server.error().detail;
  return std::nullopt;
}

hellojohn::testing::MockService& DemoServer::service() noexcept { return impl_->server.service(); }

void DemoServer::lead_to_it(hellojohn::ClientOptions& options) const {
  options.base_url = impl_->server.base_url();
  options.network.ca_pem = impl_->server.ca_pem();
}

}  // namespace samples
