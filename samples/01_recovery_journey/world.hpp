// What surrounds the person in the journey: the service, the mailbox, the clock. In this process, or a server that runs
// already.
#pragma once

#include <hellojohn/testing/mock_server.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace journey {

/// How to reach a hellojohn-mock-server; the names are those of its start line.
struct ServerAddress {
  std::string base_url;
  std::string control_token;
  std::string ca_pem;  ///< Empty for http.
};

class World {
 public:
  virtual ~World() = default;
  [[nodiscard]] virtual const ServerAddress& address() const = 0;
  /// A person's live backup codes, as on paper.
  [[nodiscard]] virtual std::vector<std::string> paper(std::string_view user_id) = 0;
  [[nodiscard]] virtual std::vector<hellojohn::testing::MockMail> outbox() = 0;
  [[nodiscard]] virtual std::string totp(std::string_view factor_id) = 0;
  [[nodiscard]] virtual std::chrono::system_clock::time_point now() = 0;
  virtual void advance(std::chrono::milliseconds by) = 0;
  /// A request that the SDK does not offer. Status 0 if nothing answered.
  [[nodiscard]] virtual hellojohn::HttpResponse call(hellojohn::HttpRequest request) = 0;
};

/// **Lifetime** the server must outlive it.
[[nodiscard]] std::unique_ptr<World> world_in_process(hellojohn::testing::MockServer& server);
[[nodiscard]] std::unique_ptr<World> world_of(ServerAddress address);

}  // namespace journey
