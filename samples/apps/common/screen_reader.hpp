// A sample's elements for the screen reader of the desktop. Where there is none, nothing is offered.
#pragma once

#include <hellojohn/speech/reader.hpp>
#include <hellojohn/widgets/account_access.hpp>
#include <hellojohn/widgets/text.hpp>

#include <functional>
#include <memory>
#include <string>

namespace samples {

class ScreenReader {
 public:
  /// `wake`: a frame is wanted; called on any thread, and no more after the destructor.
  ScreenReader(const std::string& application, std::function<void()> wake);
  ~ScreenReader();
  ScreenReader(const ScreenReader&) = delete;
  ScreenReader& operator=(const ScreenReader&) = delete;

  void set_active(bool active);
  /// Once a frame, after drawing. What was pressed comes back when the screen takes presses.
  [[nodiscard]] hellojohn::widgets::Intents update(
      const hellojohn::widgets::AccountAccessView& view, const hellojohn::widgets::Text& text,
      const hellojohn::speech::Focus& focus, hellojohn::widgets::Time now);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace samples
