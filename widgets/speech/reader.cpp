// Compares each screen with the one before, and says what differs.
#include <hellojohn/speech/reader.hpp>
#include <hellojohn/widgets/code_field.hpp>
#include <hellojohn/widgets/code_sheet.hpp>

#include "element.hpp"
#include "rules.hpp"
#include "utterance.hpp"

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace speech {

using widgets::Element;
using widgets::Emphasis;
using widgets::Message;
using widgets::MessageId;
using widgets::Role;
using widgets::Screen;

namespace {

/// FNV-1a. It only has to tell one sentence of a screen from another.
class Hash {
 public:
  void add(std::uint64_t number) noexcept {
    for (int i = 0; i < 8; ++i, number >>= 8) add_byte(static_cast<unsigned char>(number));
  }
  void add(std::string_view text) noexcept {
    for (const char c : text) add_byte(static_cast<unsigned char>(c));
    add(std::uint64_t{text.size()});
  }
  /// Without the time: a countdown is one sentence while it runs.
  void add(const Message& message) noexcept {
    add(static_cast<std::uint64_t>(message.id));
    if (!counts_in_n(message.id)) add(static_cast<std::uint64_t>(message.n));
    add(static_cast<std::uint64_t>(message.total));
    add(message.text);
    add(message.text2);
  }
  [[nodiscard]] std::uint64_t value() const noexcept { return value_; }

 private:
  void add_byte(unsigned char byte) noexcept { value_ = (value_ ^ byte) * 0x100000001B3U; }
  std::uint64_t value_ = 0xCBF29CE484222325U;
};

std::uint64_t hash_of(const Message& message) noexcept {
  if (message.empty()) return 0;
  Hash hash;
  hash.add(message);
  return hash.value();
}

/// The same for one element however its screen is rebuilt around it.
std::uint64_t identity(const Element& element, const Focus& focus) noexcept {
  const bool field = element.input != nullptr || element.code != nullptr;
  Hash hash;
  hash.add(static_cast<std::uint64_t>(focus.part));
  hash.add(static_cast<std::uint64_t>(element.role));
  hash.add(static_cast<std::uint64_t>(element.action));
  hash.add(std::uint64_t{element.index});
  hash.add(std::uint64_t{focus.sub});
  if (field || element.action == widgets::Action::none) {
    hash.add(static_cast<std::uint64_t>(element.label.id));
  }
  return hash.value();
}

Urgency urgency_of(const Element& element) noexcept {
  const bool grave = element.emphasis == Emphasis::danger || element.emphasis == Emphasis::warning;
  if (element.role == Role::notice && grave) return Urgency::now;
  switch (rule_of(element.role).on_change) {
    case Change::now: return Urgency::now;
    case Change::next: return Urgency::next;
    default: return Urgency::polite;
  }
}

}  // namespace

/// One look at the screens, and the text that it makes.
class Reader::Pass {
 public:
  Pass(Reader& reader, const widgets::Text& text) noexcept : reader_(reader), out_(text) {}

  void look(std::size_t part, const Screen* screen) noexcept;
  void look_at_focus(const Screens& screens, Focus focus) noexcept;
  void controls(const Screen& screen) noexcept;
  void everything(const Screen& screen) noexcept;
  void secret(const Screen& screen, const Focus& focus) noexcept;
  void raise(Urgency urgency) noexcept { urgency_ = std::max(urgency_, urgency); }
  void say() const noexcept {
    if (!out_.empty()) reader_.speak_(out_.view(), urgency_);
  }

 private:
  [[nodiscard]] static Key key_of(const Screen& screen, const Element& element) noexcept;
  void arrive(const Screen& screen) noexcept;
  void compare(Seen& seen, const Screen& screen) noexcept;
  void announce(const Screen& screen) noexcept;
  [[nodiscard]] bool with_words() const noexcept { return reader_.options_.spelling_words; }
  void say_state(const Screen& screen, const Element& element, std::uint8_t sub,
                 const FocusState& state) noexcept;

  Reader& reader_;
  Utterance out_;
  Urgency urgency_ = Urgency::polite;
  bool arrived_ = false;
};

Reader::Key Reader::Pass::key_of(const Screen& screen, const Element& element) noexcept {
  if (!is_there(screen, element)) return {};
  Hash hash;
  hash.add(static_cast<std::uint64_t>(element.role));
  hash.add(element.label);
  hash.add(element.value);
  if (element.role == Role::tick) hash.add(std::uint64_t{element.checked});
  const bool in_n = counts_in_n(element.label.id);
  return {hash.value(), in_n ? element.label.n : element.label.time.count()};
}

void Reader::Pass::arrive(const Screen& screen) noexcept {
  arrived_ = true;
  raise(Urgency::next);
  for (const Element& element : screen) {
    if (is_there(screen, element)) say_element(out_, screen, element);
  }
  if (reader_.options_.controls_on_arrival) controls(screen);
}

void Reader::Pass::compare(Seen& seen, const Screen& screen) noexcept {
  const auto before_end = seen.elements.begin() + static_cast<std::ptrdiff_t>(seen.size);
  for (const Element& element : screen) {
    const Key now = key_of(screen, element);
    if (now.words == 0) continue;
    const auto before = std::find_if(seen.elements.begin(), before_end,
                                     [&](const Key& key) { return key.words == now.words; });
    // A toast whose seconds begin anew is another one: the user copied again.
    const bool is_new =
        before == before_end || (counts_in_n(element.label.id) && now.seconds > before->seconds);
    if (!is_new && !passed_mark(std::chrono::seconds(before->seconds), element.label.time)) {
      continue;
    }
    raise(is_new ? urgency_of(element) : Urgency::polite);
    say_element(out_, screen, element);
  }
}

/// An announcement repeats a sentence of the screen, in most cases: the sentence was said with its values. A countdown is
/// said at its marks.
void Reader::Pass::announce(const Screen& screen) noexcept {
  const Message& message = screen.announcement;
  if (message.empty() || message.time.count() != 0) return;
  if (screen.find(message.id) != nullptr) return;
  raise(Urgency::now);
  out_.sentence();
  out_.part(message);
  out_.sentence();
}

void Reader::Pass::look(std::size_t part, const Screen* screen) noexcept {
  Seen& seen = reader_.seen_[part];
  if (screen == nullptr || screen->size() == 0) {
    seen.screen = nullptr;
    seen.size = 0;
    return;
  }
  const bool main = part == static_cast<std::size_t>(widgets::Part::main);
  const bool same = seen.screen == screen;
  const std::uint64_t announcement = hash_of(screen->announcement);
  if (same && seen.announcement != announcement) announce(*screen);
  if (!same) seen.size = 0;
  if (main && (!same || seen.arrival != screen->arrival)) {
    arrive(*screen);
  } else {
    compare(seen, *screen);
  }
  seen.screen = screen;
  seen.arrival = screen->arrival;
  seen.announcement = announcement;
  seen.size = screen->size();
  for (std::size_t i = 0; i < seen.size; ++i) seen.elements[i] = key_of(*screen, (*screen)[i]);
}

void Reader::Pass::say_state(const Screen& screen, const Element& element, std::uint8_t sub,
                             const FocusState& state) noexcept {
  const FocusState& before = reader_.focus_state_;
  out_.sentence();
  if (element.role == Role::codes) {
    if (row_of(sub).copies || state.shown == before.shown) return;
    say_row(out_, screen, row_of(sub).index, with_words(), false);
  } else if (state.checked != before.checked) {
    out_.part(state.checked ? MessageId::speech_checked : MessageId::speech_unchecked);
  } else if (state.words != before.words || (state.enabled && !before.enabled)) {
    out_.part(element.label);
    out_.part(rule_of(element.role).kind);
  }
  raise(Urgency::next);
}

void Reader::Pass::look_at_focus(const Screens& screens, Focus focus) noexcept {
  // The skin moves the focus after the screen arrived; until then it names an element of the screen before.
  if (arrived_) {
    focus = {widgets::Part::main, screens[0]->focus, 0};
    reader_.focus_ = 0;
  }
  const auto part = static_cast<std::size_t>(focus.part);
  if (part >= part_count || screens[part] == nullptr) return;
  const Screen& screen = *screens[part];
  if (focus.element >= screen.size()) return;
  const Element& element = screen[focus.element];
  if (!rule_of(element.role).takes_focus) return;
  FocusState state;
  const bool field = element.input != nullptr || element.code != nullptr;
  if (!field) {
    state.words = hash_of(element.label);
    state.enabled = element.enabled;
    state.checked = element.checked;
  }
  if (element.role == Role::codes && screen.sheet != nullptr) {
    state.shown = !screen.sheet->shown(row_of(focus.sub).index).empty();
  }
  const std::uint64_t id = identity(element, focus);
  const bool moved = id != reader_.focus_;
  if (moved) {
    raise(Urgency::next);
    say_focused(out_, screen, element, focus.sub, with_words());
  } else if (state != reader_.focus_state_) {
    say_state(screen, element, focus.sub, state);
  }
  reader_.focus_ = id;
  reader_.focus_state_ = state;
}

void Reader::Pass::controls(const Screen& screen) noexcept {
  for (const Element& element : screen) {
    if (!rule_of(element.role).takes_focus || element.role == Role::codes) continue;
    say_focused(out_, screen, element, 0, with_words());
  }
}

void Reader::Pass::everything(const Screen& screen) noexcept {
  for (const Element& element : screen) {
    if (is_there(screen, element)) {
      say_element(out_, screen, element);
    } else if (rule_of(element.role).takes_focus) {
      say_focused(out_, screen, element, 0, with_words());
    }
  }
}

void Reader::Pass::secret(const Screen& screen, const Focus& focus) noexcept {
  const Element* element = focus.element < screen.size() ? &screen[focus.element] : nullptr;
  raise(Urgency::now);
  if (element != nullptr && element->role == Role::codes) {
    return say_row(out_, screen, row_of(focus.sub).index, with_words(), true);
  }
  const bool field = element != nullptr && element->code != nullptr;
  if (field && !element->code->empty()) {
    return out_.spell(element->code->text(), with_words(), element->code->group_size());
  }
  for (const Element& other : screen) {
    if (other.role != Role::value || !other.secret) continue;
    out_.part(other.label);
    if (other.secret_value.empty()) return out_.part(MessageId::speech_hidden);
    out_.sentence();
    return out_.spell(other.secret_value, with_words());
  }
  if (field) out_.part(MessageId::speech_empty);
}

void Reader::listen(const Screens& screens, const widgets::Text& text,
                    const Focus& focus) noexcept {
  Pass pass(*this, text);
  for (std::size_t i = 0; i < part_count; ++i) pass.look(i, screens[i]);
  pass.look_at_focus(screens, focus);
  pass.say();
}

void Reader::say_all(const widgets::AccountAccessView& view, const widgets::Text& text) noexcept {
  if (!speak_) return;
  Pass pass(*this, text);
  pass.raise(Urgency::now);
  for (const Screen* screen : {view.main, view.notice, view.banner}) {
    if (screen != nullptr) pass.everything(*screen);
  }
  pass.say();
}

void Reader::say_secret(const widgets::AccountAccessView& view, const widgets::Text& text,
                        const Focus& focus) noexcept {
  if (!speak_ || view.main == nullptr) return;
  Pass pass(*this, text);
  pass.secret(*view.main, focus);
  pass.say();
}

void Reader::forget() noexcept {
  for (Seen& seen : seen_) {
    seen.screen = nullptr;
    seen.size = 0;
  }
  focus_ = 0;
}

}  // namespace speech
}  // namespace v0
}  // namespace hellojohn
