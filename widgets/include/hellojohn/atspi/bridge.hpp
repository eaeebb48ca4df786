// Offers the screens to assistive technology over the accessibility bus of Linux (AT-SPI 2). In a separate library,
// hellojohn::atspi. Knows no toolkit.
#pragma once

#include <hellojohn/speech/reader.hpp>
#include <hellojohn/widgets/account_access.hpp>
#include <hellojohn/widgets/text.hpp>

#include <memory>
#include <string>

namespace hellojohn {
inline namespace v0 {
namespace atspi {

/// An application on the accessibility bus, with one window that holds the elements of the screen.
///
/// Assistive technology reads names, roles, states and values, presses what can be pressed, and fills fields. It reads no
/// secret that the screen masks, no password, and no code while somebody else may see the screen.
/// **Exceptions** none. Without memory the program ends.
/// **Thread safety** the thread that calls AccountAccess::update().
/// **Lifetime** refers to no screen between two calls.
class Bridge {
 public:
  /// Connects to the session's accessibility bus, within about two seconds. Null if there is none.
  /// `application`: the name that the user hears.
  [[nodiscard]] static std::unique_ptr<Bridge> open(std::string application) noexcept;
  ~Bridge();
  Bridge(const Bridge&) = delete;
  Bridge& operator=(const Bridge&) = delete;

  /// Once a frame, after the screen was drawn: answers what was asked since, and returns what was pressed. Hand it to
  /// AccountAccess::apply(). `focus` as the skin drew it.
  [[nodiscard]] widgets::Intents update(const widgets::AccountAccessView& view,
                                        const widgets::Text& text,
                                        const speech::Focus& focus = {}) noexcept;

 private:
  struct Impl;
  explicit Bridge(std::unique_ptr<Impl> impl) noexcept;
  std::unique_ptr<Impl> impl_;
};

}  // namespace atspi
}  // namespace v0
}  // namespace hellojohn
