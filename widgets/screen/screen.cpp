// Looking things up on a screen, and filling it.
#include <hellojohn/widgets/screen.hpp>

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

Message free_text(std::string_view text) noexcept {
  Message message;
  message.id = MessageId::free_text;
  message.text = text;
  return message;
}

namespace {
template <class P>
const Element* first(const Screen& screen, P matches) noexcept {
  const auto* found = std::find_if(screen.begin(), screen.end(), matches);
  return found == screen.end() ? nullptr : found;
}
}  // namespace

const Element* Screen::find(Role role) const noexcept {
  return first(*this, [role](const Element& e) { return e.role == role; });
}

const Element* Screen::find(Action action, std::uint8_t index) const noexcept {
  return first(*this, [=](const Element& e) { return e.action == action && e.index == index; });
}

const Element* Screen::find(MessageId label) const noexcept {
  return first(*this, [label](const Element& e) { return e.label.id == label; });
}

bool Screen::can(Action action, std::uint8_t index) const noexcept {
  const Element* element = find(action, index);
  return element != nullptr && element->enabled;
}

namespace {
bool takes_focus(const Element& element) noexcept {
  switch (element.role) {
    case Role::codes: return true;
    case Role::code_field:
    case Role::text_field:
    case Role::password_field:
    case Role::button:
    case Role::link:
    case Role::card:
    case Role::checkbox: return element.enabled;
    default: return false;
  }
}
}  // namespace

std::size_t Screen::start() const noexcept {
  if (focus < size_ && takes_focus(elements_[focus])) return focus;
  for (std::size_t i = 0; i < size_; ++i) {
    const Element& element = elements_[i];
    if (element.emphasis == Emphasis::primary && takes_focus(element)) return i;
  }
  for (std::size_t i = 1; i < size_; ++i) {
    const std::size_t next = (focus + i) % size_;
    if (takes_focus(elements_[next])) return next;
  }
  return size_;
}

Element& Screen::add(Role role, const Message& label) noexcept {
  if (size_ < capacity) ++size_;
  Element& element = elements_[size_ - 1];
  element = {};
  element.role = role;
  element.label = label;
  return element;
}

void Screen::clear() noexcept {
  size_ = 0;
  focus = 0;
  masked = true;
  has_secrets = false;
  streamed = false;
  sheet = nullptr;
  qr = nullptr;
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
