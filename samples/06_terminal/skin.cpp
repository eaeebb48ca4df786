// See skin.hpp.
#include "06_terminal/skin.hpp"

#include <hellojohn/widgets/code_field.hpp>
#include <hellojohn/widgets/code_sheet.hpp>
#include <hellojohn/widgets/qr_matrix.hpp>

namespace terminal {

using namespace hellojohn::widgets;
using hellojohn::Secret;

namespace {
constexpr const char* bullet = "\xE2\x80\xA2";

/// "•••• " for what is typed but not shown.
std::string hidden(std::size_t n) {
  std::string out;
  for (std::size_t i = 0; i < n; ++i) out += bullet;
  return out;
}

const char* mark(Emphasis emphasis) {
  switch (emphasis) {
    case Emphasis::danger: return "!! ";
    case Emphasis::warning: return "! ";
    case Emphasis::success: return "ok ";
    default: return "i ";
  }
}
}  // namespace

std::string Skin::say(const Message& message) const {
  char out[longest_sentence];
  return std::string(text_.format(message, out));
}

Secret Skin::draw(const AccountAccessView& view) {
  if (view.main != screen_ || view.main->arrival != arrival_) {
    field_index_ = 0;
    screen_ = view.main;
    arrival_ = view.main->arrival;
  }
  choices_.clear();
  fields_.clear();
  Secret out;
  if (view.banner != nullptr) draw_screen(out, *view.banner, Part::banner);
  if (view.notice != nullptr) draw_screen(out, *view.notice, Part::notice);
  draw_screen(out, *view.main, Part::main);
  field_ = field_index_ < fields_.size() ? fields_[field_index_] : nullptr;
  if (field_ != nullptr) out.append("\n" + say(field_->label) + ":\n");
  return out;
}

void Skin::draw_screen(Secret& out, const Screen& screen, Part part) {
  for (const Element& element : screen) {
    draw_element(out, screen, element);
    if (element.input != nullptr || element.code != nullptr) {
      if (element.enabled && part == Part::main) fields_.push_back(&element);
    } else if (element.action != Action::none && element.enabled) {
      add_choice(out, element, part);
    }
  }
}

void Skin::add_choice(Secret& out, const Element& element, Part part) {
  if (choices_.size() == 26) return;
  const char letter = static_cast<char>('a' + choices_.size());
  Intent intent{element.action, element.index, part};
  choices_.push_back({letter, intent});
  const bool box = element.role == Role::checkbox;
  out.append(std::string("  ") + letter + ") " + (box ? element.checked ? "[x] " : "[ ] " : "") +
             say(element.label));
  if (element.role == Role::card) out.append(" - " + say(element.value));
  out.append("\n");
}

void Skin::draw_element(Secret& out, const Screen& screen, const Element& element) {
  switch (element.role) {
    case Role::heading: out.append("\n== " + say(element.label) + " ==\n"); break;
    case Role::paragraph:
    case Role::steps: out.append(say(element.label) + "\n"); break;
    case Role::hint: out.append("(" + say(element.label) + ")\n"); break;
    case Role::notice: out.append(mark(element.emphasis) + say(element.label) + "\n"); break;
    case Role::error: out.append("!! " + say(element.label) + "\n"); break;
    case Role::value:
      out.append(say(element.label) + ": " + say(element.value));
      out.append(element.secret_value.reveal());
      out.append("\n");
      break;
    case Role::tick:
      out.append(std::string(element.checked ? "[x] " : "[ ] ") + say(element.label) + "\n");
      break;
    case Role::busy:
      if (screen.busy) out.append("... " + say(element.label) + "\n");
      break;
    case Role::codes: draw_codes(out, *screen.sheet); break;
    case Role::qr: draw_qr(out, *screen.qr); break;
    case Role::text_field:
    case Role::password_field: {
      const bool show = element.role == Role::text_field;
      out.append(say(element.label) + ": ");
      out.append(show ? std::string(element.input->view().reveal())
                      : hidden(element.input->size()));
      out.append("\n");
      break;
    }
    case Role::code_field:
      out.append(say(element.label) + ": " + hidden(element.code->size()) + "\n");
      break;
    default: break;
  }
}

void Skin::draw_codes(Secret& out, const CodeSheet& sheet) {
  for (std::size_t i = 0; i < sheet.size(); ++i) {
    out.append("  " + std::to_string(i + 1) + ". ");
    if (sheet.shown(i).empty()) {
      for (std::size_t k = 0; k < sheet.length(i); ++k) {
        out.append(sheet.separator_at(i, k) ? "-" : bullet);
      }
    } else {
      out.append(sheet.shown(i).reveal());
    }
    out.append("\n");
  }
}

void Skin::draw_qr(Secret& out, const QrMatrix& qr) {
  // Two modules a character, light on dark terminals and dark ones alike: the colours are set.
  const int edge = QrMatrix::quiet_zone;
  for (int y = -edge; y < qr.size() + edge; y += 2) {
    out.append("\033[30;47m");
    for (int x = -edge; x < qr.size() + edge; ++x) {
      const bool top = qr.black(x, y);
      const bool bottom = qr.black(x, y + 1);
      out.append(top ? bottom ? "\xE2\x96\x88" : "\xE2\x96\x80" : bottom ? "\xE2\x96\x84" : " ");
    }
    out.append("\033[0m\n");
  }
}

void Skin::fill(std::string_view line) {
  if (field_->code != nullptr) {
    field_->code->clear();
    (void)field_->code->paste(line);
  } else {
    field_->input->assign(line);
  }
}

Intents Skin::take(std::string_view line) {
  Intents out;
  if (line.size() == 1) {
    for (const Choice& choice : choices_) {
      if (choice.letter == line[0])
        out.add(choice.intent.action, choice.intent.index, choice.intent.part);
    }
    return out;
  }
  if (field_ == nullptr) return out;
  if (!line.empty()) fill(line);
  const Action action = field_->action;
  if (++field_index_ >= fields_.size()) {
    field_index_ = 0;
    if (action != Action::none) out.add(action);
  }
  return out;
}

}  // namespace terminal
