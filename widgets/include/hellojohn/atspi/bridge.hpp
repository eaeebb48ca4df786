// Offers the screens to assistive technology over the accessibility bus of Linux (AT-SPI 2). In a separate library,
// hellojohn::atspi. Knows no toolkit.
#pragma once

#include <hellojohn/speech/reader.hpp>
#include <hellojohn/widgets/account_access.hpp>
#include <hellojohn/widgets/text.hpp>

#include <functional>
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
  /// Connects to the session's accessibility bus, within about two seconds. Null if there is none, or if the environment has
  /// NO_AT_BRIDGE=1. It starts no session bus.
  /// `application`: the name that the user hears. `on_request`: something was asked, so that a host that draws only when
  /// something happens calls update() soon. It may be empty.
  /// **Thread safety** `on_request` is called on GIO's thread, and no more once the bridge is destroyed. It must not block.
  [[nodiscard]] static std::unique_ptr<Bridge> open(
      std::string application, std::function<void()> on_request = nullptr) noexcept;
  ~Bridge();
  Bridge(const Bridge&) = delete;
  Bridge& operator=(const Bridge&) = delete;

  /// The window has the keyboard, or no longer. It has it until this says otherwise.
  void set_active(bool active) noexcept;

  /// Once a frame, after the screen was drawn: answers what was asked since, and returns what was pressed. Add it to the
  /// skin's intents for AccountAccess::apply(). `focus` as the skin drew it. Only after a question it waits up to 4 ms for
  /// the next one, because screen readers ask many.
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
