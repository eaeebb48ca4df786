// The command line of hellojohn-desktop. No secret is taken there: other people can read it.
#pragma once

#include "apps/common/speaker.hpp"

#include <hellojohn/imgui/style.hpp>
#include <hellojohn/options.hpp>
#include <hellojohn/widgets/text.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace desktop {

struct Arguments {
  hellojohn::ClientOptions client;  ///< base_url empty: the embedded mock.
  hellojohn::widgets::Language language = hellojohn::widgets::Language::en;
  bool language_given = false;
  std::optional<hellojohn::imgui::Theme> theme;  ///< Empty: dark in a window, all in pictures.
  std::chrono::seconds clear_clipboard_after{30};
  std::string save_folder;
  std::string screenshots;
  samples::SpeakerOptions speech;
  int width = 1180;
  int height = 820;
  bool drawer = false;
  bool trace = false;
  bool help = false;
};

extern const char* const help_text;

/// Empty if an option is unknown or its value is missing or no number.
[[nodiscard]] std::optional<Arguments> read_arguments(int argc, const char* const* argv);

}  // namespace desktop
