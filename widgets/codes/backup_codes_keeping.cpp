// What a person does with the codes on screen: reveals, copies, saves, prints, and shows that they are kept.
#include "codes/backup_codes_steps.hpp"
#include "screen/parts.hpp"

#include <hellojohn/widgets/backup_codes.hpp>

#include <string>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

using namespace parts;

void BackupCodes::apply_to_codes(const Intent& intent) {
  const bool whole = !host_.streaming() || show_anyway_;
  switch (intent.action) {
    case Action::reveal:
      if (sheet_.all_revealed()) {
        sheet_.mask();
      } else if (whole) {
        sheet_.reveal_all(now());
        kept_ = true;
      }
      break;
    case Action::reveal_row:
      sheet_.reveal_row(intent.index, now());
      kept_ = true;
      break;
    case Action::show_anyway: show_anyway_ = true; break;
    case Action::copy_all: copy(sheet_text().view(), say(MessageId::copied)); break;
    case Action::copy_row: copy(sheet_.code(intent.index), say(MessageId::copied)); break;
    case Action::clear_clipboard:
      host_.clipboard().clear(host_.host());
      toast_ = {};
      break;
    case Action::save: save(); break;
    case Action::print: print(); break;
    case Action::toggle_saved: ticked_ = !ticked_; break;
    case Action::done:
      if (options_.prove_saved == ProveSaved::off || sheet_.size() == 0) return finish();
      asked_ = host_.random_below(sheet_.size());
      typed_.clear();
      sheet_.mask();
      go(BackupCodesPhase::checking);
      break;
    case Action::cancel: go(BackupCodesPhase::leaving); break;
    case Action::replace_codes:  // Only offered where the set on screen is not the newest.
      sheet_.wipe();
      begin();
      break;
    default: break;
  }
}

Secret BackupCodes::sheet_text() const {
  SheetText how;
  if (options_.header) fill_header(how);
  return sheet_.text(how);
}

void BackupCodes::fill_header(SheetText& how) const noexcept {
  how.app = host_.branding().app;
  how.account = account_;
  how.date = sheet_.generated_at();
  how.note = options_.sheet_note;
}

void BackupCodes::copy(SecretView text, const Message& said) {
  if (text.empty()) return;
  if (!host_.clipboard().copy(host_.host(), text, now(), options_.clear_clipboard_after)) {
    toast_ = say(MessageId::copy_failed);
    return;
  }
  kept_ = true;
  // A copy that will be cleared has its own line, with its seconds.
  toast_ = host_.clipboard().left(now()).count() > 0 ? Message{} : said;
}

void BackupCodes::save() {
  // A neutral name: a thief searches for the usual ones.
  const std::string folder = host_.host().save(file_name(), file_text().view());
  if (folder.empty()) {
    toast_ = say(MessageId::codes_save_failed);
    return;
  }
  kept_ = true;
  folder_.assign(folder);
  const bool synced = host_.host().is_synced_folder && host_.host().is_synced_folder(folder);
  toast_ = say(synced ? MessageId::codes_synced_folder : MessageId::codes_saved_to);
  toast_.text = folder_.view();
}

std::string BackupCodes::file_name() const {
  // With the time, so that a second set of the same day does not overwrite the first.
  std::string time = written_time(host_.wall_seconds()).substr(0, 16);
  for (char& c : time) {
    if (c == ' ' || c == ':') c = '-';
  }
  return host_.branding().app + "-signin-sheet" + (time.empty() ? time : '-' + time) + ".txt";
}

Secret BackupCodes::file_text() const {
  SheetText how;
  fill_header(how);
  if (how.app.empty()) how.app = how.note;
  how.line_end = parts::file_line_end();
  how.ends = true;
  return sheet_.text(how);
}

void BackupCodes::print() {
  const bool printed = host_.host().print(sheet_text().view());
  kept_ = kept_ || printed;
  toast_ = say(printed ? MessageId::codes_printed : MessageId::codes_print_failed);
}

void BackupCodes::check_typed() {
  // Compared without the separators: those are drawn, not typed.
  Secret plain;
  plain.reserve(CodeField::longest);
  const SecretView code = sheet_.code(asked_);
  for (const char c : code.reveal()) {
    if (c != '-' && c != ' ') plain.append({&c, 1});
  }
  if (equal_constant_time(plain.reveal(), typed_.text().reveal())) return finish();
  ++wrong_checks_;
  check_error_ = say(MessageId::codes_check_wrong);
  check_error_.n = static_cast<std::int32_t>(asked_ + 1);
  typed_.clear();
  wrong_revision_ = typed_.revision();
  arrive();  // The focus goes back to the field.
}

void BackupCodes::finish() {
  sheet_.wipe();
  typed_.clear();
  host_.clear_unsaved();
  go(BackupCodesPhase::acknowledged);
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
