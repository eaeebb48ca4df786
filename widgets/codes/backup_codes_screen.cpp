// The screens of making and showing backup codes, state by state.
#include "fields/proof_form.hpp"
#include "screen/parts.hpp"

#include <hellojohn/widgets/backup_codes.hpp>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

using namespace parts;

void BackupCodes::build(Screen& screen) noexcept {
  screen.streamed = host_.streaming();
  switch (phase_) {
    case BackupCodesPhase::idle: break;
    case BackupCodesPhase::confirm: build_confirm(screen); break;
    case BackupCodesPhase::step_up:
      heading(screen, title());
      text(screen, MessageId::codes_step_up);
      button(screen, Action::cancel, MessageId::cancel);
      break;
    case BackupCodesPhase::generating:
      heading(screen, title());
      screen.add(Role::busy, say(MessageId::codes_making));
      break;
    case BackupCodesPhase::showing: build_codes(screen); break;
    case BackupCodesPhase::checking: build_check(screen); break;
    case BackupCodesPhase::proving: proof_->build(screen); break;
    default: build_end(screen); break;
  }
}

bool BackupCodes::replaces() const noexcept {
  // If nobody could tell whether there is a set, one may die.
  return source_.status && (!status_known_ || status_.has_set);
}

MessageId BackupCodes::title() const noexcept {
  return replaces() ? MessageId::codes_replace_title : MessageId::codes_confirm_title;
}

void BackupCodes::build_confirm(Screen& screen) const noexcept {
  if (status_call_.valid()) {
    heading(screen, MessageId::codes_confirm_title);
    screen.add(Role::busy, say(MessageId::card_loading));
    focus(screen, button(screen, Action::cancel, MessageId::cancel));
    return;
  }
  const bool has_set = replaces();
  heading(screen, title());
  if (!has_set) {
    text(screen, MessageId::codes_confirm_why);
  } else if (status_known_ && status_.count) {
    notice(screen, Emphasis::warning, say(MessageId::codes_replace_loss, *status_.count));
  } else {
    notice(screen, Emphasis::warning, say(MessageId::codes_replace_loss_unknown));
  }
  // The press that ends codes is not the default, unless hardly any are left to lose.
  const bool little_to_lose = !has_set || (status_known_ && status_.count && *status_.count <= 1);
  const Element& no = button(screen, Action::cancel, MessageId::cancel);
  const Element& yes =
      has_set ? button(screen, Action::replace_codes, MessageId::codes_replace, Emphasis::primary)
              : button(screen, Action::create_codes, MessageId::codes_create, Emphasis::primary);
  focus(screen, little_to_lose ? yes : no);
}

void BackupCodes::build_codes(Screen& screen) const noexcept {
  const bool renewed = options_.after_recovery || (status_known_ && status_.has_set);
  heading(screen, renewed ? MessageId::codes_title_new : MessageId::codes_title);
  text(screen, MessageId::codes_purpose);
  if (source_.only_way_back) text(screen, MessageId::codes_only_way);
  if (renewed) text(screen, MessageId::codes_old_dead);
  if (superseded_) {
    notice(screen, Emphasis::danger, say(MessageId::codes_superseded));
    button(screen, Action::replace_codes, MessageId::codes_make_new, Emphasis::danger);
  }
  if (sheet_.had_duplicates()) {
    notice(screen, Emphasis::warning, say(MessageId::codes_duplicates));
  }
  const bool hidden = host_.streaming() && !show_anyway_;
  if (hidden) {
    notice(screen, Emphasis::info, say(MessageId::streaming_hidden));
    button(screen, Action::show_anyway, MessageId::show_anyway);
  }
  Element& table = screen.add(
      Role::codes, say(MessageId::codes_table, static_cast<std::int32_t>(sheet_.size())));
  table.secret = true;
  table.value = say(MessageId::codes_row, 0, static_cast<std::int32_t>(sheet_.size()));
  screen.sheet = &sheet_;
  screen.has_secrets = true;
  screen.masked = !sheet_.anything_revealed(now());
  button(screen, Action::reveal,
         sheet_.all_revealed() ? MessageId::codes_hide : MessageId::codes_reveal)
      .enabled = !hidden;
  const Host& host = host_.host();
  if (host.write_clipboard) button(screen, Action::copy_all, MessageId::codes_copy_all);
  if (host.save) button(screen, Action::save, MessageId::codes_save);
  if (host.print) button(screen, Action::print, MessageId::codes_print);
  // Each has its room before it comes: the box below stays where one aims at it.
  if (toast_.empty()) {
    // The folder is not known before; a longer one takes a line more in a narrow window.
    screen.add(Role::room,
               say(MessageId::codes_saved_to,
                   folder_.empty() ? std::string_view(host_.branding().app) : folder_.view()));
  } else {
    screen.announcement = notice(screen, Emphasis::info, toast_).label;
  }
  build_copied(screen);
  hint(screen, MessageId::codes_where);
  build_gate(screen);
  focus(screen, table);  // Two presses must not skip the codes.
}

