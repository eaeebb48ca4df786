// What is asked of a certificate beyond its chain and name: pinned keys, and a stapled revocation.
// Uses only OpenSSL; knows nothing of sockets.
#pragma once

#include <openssl/ssl.h>

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace net {

/// SHA-256 digests of SubjectPublicKeyInfo, one of which must stand in the verified chain.
class PinSet {
 public:
  using Digest = std::array<unsigned char, 32>;

  /// Empty if the pins are not usable: not base64 of 32 bytes, no second (backup) pin, or no
  /// expiry. No pins at all is a set that holds for everyone.
  [[nodiscard]] static std::optional<PinSet> make(const std::vector<std::string>& base64,
                                                  std::chrono::system_clock::time_point expires);

  /// After a full handshake, before anything is sent. A resumed session was checked when it began.
  [[nodiscard]] bool hold(SSL*, std::chrono::system_clock::time_point now) const noexcept;

 private:
  [[nodiscard]] bool matches(X509*) const noexcept;

  std::vector<Digest> pins_;
  std::chrono::system_clock::time_point expires_{};
};

/// Asks for a stapled OCSP answer, and fails the handshake where a valid one says "revoked".
void refuse_stapled_revocation(SSL_CTX*) noexcept;

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
