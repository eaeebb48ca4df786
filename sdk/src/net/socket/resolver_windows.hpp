// What Windows says of a lookup. For tests.
#pragma once

#include "net/socket/resolver.hpp"

namespace hellojohn {
inline namespace v0 {
namespace net {

/// `code` of GetAddrInfoExW or of its completion.
[[nodiscard]] Resolution::Status lookup_status(int code) noexcept;

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
