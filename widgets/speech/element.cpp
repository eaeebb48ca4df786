// Sentences of elements. Secrets are taken only from what the screen gives, and not while others may hear them.
#include "element.hpp"

#include "rules.hpp"

#include <hellojohn/widgets/code_field.hpp>
#include <hellojohn/widgets/code_sheet.hpp>

namespace hellojohn {
inline namespace v0 {
namespace speech {

using widgets::Element;
using widgets::Emphasis;
using widgets::MessageId;
using widgets::Role;
using widgets::Screen;

SheetRow row_of(std::uint8_t sub) noexcept {
  return {static_cast<std::size_t>(sub / 2), sub % 2 != 0};
}

bool is_there(const Screen& screen, const Element& element) noexcept {
  return rule_of(element.role).on_arrival && (element.role != Role::busy || screen.busy);
}

void say_row(Utterance& out, const Screen& screen, std::size_t row, bool with_words,
             bool asked) noexcept {
  if (screen.sheet == nullptr || row >= screen.sheet->size()) return;
  const SecretView shown = screen.sheet->shown(row);
  const bool quiet = screen.streamed && !asked;
  if (shown.empty() || quiet) return out.part(MessageId::speech_hidden);
  out.sentence();
  out.spell(shown, with_words);
}

void say_element(Utterance& out, const Screen& screen, const Element& element) noexcept {
  const bool grave = element.emphasis == Emphasis::danger || element.emphasis == Emphasis::warning;
  out.sentence();
  if (element.role == Role::error) {
    out.part(MessageId::speech_error);
    out.sentence();
  } else if (element.role == Role::notice && grave) {
    out.part(MessageId::speech_warning);
    out.sentence();
  }
  out.part(element.label);
  // A sheet's value is the name of each of its rows.
  if (element.role != Role::codes) out.part(element.value);
  if (element.role == Role::tick) {
    out.part(element.checked ? MessageId::speech_done : MessageId::speech_not_done);
  }
  const bool rows = element.role == Role::codes && screen.sheet != nullptr;
  if (rows && !screen.sheet->all_revealed()) out.part(MessageId::speech_hidden);
  out.sentence();
}

namespace {

/// What is in a field. A secret is counted, never said.
void say_content(Utterance& out, const Element& element) noexcept {
  std::size_t size = 0;
  if (element.code != nullptr) {
    size = element.code->size();
  } else if (element.input != nullptr) {
    size = element.input->size();
  } else {
    return;
  }
  if (size == 0) return out.part(MessageId::speech_empty);
  if (element.role == Role::text_field && !element.secret) {
    return out.part(element.input->view().reveal());
  }
  out.part(words_of(MessageId::speech_typed, static_cast<std::int32_t>(size)));
}

void say_position(Utterance& out, const Screen& screen, const Element& element) noexcept {
  std::int32_t n = 0;
  std::int32_t total = 0;
  for (const Element& other : screen) {
    if (!rule_of(other.role).takes_focus) continue;
    ++total;
    if (&other == &element) n = total;
  }
  if (n != 0) out.part(words_of(MessageId::speech_position, n, total));
}

/// A key of the pad. It is silent while others may hear it: the keys would spell the code.
void say_key(Utterance& out, const Screen& screen, const Element& element,
             std::uint8_t sub) noexcept {
  if (screen.streamed && !element.code->revealed()) return;
  const std::string_view keys = element.code->alphabet();
  const std::size_t key = static_cast<std::size_t>(sub) - 1;
  if (key >= keys.size()) return out.part(MessageId::speech_backspace);
  out.part(keys.substr(key, 1));
}

void say_sheet(Utterance& out, const Screen& screen, std::uint8_t sub, bool with_words) noexcept {
  const SheetRow row = row_of(sub);
  if (screen.sheet == nullptr || row.index >= screen.sheet->size()) return;
  const auto number = static_cast<std::int32_t>(row.index + 1);
  if (row.copies) {
    out.part(words_of(MessageId::speech_copy_row, number));
    return out.part(MessageId::speech_button);
  }
  const auto total = static_cast<std::int32_t>(screen.sheet->size());
  out.part(words_of(MessageId::codes_row, number, total));
  say_row(out, screen, row.index, with_words, false);
}

}  // namespace

void say_focused(Utterance& out, const Screen& screen, const Element& element, std::uint8_t sub,
                 bool with_words) noexcept {
  out.sentence();
  if (element.role == Role::codes) return say_sheet(out, screen, sub, with_words);
  if (element.code != nullptr && sub > 0) return say_key(out, screen, element, sub);
  out.part(element.label);
  const MessageId kind = rule_of(element.role).kind;
  if (kind != MessageId::none) out.part(kind);
  if (element.role == Role::checkbox) {
    out.part(element.checked ? MessageId::speech_checked : MessageId::speech_unchecked);
  }
  say_content(out, element);
  if (!element.enabled) out.part(MessageId::speech_unavailable);
  say_position(out, screen, element);
  out.sentence();
  out.part(element.value);
  out.sentence();
  if (!element.enabled) out.part(element.reason);
}

}  // namespace speech
}  // namespace v0
}  // namespace hellojohn
