// hellojohn-mock-server as an object: the mock service on a real loopback socket, TLS by default.
#pragma once

#include <hellojohn/result.hpp>
#include <hellojohn/testing/mock_service.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace testing {

/// Where it listens, and what it serves.
struct MockServerOptions {
  /// 127.0.0.0/8, ::1 or localhost; any other needs allow_remote.
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: any free one.
  bool plain = false;      ///< http instead of https.
  /// What control routes ask for in X-Mock-Token: 16 to 128 visible ASCII characters; empty: a random one.
  std::string control_token{};
  /// Serves other machines too, as a container must; needs a control_token of your own. The control routes then take any Host.
  bool allow_remote = false;
  std::string public_url{};  ///< The origin in base_url and in mailed links; empty: localhost.
  /// Origins of web pages that may call the service, such as "http://localhost:3000". Never the control routes.
  std::vector<std::string> allow_origins{};
  ///@{
  /// A certificate of your own and its key, PEM. Empty: the server makes an authority and a certificate for localhost.
  std::string certificate_pem{}, key_pem{};
  ///@}
  std::string ca_pem{};  ///< With certificate_pem: what MockServer::ca_pem() returns.
  /// Receives one line without a secret for each request, except those of the control routes.
  /// **Thread safety** called from the server's thread.
  std::function<void(std::string_view line)> on_request{};
  MockOptions service{};  ///< See MockOptions.
};

/// Serves a MockService until destroyed. Runs its own threads.
///
/// **Exceptions** none.
/// **Thread safety** members from any thread; destruction from one.
/// **Lifetime** owns its service, threads and sockets.
class MockServer {
 public:
  /// Binds, makes a CA and a leaf certificate (TLS 1.2 and up), and starts serving.
  /// **Errors** Errc::usage for an address that is not allowed or not this machine's, a malformed control token or origin,
  /// a certificate that does not fit its key or a plain server, a seed that is not as documented, or a port that is in use; Errc::resource if a socket, a certificate or a thread cannot be made.
  [[nodiscard]] static Result<MockServer> start(MockServerOptions options) noexcept;
  ///@{
  /// The one moved from serves nothing and may only be destroyed or assigned to.
  MockServer(MockServer&&) noexcept;
  MockServer& operator=(MockServer&&) noexcept;
  ///@}
  ~MockServer();  ///< Stops within 1 s.

  /// What is served: for a test to look into and to set faults. **Lifetime** this object's.
  [[nodiscard]] MockService& service() noexcept;
  [[nodiscard]] const std::string& base_url() const noexcept;  ///< "https://localhost:PORT"
  [[nodiscard]] const std::string& control_token()
      const noexcept;                                        ///< For the header X-Mock-Token.
  [[nodiscard]] const std::string& ca_pem() const noexcept;  ///< Empty when plain.

 private:
  struct Impl;
  explicit MockServer(std::unique_ptr<Impl>) noexcept;
  std::unique_ptr<Impl> impl_;
};

}  // namespace testing
}  // namespace v0
}  // namespace hellojohn
