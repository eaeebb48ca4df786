// Servers that each break exactly one point of docs/contract/assumptions.md.
#pragma once

#include "tools/doctor/report.hpp"
#include "worlds/altered_server.hpp"

#include <functional>
#include <vector>

namespace hellojohn::tests {

struct BrokenServer {
  doctor::Point point;
  const char* what;
  /// Made anew for each server, because an alteration may remember things.
  std::function<Alter()> alter;
  AlteredServer::Kind kind = AlteredServer::Kind::tls;
};

[[nodiscard]] const std::vector<BrokenServer>& broken_servers();
/// The same for the open-source server's protocol.
[[nodiscard]] const std::vector<BrokenServer>& broken_self_hosted_servers();

/// The route of a studio's backend for new codes, on a server that is well otherwise.
[[nodiscard]] Alter with_codes_route(Alter alter);
/// The same route, with codes that the open-source server does not know.
[[nodiscard]] Alter with_made_up_codes_route(Alter alter);

}  // namespace hellojohn::tests
