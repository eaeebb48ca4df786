// Says what a screen says, in the words of its language. Knows no page.
#include "apps/gallery/mirror.hpp"

#include <hellojohn/widgets/code_field.hpp>
#include <hellojohn/widgets/code_sheet.hpp>

#include <boost/json.hpp>

namespace gallery {

namespace {

namespace json = boost::json;
using namespace hellojohn::widgets;

const char* name(Role role) {
  switch (role) {
    case Role::heading: return "heading";
    case Role::paragraph: return "paragraph";
    case Role::hint: return "hint";
    case Role::notice: return "notice";
    case Role::error: return "error";
    case Role::text_field: return "text_field";
    case Role::password_field: return "password_field";
    case Role::code_field: return "code_field";
    case Role::codes: return "codes";
    case Role::qr: return "qr";
    case Role::value: return "value";
    case Role::checkbox: return "checkbox";
    case Role::button: return "button";
    case Role::link: return "link";
    case Role::card: return "card";
    case Role::steps: return "steps";
    case Role::tick: return "tick";
    case Role::busy: return "busy";
    case Role::room: break;
  }
  return "room";
}

std::string say(const Text& text, const Message& message) {
  char out[longest_sentence];
  return std::string(text.format(message, out));
}

json::array rows(const CodeSheet& sheet, Message row, const Text& text) {
  json::array out;
  for (std::size_t i = 0; i < sheet.size(); ++i) {
    std::string code(sheet.shown(i).reveal());
    for (std::size_t k = 0; sheet.shown(i).empty() && k < sheet.length(i); ++k) {
      code += sheet.separator_at(i, k) ? "-" : "\xE2\x80\xA2";
    }
    row.n = static_cast<std::int32_t>(i) + 1;
    out.push_back({{"name", say(text, row)}, {"code", std::move(code)}});
  }
  return out;
}

json::object describe(const Screen& screen, std::size_t i, const Text& text) {
  const Element& element = screen[i];
  json::object out{{"i", i},
                   {"role", name(element.role)},
                   {"label", say(text, element.label)},
                   {"action", static_cast<int>(element.action)},
                   {"index", element.index},
                   {"enabled", element.enabled},
                   {"checked", element.checked},
                   {"danger", element.emphasis == Emphasis::danger}};
  if (!element.value.empty()) out["value"] = say(text, element.value);
  if (!element.secret_value.empty()) out["value"] = json::string(element.secret_value.reveal());
  if (!element.reason.empty()) out["reason"] = say(text, element.reason);
  if (element.role == Role::text_field) out["typed"] = json::string(element.input->view().reveal());
  // Of the others only whether something is typed.
  if (element.role == Role::password_field) out["empty"] = element.input->empty();
  if (element.code != nullptr) out["empty"] = element.code->empty();
  if (element.role == Role::codes && screen.sheet != nullptr) {
    out["rows"] = rows(*screen.sheet, element.value, text);
  }
  return out;
}

const Screen* screen_of(const AccountAccessView& view, Part part) {
  if (part == Part::banner) return view.banner;
  return part == Part::notice ? view.notice : view.main;
}

}  // namespace

const Element* find(const AccountAccessView& view, int part, int element) {
  const Screen* screen = screen_of(view, static_cast<Part>(part));
  const auto i = static_cast<std::size_t>(element);
  return screen != nullptr && i < screen->size() ? &(*screen)[i] : nullptr;
}

std::string mirror(const AccountAccessView& view, const Text& text) {
  json::array parts;
  for (const Part part : {Part::banner, Part::notice, Part::main}) {
    const Screen* screen = screen_of(view, part);
    if (screen == nullptr) continue;
    json::array elements;
    for (std::size_t i = 0; i < screen->size(); ++i) {
      const Role role = (*screen)[i].role;
      if (role == Role::room || (role == Role::busy && !screen->busy)) continue;
      elements.push_back(describe(*screen, i, text));
    }
    parts.push_back({{"part", static_cast<int>(part)},
                     {"arrival", screen->arrival},
                     {"busy", screen->busy},
                     {"said", say(text, screen->announcement)},
                     {"elements", std::move(elements)}});
  }
  const json::object out{{"language", json::string(language_info(text.language()).tag)},
                         {"parts", std::move(parts)}};
  return json::serialize(out);
}

}  // namespace gallery
