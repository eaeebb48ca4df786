// One random fault script: who acts, what they do, and what goes wrong meanwhile. Drawn only from a seed.
#pragma once

#include "worlds/byte_proxy.hpp"

#include <hellojohn/options.hpp>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace hellojohn::tests {

/// L sign-in, V backup code, G codes, Q recovery mail, R recovery token, E C enrolment, F renewal, d removal.
inline constexpr std::string_view actions = "LVGQRECFd";
/// Those that the self-hosted server has.
inline constexpr std::string_view own_actions = "LVGECFd";

struct Script {
  ServerDialect dialect = ServerDialect::v1;
  char action = 'L';
  std::string server_fault{};  ///< JSON for the control route; empty: none.
  ProxyPlan proxy{};
  bool idle_close = false;     ///< The kept connection ends in good order before the action.
  bool answer_decides = true;  ///< What the server answers leaves nothing open.
  bool gateway = false;        ///< A gateway answers instead of the service.
  bool waits = false;          ///< Something stalls: the call gets a short bound.
};

[[nodiscard]] Script draw_script(std::mt19937_64& random, ServerDialect dialect);

/// Method and path template of the action's request, and what the journal calls its effect.
struct ActionFacts {
  const char* method;
  const char* path;
  const char* effect;
};
[[nodiscard]] const ActionFacts& facts_of(char action, ServerDialect dialect);

}  // namespace hellojohn::tests
