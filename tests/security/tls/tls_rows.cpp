// The servers run at security level 0 whatever the machine's configuration says.
#include "security/tls/tls_rows.hpp"

#include <stdexcept>

namespace hellojohn::tests {

SSL_CTX* server_context(const Server& server) {
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  SSL_CTX_set_security_level(context, 0);
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_max_proto_version(context, 0);
  if (SSL_CTX_use_certificate(context, server.leaf.certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context, server.leaf.key.get()) != 1)
    throw std::runtime_error("server certificate");
  for (const Identity& link : server.chain)
    SSL_CTX_add1_chain_cert(context, link.certificate.get());
  const unsigned char id[] = "tls";
  SSL_CTX_set_session_id_context(context, id, sizeof id);
  if (server.tweak) server.tweak(context);
  return context;
}

Verdict verdict_of(const Ending& end) {
  if (end.answered) return accepted;
  return {end.failure.code, end.failure.sent};
}

net::ResolverFunctions to_loopback() {
  net::ResolverFunctions out;
  out.resolve = [](const char*, const char* port, const addrinfo* hints, addrinfo** list) {
    return ::getaddrinfo("127.0.0.1", port, hints, list);
  };
  return out;
}

Verdict call(const Server& server, const NetworkOptions& options, const std::string& host) {
  RawPeer peer(server.script, server_context(server));
  Probe probe(options, to_loopback());
  return verdict_of(probe.call(peer.origin(host), "{}"));
}

Verdict call_script(RawPeer::Script script, NetworkOptions options) {
  RawPeer peer(std::move(script));
  Probe probe(std::move(options));
  return verdict_of(probe.call("https://127.0.0.1:" + std::to_string(peer.port()), "{}"));
}

const Identity& root() {
  static const Identity made = make_identity(authority_recipe("Suite Root"), nullptr);
  return made;
}

Identity leaf(Recipe recipe) { return make_identity(recipe, &root()); }

NetworkOptions trusting_root() { return trusting(pem_of(root())); }

std::string server_hello(int version, int cipher) {
  const auto two = [](int value) {
    return std::string{static_cast<char>(value >> 8), static_cast<char>(value & 0xff)};
  };
  const std::string renegotiation("\xff\x01\x00\x01\x00", 5);
  const std::string body = two(version) + std::string(32, 'r') + std::string(1, '\0') +
                           two(cipher) + std::string(1, '\0') +
                           two(static_cast<int>(renegotiation.size())) + renegotiation;
  const int size = static_cast<int>(body.size());
  const std::string message = std::string("\x02\x00", 2) + two(size) + body;
  return std::string("\x16") + two(version) + two(static_cast<int>(message.size())) + message;
}

}  // namespace hellojohn::tests
