// Which level holds, and for how long it was put off.
#include "screen/parts.hpp"

#include <hellojohn/widgets/low_codes.hpp>

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

using namespace parts;

LowCodesNotice::LowCodesNotice(HostState& host, const LowCodesOptions& options)
    : host_(host), options_(options) {
  settle();
}

void LowCodesNotice::set_mfa_off() { set_level(LowCodesLevel::none, {}); }

void LowCodesNotice::forget() {
  dismissed_ = replace_ = check_ = at_most_ = false;
  set_level(LowCodesLevel::none, {});
}

void LowCodesNotice::set(const BackupCodesStatus& status) {
  at_most_ = status.certainty == BackupCodesStatus::Certainty::at_most;
  if (!status.count) {
    // A set with an unknown count is not a reason to warn. A missing set is, and so is a code used since.
    const bool used = level_ == LowCodesLevel::unknown;
    return set_level(!status.has_set ? LowCodesLevel::empty
                     : used          ? LowCodesLevel::unknown
                                     : LowCodesLevel::none,
                     {});
  }
  const int n = *status.count;
  set_level(n <= 0                   ? LowCodesLevel::empty
            : n == 1                 ? LowCodesLevel::last
            : n < options_.threshold ? LowCodesLevel::low
                                     : LowCodesLevel::none,
            n);
}

void LowCodesNotice::after_use(std::optional<int> left) {
  at_most_ = false;
  if (!left) return set_level(LowCodesLevel::unknown, {});
  if (*left >= options_.threshold) return set_level(LowCodesLevel::info, left);
  BackupCodesStatus status;
  status.certainty = BackupCodesStatus::Certainty::exact;
  status.has_set = true;
  status.count = left;
  set(status);
}

void LowCodesNotice::set_level(LowCodesLevel level, std::optional<int> left) {
  const bool worse = level > level_;
  if (level == level_ && left == left_) return;
  level_ = level;
  left_ = left;
  if (worse) {
    dismissed_ = false;
    if (level >= LowCodesLevel::low && host_.host().backup_codes_low) {
      host_.host().backup_codes_low(left);
    }
  }
  arrive();
  settle();
}

std::int64_t LowCodesNotice::snoozed_until() const noexcept {
  const auto slot = static_cast<std::size_t>(level_);
  const auto first = static_cast<std::size_t>(LowCodesLevel::unknown);
  const auto& slots = host_.note().snoozed_until;
  return slot >= first && slot - first < slots.size() ? slots[slot - first] : 0;
}

bool LowCodesNotice::visible() const noexcept {
  if (level_ == LowCodesLevel::empty) return true;
  if (level_ == LowCodesLevel::none || dismissed_) return false;
  return snoozed_until() <= host_.wall_seconds();
}

void LowCodesNotice::snooze() {
  dismissed_ = true;
  const std::int64_t now = host_.wall_seconds();
  const auto slot =
      static_cast<std::size_t>(level_) - static_cast<std::size_t>(LowCodesLevel::unknown);
  Note note = host_.note();
  if (now == 0 || level_ < LowCodesLevel::unknown || slot >= note.snoozed_until.size()) return;
  note.snoozed_until[slot] =
      now + std::chrono::duration_cast<std::chrono::seconds>(options_.snooze).count();
  host_.keep(note);
}

bool LowCodesNotice::take_replace() noexcept { return std::exchange(replace_, false); }
bool LowCodesNotice::take_check() noexcept { return std::exchange(check_, false); }

void LowCodesNotice::apply(const Intent& intent) {
  if (!takes(intent) || !visible()) return;
  if (intent.action == Action::replace_codes) replace_ = dismissed_ = true;
  if (intent.action == Action::refresh) check_ = true;
  if (intent.action == Action::later && level_ != LowCodesLevel::empty) snooze();
  changed();
  settle();
}

void LowCodesNotice::update(Time now) {
  tick(now);
  settle();
}

void LowCodesNotice::build(Screen& screen) noexcept {
  if (level_ == LowCodesLevel::none) return;
  const int n = left_.value_or(0);
  Message said;
  Emphasis emphasis = Emphasis::warning;
  switch (level_) {
    case LowCodesLevel::info:
      said = say(MessageId::low_used, n);
      emphasis = Emphasis::info;
      break;
    case LowCodesLevel::unknown:
      said = say(MessageId::low_unknown);
      emphasis = Emphasis::info;
      break;
    case LowCodesLevel::low:
      said = say(at_most_ ? MessageId::low_few_at_most : MessageId::low_few, n);
      break;
    case LowCodesLevel::last:
      said = at_most_ ? say(MessageId::low_few_at_most, n) : say(MessageId::low_last);
      break;
    default:
      said = say(MessageId::low_empty);
      emphasis = Emphasis::danger;
      break;
  }
  notice(screen, emphasis, said);
  screen.announcement = said;
  if (level_ != LowCodesLevel::empty) {
    const auto days = static_cast<std::int32_t>(options_.snooze.count() / 24);
    Element& later = button(screen, Action::later, MessageId::later);
    if (level_ >= LowCodesLevel::unknown && host_.host().wall_time) {
      later.label = say(MessageId::low_later, days);
    }
  }
  // The card has the button for new codes; here is the one that finds out whether they are needed.
  if (level_ == LowCodesLevel::unknown) {
    return focus(screen, button(screen, Action::refresh, MessageId::low_check, Emphasis::primary));
  }
  focus(screen, button(screen, Action::replace_codes, MessageId::low_replace, Emphasis::primary));
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
