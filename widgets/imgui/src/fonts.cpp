// Looks up the characters of a language in the host's fonts. Draws nothing.
#include "canvas.hpp"

#include <hellojohn/imgui/fonts.hpp>

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace imgui {

namespace {

bool has_range(ImFont* font, const widgets::CharacterRange& range) noexcept {
  for (char32_t c = range.first; c <= range.last; ++c) {
    const auto code = static_cast<unsigned>(c);
    if (!shim::has_glyph(font, code) && !has_plain_form(code)) return false;
  }
  return true;
}

}  // namespace

bool fonts_have(widgets::Language language, const Style& style) {
  const auto ranges = widgets::characters(language);
  for (ImFont* font : {ImGui::GetFont(), style.heading}) {
    if (font == nullptr) continue;
    const bool whole = std::all_of(ranges.begin(), ranges.end(),
                                   [font](const auto& range) { return has_range(font, range); });
    if (!whole) return false;
  }
  return true;
}

widgets::Language language_with_fonts(widgets::Language language, const Style& style) {
  return fonts_have(language, style) ? language : widgets::Language::en;
}

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
