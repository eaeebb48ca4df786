// Secrets in the clipboard: as far as the system lets a program say so, no history keeps them. Knows no widget.
#pragma once

#include <hellojohn/secret.hpp>

namespace samples {

/// Puts the text into the clipboard; an empty text takes away what was there. False if another program holds the clipboard.
/// **Thread** that of the ImGui context.
[[nodiscard]] bool write_concealed(hellojohn::SecretView text);

}  // namespace samples
