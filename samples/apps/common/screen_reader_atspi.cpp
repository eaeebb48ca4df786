// Offers the elements on the accessibility bus if the session has one. See screen_reader.hpp.
#include "apps/common/screen_reader.hpp"

#include <hellojohn/atspi/bridge.hpp>
#include <hellojohn/widgets/component.hpp>

#include <cstdint>
#include <utility>

namespace samples {

namespace widgets = hellojohn::widgets;

struct ScreenReader::Impl {
  std::unique_ptr<hellojohn::atspi::Bridge> bridge;
  widgets::Intents pressed;
  const widgets::Screen* screen = nullptr;
  std::uint32_t arrival = 0;
  widgets::Time arrived{};
};

ScreenReader::ScreenReader(const std::string& application, std::function<void()> wake)
    : impl_(std::make_unique<Impl>()) {
  impl_->bridge = hellojohn::atspi::Bridge::open(application, std::move(wake));
}

ScreenReader::~ScreenReader() = default;

void ScreenReader::set_active(bool active) {
  if (impl_->bridge != nullptr) impl_->bridge->set_active(active);
}

widgets::Intents ScreenReader::update(const widgets::AccountAccessView& view,
                                      const widgets::Text& text,
                                      const hellojohn::speech::Focus& focus, widgets::Time now) {
  Impl& impl = *impl_;
  if (impl.bridge == nullptr) return {};
  if (view.main != impl.screen || view.main->arrival != impl.arrival) {
    impl.screen = view.main;
    impl.arrival = view.main->arrival;
    impl.arrived = now;
    impl.pressed = {};
  }
  for (const widgets::Intent& one : impl.bridge->update(view, text, focus)) {
    impl.pressed.add(one.action, one.index, one.part);
  }
  // A press names its element, so it cannot have been meant for the screen before. It waits until the guard lets it in. A
  // component counts from the first update after the one in which its screen arrived, so half of the time is added.
  if (now - impl.arrived <= widgets::Component::press_guard * 3 / 2) return {};
  return std::exchange(impl.pressed, {});
}

}  // namespace samples
