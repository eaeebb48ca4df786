// See autoplay.hpp.
#include "apps/overlay/autoplay.hpp"

#include <hellojohn/widgets/code_field.hpp>

#include <algorithm>
#include <cmath>

namespace overlay {

namespace widgets = hellojohn::widgets;
using hellojohn::imgui::Item;
using hellojohn::imgui::Items;
using hellojohn::imgui::PadState;
using widgets::Element;
using widgets::MessageId;
using widgets::Screen;

namespace {

/// What is pressed where nothing has to be filled in, in this order: the first that is there and can be pressed.
constexpr MessageId way[] = {
    MessageId::sign_in_submit, MessageId::challenge_lost,   MessageId::lost_neither,
    MessageId::lost_send,      MessageId::lost_account_yes, MessageId::codes_create,
    MessageId::codes_reveal,
};

std::size_t index_of(const Screen& screen, const Element& element) {
  return static_cast<std::size_t>(&element - screen.begin());
}

/// Large enough to be more than a rounding error, in pixels.
constexpr float apart = 2;

}  // namespace

std::optional<Autoplay::Target> Autoplay::key_for_code(const Screen& screen, std::size_t element) {
  const widgets::CodeField& field = *screen[element].code;
  // The phone is looked at once; what it shows then is typed.
  if (field.size() == 0 && world_ != nullptr) code_ = world_->newest_totp();
  if (field.size() >= code_.size()) return std::nullopt;
  const std::size_t key = field.alphabet().find(code_[field.size()]);
  if (key == std::string_view::npos) return std::nullopt;
  return Target{element, key + 1};
}

std::optional<Autoplay::Target> Autoplay::wanted(const Screen& screen) {
  finished_ = screen.find(MessageId::lost_done_title) != nullptr;
  if (finished_ || screen.busy) return std::nullopt;
  for (const Element& element : screen) {
    const bool empty = element.input != nullptr && element.input->view().empty();
    const bool typed_by_hand = element.label.id != MessageId::lost_paste;
    if (empty && element.enabled && typed_by_hand)
      return Target{index_of(screen, element), 0, true};
  }
  if (screen.find(MessageId::enrol_title) != nullptr) {
    const Element* field = screen.find(widgets::Role::code_field);
    if (field == nullptr || !field->enabled) return std::nullopt;
    return key_for_code(screen, index_of(screen, *field));
  }
  const Element* saved = screen.find(MessageId::codes_have_saved);
  if (saved != nullptr && saved->enabled) {
    const Element* next = saved->checked ? screen.find(MessageId::done) : saved;
    return Target{index_of(screen, *next), 0};
  }
  if (screen.find(MessageId::lost_received) != nullptr) {
    return Target{index_of(screen, *screen.find(MessageId::continue_)), 0};
  }
  for (const MessageId id : way) {
    const Element* element = screen.find(id);
    if (element != nullptr && element->enabled) return Target{index_of(screen, *element), 0};
  }
  return std::nullopt;
}

/// One step towards the target, or the press on it.
void Autoplay::choose(const Items& items, const Target& target) {
  const Item* goal = nullptr;
  const Item* focus = nullptr;
  for (const Item& item : items) {
    if (item.part == widgets::Part::main && item.element == target.element &&
        item.sub == target.sub) {
      goal = &item;
    }
    if (item.focused) focus = &item;
  }
  if (focus == nullptr || goal == nullptr) {
    pad_.down = true;
    return;
  }
  if (focus == goal) {
    (target.keyboard ? pad_.north : pad_.south) = true;
    return;
  }
  const bool below = goal->top > focus->bottom - apart;
  const bool above = goal->bottom < focus->top + apart;
  const bool right = goal->left > focus->right - apart;
  // Where a step led nowhere the other axis is tried.
  const bool stuck = focus == focus_before_ && presses_ % 2 == 1;
  focus_before_ = focus;
  if ((below || above) && !stuck) {
    (below ? pad_.down : pad_.up) = true;
  } else {
    (right ? pad_.right : pad_.left) = true;
  }
}

PadState Autoplay::play(const widgets::AccountAccessView& view, const Items& items) {
  if (hold_ > 0 && --hold_ > 0) return pad_;
  pad_ = {};
  if (rest_ > 0) {
    --rest_;
    return pad_;
  }
  const std::optional<Target> target = wanted(*view.main);
  if (!target) return pad_;
  choose(items, *target);
  ++presses_;
  hold_ = 3;
  // A press needs longer to be answered than a step: the screen that follows takes none for 400 ms.
  rest_ = pad_.south ? 30 : 4;
  return pad_;
}

}  // namespace overlay
