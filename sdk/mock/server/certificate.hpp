// A certificate authority for one run of the mock server, and the leaf it signs. Knows nothing of sockets.
#pragma once

#include <optional>
#include <string>

namespace hellojohn {
inline namespace v0 {
namespace testing {

/// An authority that may sign for localhost and loopback addresses only, PEM.
struct MockAuthority {
  std::string ca_pem;
  std::string key_pem;
};

/// Lives for a year, to be kept over restarts. Empty if OpenSSL fails.
[[nodiscard]] std::optional<MockAuthority> make_mock_authority();

/// PEM texts. The authority's key is gone by the time this exists.
struct MockCertificate {
  std::string ca_pem;
  std::string leaf_pem;
  std::string leaf_key_pem;
};

/// A CA that may sign for localhost and loopback addresses alone and lives 24 h, and a P-256 leaf for localhost,
/// 127.0.0.1 and ::1. Empty if OpenSSL fails.
[[nodiscard]] std::optional<MockCertificate> make_mock_certificate();

/// The same leaf, signed by a kept authority. Empty if that is unreadable, does not fit its key, or has less than a day
/// to live.
[[nodiscard]] std::optional<MockCertificate> certificate_of(const MockAuthority& authority);

}  // namespace testing
}  // namespace v0
}  // namespace hellojohn
