// What a row of the TLS suite is, and the servers its rows are made of.
#pragma once

#include "security/tls/certificates.hpp"
#include "worlds/transport_probe.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace hellojohn::tests {

struct Verdict {
  std::optional<Errc> refused{};  ///< Empty: accepted.
  Sent sent = Sent::none;         ///< Of a refusal.
};

inline constexpr Verdict accepted{};
inline constexpr Verdict distrusted{Errc::tls_trust, Sent::none};
inline constexpr Verdict bad_protocol{Errc::tls_protocol, Sent::none};
inline constexpr Verdict misused{Errc::usage, Sent::none};

struct Row {
  const char* group;
  const char* words;  ///< The fault's number and words.
  Verdict expected;
  std::function<Verdict()> run;
};

/// A server with this leaf, further certificates of its chain, and OpenSSL's lowest security level,
/// so that it is the client alone that refuses.
struct Server {
  Identity leaf;
  std::vector<Identity> chain{};
  std::function<void(SSL_CTX*)> tweak{};
  RawPeer::Script script = always(std::string(ok));
};

[[nodiscard]] SSL_CTX* server_context(const Server&);
/// One POST to the server by that host name, which resolves to loopback.
[[nodiscard]] Verdict call(const Server&, const NetworkOptions&,
                           const std::string& host = "localhost");
/// One POST to a peer that speaks no TLS.
[[nodiscard]] Verdict call_script(RawPeer::Script, NetworkOptions = trusting());
[[nodiscard]] Verdict verdict_of(const Ending&);
[[nodiscard]] net::ResolverFunctions to_loopback();

/// The root that the suite's clients trust, and a leaf of it.
[[nodiscard]] const Identity& root();
[[nodiscard]] Identity leaf(Recipe recipe = {});
[[nodiscard]] NetworkOptions trusting_root();
/// The bytes of a ServerHello that chooses `cipher`.
[[nodiscard]] std::string server_hello(int version, int cipher);

[[nodiscard]] std::vector<Row> certificate_rows();
[[nodiscard]] std::vector<Row> protocol_rows();

}  // namespace hellojohn::tests
