// The web console under /__mock/: its three files, and the state that it shows.
// Knows nothing of sockets and of who may ask; the server checks that.
#pragma once

#include "http.hpp"

#include <optional>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

/// A file of the console; nothing if `target` names none. The files hold no secret, so that no token is asked for them.
[[nodiscard]] std::optional<HttpResponse> console_file(std::string_view target,
                                                       ServerDialect dialect);

/// Everything that the console shows, as one object.
[[nodiscard]] json::object console_state(World& world);

/// Keeps the last requests for the console. `answer` says how the answer was delivered.
void remember_request(World& world, const Call& call, std::string_view answer);

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
