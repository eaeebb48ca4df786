// A proxy that supports CONNECT, between a client and a service on loopback. It notes what it learns.
#pragma once

#include "worlds/raw_peer.hpp"

#include <string>

namespace hellojohn::tests {

struct ConnectProxy {
  /// Leads to this port of this machine, whatever name it is asked for.
  explicit ConnectProxy(int service_port);

  // Read them after a connection was closed: peer.wait_closed().
  std::string asked{};  ///< The last request.
  std::string seen{};   ///< All bytes that clients sent through it.
  RawPeer peer;
};

}  // namespace hellojohn::tests
