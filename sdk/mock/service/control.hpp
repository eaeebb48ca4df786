// The control routes under /__mock/: looking into the service and steering it.
// Knows nothing of who may call them; the server checks that.
#pragma once

#include "http.hpp"

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

/// Answers all control routes but reset, which its owner does.
[[nodiscard]] Reply control_reply(World& world, const HttpRequest& request, Call& call);

[[nodiscard]] std::string journal_lines(const World& world);
[[nodiscard]] std::vector<std::string> live_seeded_codes(World& world, std::string_view user_id);
[[nodiscard]] json::object describe_world(World& world);

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
