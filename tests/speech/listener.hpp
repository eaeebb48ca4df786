// Writes down what a reader says, and counts keys as the skins do.
#pragma once

#include <hellojohn/speech/reader.hpp>

#include <string>
#include <utility>
#include <vector>

namespace hellojohn::tests {

/// One text, as it was said.
struct Said {
  std::string text;
  speech::Urgency urgency = speech::Urgency::polite;
};

struct Listener {
  std::vector<Said> said;

  [[nodiscard]] speech::Speak hook() {
    return [this](SecretView text, speech::Urgency urgency) {
      said.push_back({std::string(text.reveal()), urgency});
    };
  }
  /// The last text; empty if there is none. Forgets what was said.
  [[nodiscard]] std::string last() {
    std::string out = said.empty() ? std::string() : said.back().text;
    said.clear();
    return out;
  }
};

/// Everything that takes the focus, in reading order: what Tab visits.
inline std::vector<speech::Focus> stops(const widgets::Screen& screen, widgets::Part part,
                                        std::size_t sheet_rows) {
  std::vector<speech::Focus> out;
  for (std::size_t i = 0; i < screen.size(); ++i) {
    switch (screen[i].role) {
      case widgets::Role::codes:
        for (std::size_t row = 0; row < sheet_rows; ++row) {
          out.push_back({part, i, static_cast<std::uint8_t>(2 * row)});
          out.push_back({part, i, static_cast<std::uint8_t>(2 * row + 1)});
        }
        break;
      case widgets::Role::text_field:
      case widgets::Role::password_field:
      case widgets::Role::code_field:
      case widgets::Role::checkbox:
      case widgets::Role::button:
      case widgets::Role::link:
      case widgets::Role::card: out.push_back({part, i, 0}); break;
      default: break;
    }
  }
  return out;
}

}  // namespace hellojohn::tests
