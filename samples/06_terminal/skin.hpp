// Draws a Screen as lines of text and turns a typed line into an intent. A second skin: it knows no component.
#pragma once

#include <hellojohn/widgets/account_access.hpp>
#include <hellojohn/widgets/text.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace terminal {

/// One choice on screen and its letter.
struct Choice {
  char letter = 'a';
  hellojohn::widgets::Intent intent;
};

class Skin {
 public:
  explicit Skin(hellojohn::widgets::Language language) : text_(language) {}

  /// The whole screen. Secrets stand in it while they are shown: wipe it after use.
  [[nodiscard]] hellojohn::Secret draw(const hellojohn::widgets::AccountAccessView& view);
  /// The element that a typed line goes to; null if there is none.
  [[nodiscard]] const hellojohn::widgets::Element* field() const { return field_; }
  /// What a line means: a letter is a choice, an empty line the next field or its action, anything else is typed text.
  [[nodiscard]] hellojohn::widgets::Intents take(std::string_view line);

 private:
  void draw_screen(hellojohn::Secret& out, const hellojohn::widgets::Screen& screen,
                   hellojohn::widgets::Part part);
  void draw_element(hellojohn::Secret& out, const hellojohn::widgets::Screen& screen,
                    const hellojohn::widgets::Element& element);
  void draw_codes(hellojohn::Secret& out, const hellojohn::widgets::CodeSheet& sheet);
  void draw_qr(hellojohn::Secret& out, const hellojohn::widgets::QrMatrix& qr);
  void add_choice(hellojohn::Secret& out, const hellojohn::widgets::Element& element,
                  hellojohn::widgets::Part part);
  [[nodiscard]] std::string say(const hellojohn::widgets::Message& message) const;
  void fill(std::string_view line);

  hellojohn::widgets::Text text_;
  std::vector<Choice> choices_;
  std::vector<const hellojohn::widgets::Element*> fields_;
  const hellojohn::widgets::Element* field_ = nullptr;
  std::size_t field_index_ = 0;
  std::uint32_t arrival_ = 0;
  const void* screen_ = nullptr;
};

}  // namespace terminal
