// A certificate authority for one run of the mock server, and the leaf it signs. Knows nothing of sockets.
#pragma once

#include <optional>
#include <string>

namespace hellojohn {
inline namespace v0 {
namespace testing {

/// PEM texts. The authority's key is gone by the time this exists.
struct MockCertificate {
  std::string ca_pem;
  std::string leaf_pem;
  std::string leaf_key_pem;
};

/// A CA that may sign for localhost and loopback addresses alone and lives 24 h, and a P-256 leaf for localhost,
/// 127.0.0.1 and ::1. Empty where OpenSSL fails.
[[nodiscard]] std::optional<MockCertificate> make_mock_certificate();

}  // namespace testing
}  // namespace v0
}  // namespace hellojohn
