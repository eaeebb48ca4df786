// hellojohn-mock-server as an object: the mock service on a real loopback socket, TLS by default.
#pragma once

#include <hellojohn/result.hpp>
#include <hellojohn/testing/mock_service.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace hellojohn {
inline namespace v0 {
namespace testing {

/// Where it listens, and what it serves.
struct MockServerOptions {
  std::string address = "127.0.0.1";  ///< Loopback only: 127.0.0.0/8, ::1 or localhost.
  std::uint16_t port = 0;             ///< 0: any free one.
  bool plain = false;                 ///< http instead of https.
  /// What control routes ask for in X-Mock-Token: 16 to 128 visible ASCII characters; empty: a random one.
  std::string control_token{};
  MockOptions service{};  ///< See MockOptions.
};

/// Serves a MockService until destroyed. Runs threads of its own.
///
/// **Exceptions** none.
/// **Thread safety** members from any thread; destruction from one.
/// **Lifetime** owns its service, threads and sockets.
class MockServer {
 public:
  /// Binds, makes a CA and a leaf certificate (TLS 1.2 and up), and starts serving.
  /// **Errors** Errc::usage for an address that is not loopback, a malformed control token, a seed that is not as documented,
  /// or a port that is in use; Errc::resource if a socket, a certificate or a thread cannot be made.
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
