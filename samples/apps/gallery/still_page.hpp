// One scene, played to its state and then at rest: time goes on only with a press. Knows no page.
#pragma once

#include "apps/common/scenes.hpp"
#include "apps/common/window.hpp"
#include "apps/gallery/address.hpp"

#include <hellojohn/widgets/text.hpp>

#include <cstdint>
#include <memory>

namespace gallery {

class StillPage {
 public:
  /// Null if no scene has that name.
  [[nodiscard]] static std::unique_ptr<StillPage> play(const Address& address);

  /// Draws a frame. Returns the height that the scene needs, in pixels.
  [[nodiscard]] float step(samples::Window& window);
  void press(const hellojohn::widgets::Intents& intents);

  [[nodiscard]] const hellojohn::widgets::AccountAccessView& view() const;
  [[nodiscard]] const hellojohn::widgets::Text& text() const noexcept { return text_; }

 private:
  StillPage(const Address& address, const samples::Scene& scene);
  /// Differs after each change of a field.
  [[nodiscard]] std::uint32_t typed() const;

  Address address_;
  samples::AccessWorld world_;
  hellojohn::widgets::Text text_;
  std::uint32_t typed_ = 0;
};

}  // namespace gallery
