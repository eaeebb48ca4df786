// A request as the bytes that go over the wire, in one wiped buffer. Knows nothing of sockets.
#pragma once

#include "base/url.hpp"

#include <hellojohn/secret.hpp>
#include <hellojohn/transport.hpp>

#include <optional>

namespace hellojohn {
inline namespace v0 {
namespace net {

/// Empty if the request cannot be written as HTTP/1.1 without being split or doubled.
[[nodiscard]] std::optional<Secret> serialize(const HttpRequest& request, const Origin& origin);

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
