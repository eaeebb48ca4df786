// Reads the address. Knows no browser.
#include "apps/gallery/address.hpp"

#include <algorithm>
#include <charconv>

namespace gallery {

using hellojohn::imgui::Theme;

const char* name(Theme theme) noexcept {
  switch (theme) {
    case Theme::light: return "light";
    case Theme::high_contrast: return "high_contrast";
    case Theme::host: return "host";
    case Theme::dark: break;
  }
  return "dark";
}

namespace {

void take(std::string_view key, std::string_view value, Address& out) {
  if (key == "screen" && !value.empty()) out.screen = value;
  if (key == "language") {
    out.language = hellojohn::widgets::language_for(value).value_or(out.language);
  }
  if (key == "theme") {
    for (const Theme theme : hellojohn::imgui::all_themes) {
      if (value == name(theme)) out.theme = theme;
    }
  }
  if (key == "couch") out.couch = value == "1";
  if (key == "width") {
    constexpr int narrowest = 280;
    constexpr int widest = 2000;
    int width = 0;
    const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), width);
    if (failed == std::errc() && width > 0) out.width = std::clamp(width, narrowest, widest);
  }
}

}  // namespace

Address read_address(std::string_view text) {
  Address out;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos)
      take(pair.substr(0, equals), pair.substr(equals + 1), out);
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
  }
  return out;
}

}  // namespace gallery
