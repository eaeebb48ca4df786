// Every screen, state, theme and language as pictures, without a window.
#pragma once

#include <string>

namespace desktop {

/// Writes PNG files into `folder`, made where it is missing. Returns how many, or -1 where one could not be written.
[[nodiscard]] int write_screenshots(const std::string& folder);

}  // namespace desktop
