// Plays the scene in the tests' world. Knows no page.
#include "apps/gallery/still_page.hpp"

#include "apps/common/still.hpp"

#include <hellojohn/widgets/code_field.hpp>

#include <utility>

namespace gallery {

namespace ui = hellojohn::imgui;
namespace widgets = hellojohn::widgets;

std::unique_ptr<StillPage> StillPage::play(const Address& address) {
  for (const samples::Scene& scene : samples::all_scenes()) {
    if (address.screen == scene.name) {
      return std::unique_ptr<StillPage>(new StillPage(address, scene));
    }
  }
  return nullptr;
}

StillPage::StillPage(const Address& address, const samples::Scene& scene)
    : address_(address), world_(scene.options, scene.server), text_(address.language) {
  scene.play(world_);
  typed_ = typed();
}

const widgets::AccountAccessView& StillPage::view() const { return world_.access.view(); }

float StillPage::step(samples::Window& window) {
  // A blinking caret would make two pictures of one scene.
  ImGui::GetIO().ConfigInputTextCursorBlink = false;
  float height = 0;
  widgets::Intents intents;
  window.frame({}, ui::palette(address_.theme).background, [&] {
    ui::Style style;
    style.theme = address_.theme;
    style.heading = window.fonts().heading;
    style.mono = window.fonts().mono;
    style.couch = address_.couch;
    const samples::Still still = samples::draw_still(view(), style, text_);
    intents = still.intents;
    height = still.height;
  });
  press(intents);
  return height;
}

void StillPage::press(const widgets::Intents& intents) {
  for (const widgets::Intent& intent : intents) {
    world_.press(intent.action, intent.index, intent.part);
  }
  // A code may be complete now. Without a reason nothing is brought up to date: some scenes last one frame.
  if (std::exchange(typed_, typed()) != typed_) world_.wait({});
}

std::uint32_t StillPage::typed() const {
  std::uint32_t changes = 0;
  for (const widgets::Element& element : *view().main) {
    if (element.input != nullptr) changes += element.input->revision();
    if (element.code != nullptr) changes += element.code->revision();
  }
  return changes;
}

}  // namespace gallery
