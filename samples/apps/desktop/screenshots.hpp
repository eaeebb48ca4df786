// Every screen, state, theme and language as pictures, without a window.
#pragma once

#include <hellojohn/imgui/style.hpp>
#include <hellojohn/widgets/language.hpp>

#include <string>
#include <vector>

namespace desktop {

/// Writes PNG files into `folder`, made where it is missing. Returns how many, or -1 where one could not be written.
[[nodiscard]] int write_screenshots(const std::string& folder,
                                    const std::vector<hellojohn::imgui::Theme>& themes,
                                    const std::vector<hellojohn::widgets::Language>& languages);

}  // namespace desktop
