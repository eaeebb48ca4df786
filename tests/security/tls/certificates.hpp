// Certificates made by code, right ones and each kind of wrong one. Knows nothing of connections.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hellojohn::tests {

enum class KeyKind { ec, rsa2048, rsa1024 };

struct Identity {
  std::shared_ptr<EVP_PKEY> key;
  std::shared_ptr<X509> certificate;
};

/// A good leaf for "localhost" unless told otherwise.
struct Recipe {
  std::string common_name{"localhost"};
  std::string subject_alt{"DNS:localhost,IP:127.0.0.1"};  ///< Empty: none.
  std::string constraints{};                              ///< basicConstraints; empty: none.
  std::string key_usage{};
  std::vector<std::pair<int, std::string>> more{};  ///< Further extensions: NID and OpenSSL's text.
  std::string raw_dns{};  ///< A DNS name for the SAN, byte by byte, instead of subject_alt.
  bool unknown_critical = false;
  KeyKind key = KeyKind::ec;
  const EVP_MD* digest = EVP_sha256();
  long from = -3600;  ///< Seconds from now.
  long until = 86400;
};

/// Self-signed where `issuer` is null.
[[nodiscard]] Identity make_identity(const Recipe&, const Identity* issuer);
[[nodiscard]] Recipe authority_recipe(std::string name,
                                      std::string constraints = "critical,CA:TRUE");

[[nodiscard]] std::string pem_of(const Identity&);
/// Base64 of the SHA-256 of the public key, as pins are written.
[[nodiscard]] std::string pin_of(const Identity&);
/// DER of an OCSP answer about `leaf`, signed by its issuer.
[[nodiscard]] std::string ocsp_answer(const Identity& leaf, const Identity& issuer, bool revoked);

}  // namespace hellojohn::tests
