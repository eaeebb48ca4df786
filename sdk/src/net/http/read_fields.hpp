// Which fields of an answer are kept. A list only, so that a test can keep others.
#pragma once

#include <span>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace net {

/// What anybody above looks at. The rest would only be copied, and kept in memory longer than it is of use.
[[nodiscard]] std::span<const std::string_view> read_fields() noexcept;

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
