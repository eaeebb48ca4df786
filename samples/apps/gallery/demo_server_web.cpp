// The service of a demo in the page itself: no socket, and no request leaves the page. Knows no demo.
#include "apps/common/demo_server.hpp"
#include "apps/gallery/page_transport.hpp"

#include <utility>

namespace samples {

namespace {
constexpr const char* origin = "https://auth.example.com";
}

struct DemoServer::Impl {
  explicit Impl(hellojohn::testing::MockOptions options) : service(std::move(options)) {
    service.set_public_origin(origin);
  }
  hellojohn::testing::MockService service;
};

DemoServer::DemoServer(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
DemoServer::DemoServer(DemoServer&&) noexcept = default;
DemoServer& DemoServer::operator=(DemoServer&&) noexcept = default;
DemoServer::~DemoServer() = default;

std::optional<DemoServer> DemoServer::start(hellojohn::testing::MockOptions options, std::string&) {
  return DemoServer(std::make_unique<Impl>(std::move(options)));
}

hellojohn::testing::MockService& DemoServer::service() noexcept { return impl_->service; }

void DemoServer::lead_to_it(hellojohn::ClientOptions& options) const {
  options.base_url = origin;
  options.transport = std::make_unique<gallery::PageTransport>(impl_->service);
}

}  // namespace samples
