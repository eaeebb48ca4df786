// From a request to a reply: finds the route, checks who may, counts limits, calls the endpoint.
// Knows nothing of faults and of what an endpoint does.
#pragma once

#include "http.hpp"

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

/// Answers a request and fills `call`; refusals become error replies.
[[nodiscard]] Reply process(World& world, const HttpRequest& request, Call& call);

/// Method, path and query of a request into `call`.
void read_target(const HttpRequest& request, Call& call);

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
