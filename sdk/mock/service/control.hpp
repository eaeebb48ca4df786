// The control routes under /__mock/: looking into the service and steering it.
// Knows nothing of who may call them; the server checks that.
#pragma once

#include "http.hpp"

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

struct ControlRoute {
  const char* method;
  const char* path;  ///< With :name segments.
  const char* what;  ///< For --help.
};
[[nodiscard]] std::vector<ControlRoute> control_routes();

/// Answers all control routes.
[[nodiscard]] Reply control_reply(World& world, const HttpRequest& request, Call& call);

[[nodiscard]] json::array audit_json(const World& world);
[[nodiscard]] std::string journal_lines(const World& world);
[[nodiscard]] std::vector<std::string> live_seeded_codes(World& world, std::string_view user_id);
[[nodiscard]] json::object describe_world(World& world);

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
