// An app of the samples seen from outside: what its trace says is on screen, and a mouse and a keyboard to act on it. Waits for
// what it expects, never for time.
#pragma once

#include "system/desktop/desk.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

namespace hellojohn::tests {

class AppWindow {
 public:
  /// `title`: of the window.
  AppWindow(Desk& desk, const std::string& title, const std::vector<std::string>& command);

  /// The trace line that is true now.
  [[nodiscard]] const boost::json::object& now() const noexcept { return now_; }
  [[nodiscard]] bool says(std::string_view label) const;
  [[nodiscard]] bool flag(std::string_view name) const { return now_.at(name).as_bool(); }
  /// Reads on until it holds; throws after 20 s, with what was there instead.
  void wait(const char* what, const std::function<bool()>& holds);
  /// The screen with that among its words, and presses are taken.
  void wait_for(std::string_view label);

  /// Four frames in which nothing happened, half a second each.
  void wait_for_rest();

  /// In the middle of the element, where it is enabled; waits for it.
  void click(std::string_view label);
  /// Of the app's own question about quitting.
  void click_in_question(std::string_view label);
  /// Into the field, once it has the focus.
  void type(std::string_view label, const std::string& text);
  /// It is there and can be pressed.
  [[nodiscard]] bool can(std::string_view label) const;
  /// How many characters a code field holds.
  [[nodiscard]] std::int64_t typed(std::string_view label) const;
  /// In pixels; 0 if it is not there.
  [[nodiscard]] int height(std::string_view label) const;
  /// Its lower edge in pixels; 0 if it is not there.
  [[nodiscard]] int bottom(std::string_view label) const;
  void keys(const std::string& combination);

  /// Waits for the end of the program.
  [[nodiscard]] int end();

 private:
  [[nodiscard]] const boost::json::object* item(std::string_view list,
                                                std::string_view label) const;
  void click_at(const boost::json::object& item);
  bool read_some(int patience_ms);
  [[nodiscard]] std::int64_t count(std::string_view name) const { return now_.at(name).as_int64(); }

  Desk& desk_;
  Child app_;
  std::string unread_;
  boost::json::object now_;
  bool ended_ = false;
};

}  // namespace hellojohn::tests
