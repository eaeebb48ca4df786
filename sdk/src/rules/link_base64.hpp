// Finds the links that click trackers and filters write in base64, and puts what they say in their place.
#pragma once

#include <hellojohn/secret.hpp>

#include <string_view>

namespace hellojohn {
inline namespace v0 {

/// Undoes the other layers of a decoded piece.
using LinkLayers = Secret (*)(std::string_view decoded);

/// `text` with every run of base64 or base64url that holds a link with a recovery token replaced by that link. A token
/// whose end is not certain, because the run may go on behind it, is followed by U+FFFD: no reader takes that for an end.
[[nodiscard]] Secret without_base64(std::string_view text, LinkLayers layers);

}  // namespace v0
}  // namespace hellojohn
