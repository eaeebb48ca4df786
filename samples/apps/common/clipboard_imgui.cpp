// See clipboard.hpp. Dear ImGui's clipboard, which is the window's: it has no marks for histories.
#include "apps/common/clipboard.hpp"

#include <string_view>

#include <imgui.h>

namespace samples {

bool write_concealed(hellojohn::SecretView text) {
  hellojohn::Secret ended(text.reveal());
  ended.append(std::string_view("\0", 1));
  ImGui::SetClipboardText(ended.reveal().data());
  return true;
}

}  // namespace samples
