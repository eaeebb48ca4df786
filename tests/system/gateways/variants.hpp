// The gateways to try, each as the text of its configuration file.
// Knows nothing of processes and of the client.
#pragma once

#include "gateway.hpp"

#include <string>
#include <vector>

namespace hellojohn::tests {

/// What differs from a plain gateway: lines for the parts of the configuration file.
struct Lines {
  std::string listen{};    ///< Words behind the address (nginx: listen, haproxy: bind).
  std::string upstream{};  ///< nginx: in the upstream block.
  std::string server{};    ///< nginx: in the server block. haproxy: in the backend.
  std::string location{};  ///< nginx: in the location block.
};

struct Variant {
  std::string name{};
  GatewayKind kind = GatewayKind::nginx;
  Lines lines{};
  /// False: nobody can sign in behind it, so clients are prepared behind a plain gateway that is then replaced.
  bool lets_through = true;
  /// It sends POST again without being asked, which no client can see.
  bool repeats_posts = false;
  /// It closes idle connections after a second: the clients act at that very moment.
  bool closes_after_a_second = false;
  /// The support desk's program is tried behind it too.
  bool with_desk = false;
};

[[nodiscard]] std::vector<Variant> all_variants();

/// Where the parts of a gateway are.
struct Surroundings {
  std::string folder{};
  int port = 0;
  int service_port = 0;
};

/// Writes the files that every configuration names: certificate, key, and the gateways' own pages.
void write_common_files(const TemporaryFolder& folder, const std::string& leaf_pem,
                        const std::string& key_pem, const std::string& ca_pem);
[[nodiscard]] std::string configuration_of(GatewayKind kind, const Lines& lines,
                                           const Surroundings& surroundings);

}  // namespace hellojohn::tests
