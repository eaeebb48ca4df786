// The values in a sentence, as the screens write them. For sentences that are put together elsewhere, as for speech.
#pragma once

#include <hellojohn/widgets/text.hpp>

#include <span>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

/// Writes the value of `message` for the placeholder `{name}` to `out`, and returns it. Cut where `out` ends. Empty if there is
/// no such placeholder.
[[nodiscard]] std::string_view value_of(const Text& text, std::string_view name,
                                        const Message& message, std::span<char> out) noexcept;

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
