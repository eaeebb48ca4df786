// The mock service of a demo, and the way that a client takes to it: a TLS socket on a desktop, a call within a page.
// Knows no demo.
#pragma once

#include <hellojohn/options.hpp>
#include <hellojohn/testing/mock_service.hpp>

#include <memory>
#include <optional>
#include <string>

namespace samples {

class DemoServer {
 public:
  /// Empty, and why in `problem`, where no socket can be opened.
  [[nodiscard]] static std::optional<DemoServer> start(hellojohn::testing::MockOptions options,
                                                       std::string& problem);
  DemoServer(DemoServer&&) noexcept;
  DemoServer& operator=(DemoServer&&) noexcept;
  ~DemoServer();

  [[nodiscard]] hellojohn::testing::MockService& service() noexcept;
  /// Sets the address and whatever else a client needs to reach the service, which must outlive it.
  void lead_to_it(hellojohn::ClientOptions& options) const;

 private:
  struct Impl;
  explicit DemoServer(std::unique_ptr<Impl> impl) noexcept;
  std::unique_ptr<Impl> impl_;
};

}  // namespace samples
