// Elements as objects with names, roles, states and text.
#include "tree.hpp"

#include <hellojohn/widgets/code_field.hpp>
#include <hellojohn/widgets/code_sheet.hpp>

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace atspi {

using widgets::Action;
using widgets::Element;
using widgets::Message;
using widgets::MessageId;
using widgets::Part;
using widgets::Role;
using widgets::Screen;

namespace {

std::string said(const Frame& frame, const Message& message) {
  if (message.empty()) return {};
  char room[widgets::longest_sentence];
  return std::string(frame.text.format(message, room));
}

std::string said(const Frame& frame, MessageId id, std::int32_t n, std::int32_t total) {
  Message message;
  message.id = id;
  message.n = n;
  message.total = total;
  return said(frame, message);
}

/// The same as long as the element is the same to a user.
std::uint64_t key_of(const Screen& screen, const Element& element, Part part, int row) noexcept {
  std::uint64_t key = 0xCBF29CE484222325U;
  const bool button = element.action != Action::none && element.input == nullptr;
  const std::uint64_t facts[] = {static_cast<std::uint64_t>(part),
                                 screen.arrival,
                                 static_cast<std::uint64_t>(element.role),
                                 static_cast<std::uint64_t>(element.action),
                                 element.index,
                                 button ? 0U : static_cast<std::uint64_t>(element.label.id),
                                 static_cast<std::uint64_t>(row + 1)};
  for (const std::uint64_t fact : facts) key = (key ^ fact) * 0x100000001B3U;
  return key;
}

bool is_there(const Screen& screen, const Element& element) noexcept {
  return element.role != Role::room && (element.role != Role::busy || screen.busy);
}

bool takes_focus(Role role) noexcept {
  switch (role) {
    case Role::text_field:
    case Role::password_field:
    case Role::code_field:
    case Role::checkbox:
    case Role::button:
    case Role::link:
    case Role::card: return true;
    default: return false;
  }
}

}  // namespace

const Screen* Frame::screen(Part part) const noexcept {
  if (part == Part::banner) return view.banner;
  return part == Part::notice ? view.notice : view.main;
}

Tree::Changes Tree::update(const Frame& frame) {
  std::vector<Object> now;
  for (const Part part : {Part::banner, Part::notice, Part::main}) {
    const Screen* screen = frame.screen(part);
    if (screen == nullptr) continue;
    for (std::size_t i = 0; i < screen->size(); ++i) {
      const Element& element = (*screen)[i];
      if (!is_there(*screen, element)) continue;
      const bool sheet = element.role == Role::codes && screen->sheet != nullptr;
      const int rows = sheet ? static_cast<int>(screen->sheet->size()) : 0;
      for (int row = -1; row < rows; ++row) {
        Object object{0, key_of(*screen, element, part, row), part, i, row};
        // The order tells two equal elements apart.
        while (std::ranges::find(now, object.key, &Object::key) != now.end()) ++object.key;
        const auto before = std::ranges::find(objects_, object.key, &Object::key);
        object.id = before != objects_.end() ? before->id : 0;
        now.push_back(object);
      }
    }
  }
  Changes changes;
  changes.screen_before = screen_;
  if (frame.view.main != main_ || frame.view.main->arrival != arrival_) screen_ = next_id_++;
  main_ = frame.view.main;
  arrival_ = frame.view.main->arrival;
  for (const Object& object : objects_) {
    if (std::ranges::find(now, object.id, &Object::id) == now.end()) {
      changes.removed.push_back(object);
    }
  }
  for (Object& object : now) {
    if (object.id != 0) continue;
    object.id = next_id_++;
    changes.added.push_back(object);
  }
  objects_ = std::move(now);
  return changes;
}

const Object* Tree::find(std::uint32_t id) const noexcept {
  const auto at = std::ranges::find(objects_, id, &Object::id);
  return at == objects_.end() ? nullptr : &*at;
}

const Object* Tree::focused(const Frame& frame) const noexcept {
  for (const Object& object : objects_) {
    if (object.part != frame.focus.part || object.element != frame.focus.element) continue;
    const Role role = frame.element_of(object).role;
    if (role != Role::codes || object.row == frame.focus.sub / 2) return &object;
  }
  return nullptr;
}

const Object* Tree::sheet(const Object& row) const noexcept {
  if (row.row < 0) return nullptr;
  for (const Object& other : objects_) {
    if (other.row < 0 && other.part == row.part && other.element == row.element) return &other;
  }
  return nullptr;
}

std::vector<std::uint32_t> Tree::children(Part part) const {
  std::vector<std::uint32_t> out;
  for (const Object& object : objects_) {
    if (object.row < 0 && object.part == part) out.push_back(object.id);
  }
  return out;
}

std::vector<std::uint32_t> Tree::rows(const Object& sheet) const {
  std::vector<std::uint32_t> out;
  for (const Object& object : objects_) {
    if (object.row >= 0 && this->sheet(object) == &sheet) out.push_back(object.id);
  }
  return out;
}

std::string title_of(const Frame& frame) {
  const Element* const heading = frame.view.main->find(Role::heading);
  return heading != nullptr ? said(frame, heading->label) : std::string();
}

std::string name_of(const Frame& frame, const Object& object) {
  const Element& element = frame.element_of(object);
  if (object.row >= 0) {
    const auto total = static_cast<std::int32_t>(frame.screen_of(object).sheet->size());
    return said(frame, MessageId::codes_row, object.row + 1, total);
  }
  std::string name = said(frame, element.label);
  if (element.role == Role::value && !element.value.empty()) {
    name += ": " + said(frame, element.value);
  }
  return name;
}

std::string description_of(const Frame& frame, const Object& object) {
  const Element& element = frame.element_of(object);
  if (object.row >= 0) return {};
  if (!element.enabled && !element.reason.empty()) return said(frame, element.reason);
  return element.role == Role::card ? said(frame, element.value) : std::string();
}

std::uint32_t role_of(const Frame& frame, const Object& object) {
  if (object.row >= 0) return role::list_item;
  switch (frame.element_of(object).role) {
    case Role::heading: return role::heading;
    case Role::notice:
    case Role::error: return role::notification;
    case Role::text_field: return role::entry;
    case Role::code_field:
    case Role::password_field: return role::password_text;
    case Role::codes: return role::list;
    case Role::qr: return role::image;
    case Role::checkbox:
    case Role::tick: return role::check_box;
    case Role::button:
    case Role::card: return role::push_button;
    case Role::link: return role::link;
    case Role::busy: return role::progress_bar;
    default: return role::label;  // Screen readers read the labels of a dialog, but no paragraphs.
  }
}

std::array<std::uint32_t, 2> states_of(const Frame& frame, const Object& object, bool focused) {
  const Element& element = frame.element_of(object);
  std::array<std::uint32_t, 2> out{};
  const auto set = [&](std::uint32_t bit, bool on) {
    if (on) out[bit / 32] |= std::uint32_t{1} << (bit % 32);
  };
  const bool field = is_field(frame, object);
  const bool box = element.role == Role::checkbox || element.role == Role::tick;
  set(state::visible, true);
  set(state::showing, true);
  set(state::enabled, element.enabled);
  set(state::sensitive, element.enabled);
  set(state::focusable, takes_focus(element.role) || object.row >= 0);
  set(state::focused, focused);
  set(state::editable, field && element.enabled);
  set(state::single_line, field);
  set(state::checkable, box);
  set(state::checked, box && element.checked);
  return out;
}

bool is_field(const Frame& frame, const Object& object) {
  const Element& element = frame.element_of(object);
  return element.input != nullptr || element.code != nullptr;
}

bool holds_secret(const Frame& frame, const Object& object) {
  const Element& element = frame.element_of(object);
  return object.row >= 0 || (element.role == Role::value && element.secret);
}

bool is_pressed(const Frame& frame, const Object& object) {
  return object.row >= 0 || frame.element_of(object).action != Action::none;
}

std::string text_of(const Frame& frame, const Object& object) {
  const Screen& screen = frame.screen_of(object);
  const Element& element = frame.element_of(object);
  const auto dots = [](std::size_t n) { return std::string(n, '*'); };
  if (object.row >= 0) {
    const auto row = static_cast<std::size_t>(object.row);
    const std::string_view shown = screen.sheet->shown(row).reveal();
    if (shown.empty() || screen.streamed) return dots(screen.sheet->length(row));
    return std::string(shown);
  }
  if (element.code != nullptr) {
    const bool shown = element.code->revealed() && !screen.streamed;
    return shown ? std::string(element.code->text().reveal()) : dots(element.code->size());
  }
  if (element.input != nullptr) {
    const bool shown = element.role == Role::text_field && !element.secret;
    return shown ? std::string(element.input->view().reveal()) : dots(element.input->size());
  }
  if (element.secret && screen.streamed) return {};
  return std::string(element.secret_value.reveal());
}

bool fill(const Frame& frame, const Object& object, std::string_view text) {
  const Element& element = frame.element_of(object);
  if (!element.enabled) return false;
  if (element.input != nullptr) return element.input->assign(text);
  if (element.code == nullptr) return false;
  element.code->clear();
  (void)element.code->paste(text);
  return true;
}

void press(const Frame& frame, const Object& object, widgets::Intents& intents) {
  const Element& element = frame.element_of(object);
  if (object.row >= 0) {
    intents.add(Action::reveal_row, static_cast<std::uint8_t>(object.row), object.part);
  } else if (element.enabled) {
    intents.add(element.action, element.index, object.part);
  }
}

}  // namespace atspi
}  // namespace v0
}  // namespace hellojohn
