// What the sample apps themselves say, outside the components' screens, in each language. Knows no window.
#pragma once

#include <hellojohn/widgets/language.hpp>

#include <string_view>

namespace samples {

enum class Label {
  open_drawer,
  close_drawer,
  people,
  outbox,
  clock,
  network,
  look,
  asked,  ///< What the app asked of the desktop.
  theme,
  language,
  type,
  copy,
  count_,
};

/// In English if the language is the host's own. Ends with a zero byte.
[[nodiscard]] std::string_view label(hellojohn::widgets::Language language, Label which) noexcept;

}  // namespace samples
