// What the part of the page's address behind '#' asks for: screen=codes_shown&language=de&theme=light&width=560.
#pragma once

#include <hellojohn/imgui/style.hpp>
#include <hellojohn/widgets/language.hpp>

#include <string>
#include <string_view>

namespace gallery {

struct Address {
  std::string screen = "app";  ///< A scene's name; "app": the whole app, to be played.
  hellojohn::widgets::Language language = hellojohn::widgets::Language::en;
  hellojohn::imgui::Theme theme = hellojohn::imgui::Theme::dark;
  int width = 0;  ///< In CSS pixels, 280 to 2000; 0: what fits.
  bool couch = false;
};

/// Whatever is missing or unreadable has its default.
[[nodiscard]] Address read_address(std::string_view text);

[[nodiscard]] const char* name(hellojohn::imgui::Theme theme) noexcept;

}  // namespace gallery
