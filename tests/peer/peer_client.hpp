// A client of the peer: the built-in transport behind PeerTransport, and the table of better_auth.cpp.
#pragma once

#include "net/beast_transport.hpp"
#include "peer/peer_process.hpp"
#include "peer/peer_transport.hpp"

#include <hellojohn/hellojohn.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace hellojohn::tests {

/// `port` leads to the server, perhaps through something that stands before it. `trust` is what the transport trusts.
inline Client make_peer_client(const std::string& origin, bool tls, int port,
                               const std::string& trust, RetryOptions retry = {}) {
  ClientOptions options;
  options.base_url = (tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port);
  options.allow_http_on_loopback = true;
  // The peer knows neither tenants nor applications.
  options.tenant_id = "peer";
  options.client_id = "peer";
  // In this program better_auth.cpp stands behind this name.
  options.dialect = ServerDialect::self_hosted;
  options.retry = retry;
  NetworkOptions network;
  network.ca_file = trust;
  options.transport =
      std::make_unique<PeerTransport>(make_beast_transport(std::move(network)).value(), origin);
  return Client::create(std::move(options)).value();
}

inline Client make_peer_client(const PeerProcess& peer) {
  return make_peer_client(peer.origin(), peer.tls(), peer.port(), peer.ca_file());
}

}  // namespace hellojohn::tests
