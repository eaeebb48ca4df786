// Who may ask the mock server what: the control token, the Host, and pages of other origins.
// Knows nothing of sockets and of what a route does.
#pragma once

#include <hellojohn/testing/mock_service.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

class Gate {
 public:
  std::string control_token;
  bool any_host = false;  ///< The control routes answer whatever the Host header says.
  std::vector<std::string> origins{};
  ServerDialect dialect = ServerDialect::v1;  ///< Which routes the description has.

  /// Asks the service, or refuses.
  [[nodiscard]] MockAnswer answer(MockService& service, const HttpRequest& request) const;

 private:
  [[nodiscard]] MockAnswer control(MockService& service, const HttpRequest& request) const;
  [[nodiscard]] bool is_allowed(std::string_view origin) const;
};

/// 16 to 128 visible ASCII characters.
[[nodiscard]] bool is_control_token(std::string_view text);
/// "https://game.example" or "http://localhost:3000": what a browser writes into the header Origin.
[[nodiscard]] bool is_origin(std::string_view text);

/// An answer that the service did not make.
[[nodiscard]] HttpResponse refusal(int status, std::string_view code);

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
