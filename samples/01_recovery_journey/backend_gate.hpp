// What a studio's backend must do before it believes a token: ask the service, and want a second factor behind it.
// A signature alone proves too little.
#pragma once

#include "01_recovery_journey/world.hpp"

#include <string_view>

namespace journey {

/// True when the token may open the backend's doors.
[[nodiscard]] bool backend_accepts(World& world, std::string_view token);

}  // namespace journey