void BackupCodes::build_copied(Screen& screen) const noexcept {
  const auto left = host_.clipboard().left(now());
  const auto longest = options_.clear_clipboard_after.count();
  const Message said = say(MessageId::copied_clears,
                           static_cast<std::int32_t>(left.count() > 0 ? left.count() : longest));
  if (left.count() <= 0) {
    screen.add(Role::room, said).value = say(MessageId::clear_now);
    return;
  }
  notice(screen, Emphasis::info, said);
  // Said once, not with every second.
  if (toast_.empty()) screen.announcement = say(MessageId::copied);
  link(screen, Action::clear_clipboard, MessageId::clear_now);
}

void BackupCodes::build_gate(Screen& screen) const noexcept {
  Element& tick = screen.add(Role::checkbox, say(MessageId::codes_have_saved));
  tick.action = Action::toggle_saved;
  tick.enabled = kept_;
  tick.checked = ticked_;
  if (!kept_) tick.reason = say(MessageId::codes_tick_after);
  button(screen, Action::cancel, MessageId::cancel);
  Element& done = button(screen, Action::done, MessageId::done, Emphasis::primary);
  done.enabled = kept_ && ticked_;
  if (!done.enabled) done.reason = say(MessageId::codes_done_after);
}

void BackupCodes::build_check(Screen& screen) noexcept {
  heading(screen, MessageId::codes_check_title);
  text(screen, say(MessageId::codes_check_ask, static_cast<std::int32_t>(asked_ + 1)));
  Element& field = screen.add(
      Role::code_field, say(MessageId::codes_check_field, static_cast<std::int32_t>(asked_ + 1)));
  field.code = &typed_;
  field.action = Action::submit;
  field.secret = true;
  focus(screen, field);
  if (!check_error_.empty()) {
    screen.add(Role::error, check_error_);
    screen.announcement = check_error_;
  }
  button(screen, Action::reveal_input, typed_.revealed() ? MessageId::hide : MessageId::show);
  const bool skippable = options_.prove_saved == ProveSaved::ask;
  if (skippable) link(screen, Action::skip_check, MessageId::codes_check_skip);
  button(screen, Action::back, MessageId::codes_check_back,
         wrong_checks_ >= 3 ? Emphasis::info : Emphasis::normal);
  button(screen, Action::submit, MessageId::codes_check_submit, Emphasis::primary);
}

void BackupCodes::build_end(Screen& screen) const noexcept {
  switch (phase_) {
    case BackupCodesPhase::leaving: {
      heading(screen, MessageId::codes_leave_title);
      text(screen, MessageId::codes_leave_text);
      button(screen, Action::leave, MessageId::yes_leave, Emphasis::danger);
      focus(screen, button(screen, Action::stay, MessageId::stay, Emphasis::primary));
      break;
    }
    case BackupCodesPhase::acknowledged:
      notice(screen, Emphasis::success, say(MessageId::codes_saved_end));
      break;
    case BackupCodesPhase::left:
      notice(screen, Emphasis::warning, say(MessageId::codes_left_end));
      break;
    case BackupCodesPhase::suspect:
    case BackupCodesPhase::lost: {
      const bool lost = phase_ == BackupCodesPhase::lost;
      heading(screen, lost ? MessageId::codes_lost_title : MessageId::codes_suspect_title);
      notice(screen, Emphasis::danger,
             say(lost ? MessageId::codes_lost_text : MessageId::codes_suspect_text));
      reference(screen, error_);
      button(screen, Action::later, MessageId::later);
      focus(screen,
            button(screen, Action::replace_codes, MessageId::codes_make_new, Emphasis::primary));
      break;
    }
    default: build_failed(screen); break;
  }
}

void BackupCodes::build_failed(Screen& screen) const noexcept {
  heading(screen, MessageId::codes_failed);
  if (other_account_) {
    screen.add(Role::error, say(MessageId::codes_other_account));
    focus(screen, button(screen, Action::cancel, MessageId::close, Emphasis::primary));
    return;
  }
  if (error_.code == Errc::conflict) {
    screen.add(Role::error, say(MessageId::codes_not_enrolled));
    reference(screen, error_);
    button(screen, Action::cancel, MessageId::cancel);
    focus(screen, button(screen, Action::set_up, MessageId::codes_set_up, Emphasis::primary));
    return;
  }
  screen.add(Role::error, say(words_for(error_), wait_.left(now())));
  text(screen, honest(MessageId::codes_failed_intact, error_));
  reference(screen, error_);
  button(screen, Action::cancel, MessageId::cancel);
  button(screen, Action::retry, MessageId::retry, Emphasis::primary).enabled =
      !wait_.waiting(now());
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
