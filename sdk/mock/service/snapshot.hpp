// The state of the mock service as JSON, to go on with it in another process.
// Knows nothing of routes or HTTP.
#pragma once

#include "state.hpp"

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

/// Users, codes, sessions, tokens, mails, the audit log and the clock. Not faults, rate limits, the journal and requests.
[[nodiscard]] json::object state_of(const World& world);

/// The world that state_of() described, with this one's options. Throws if the JSON is not such a description.
[[nodiscard]] World world_from(const json::object& state, const MockOptions& options);

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
