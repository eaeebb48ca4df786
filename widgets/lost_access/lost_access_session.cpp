// The recovery session of the lost-access flow: whose account it is, the new authenticator, the new codes, and its end.
#include "lost_access/lost_access_steps.hpp"
#include "screen/parts.hpp"

#include <hellojohn/client.hpp>
#include <hellojohn/widgets/lost_access.hpp>

#include <algorithm>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

using namespace parts;

namespace {

bool same_address(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto lower = [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    };
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

}  // namespace

void LostAccess::take_account(Result<Account> answer) {
  if (!answer) {
    error_ = std::move(answer).error();
    if (error_->code == Errc::auth_expired) return end_early(true);
    return changed();
  }
  error_.reset();
  account_ = std::move(*answer);
  masked_ = mask_address(account_.email);
  host_.set_user(account_.user_id);
  const bool other =
      !asked_for_.empty() && !account_.email.empty() && !same_address(asked_for_, account_.email);
  if (other) end_session();
  go(other ? LostAccessPhase::wrong_account : LostAccessPhase::account);
}

void LostAccess::begin_enrolment() {
  if (!session_) return;
  enrolment_ = std::make_unique<Enrolment>(enrolment_of(*session_), host_, options_.enrolment);
  enrolment_->open();
  // "You're back" names what went: only the lists before and after tell it.
  if (!earlier_) earlier_call_ = session_->factors();
  go(LostAccessPhase::enrolling);
}

void LostAccess::take_earlier() {
  auto answer = std::move(earlier_call_).take();
  if (!answer) return;
  earlier_.emplace();
  for (Factor& factor : *answer) {
    const bool named = factor.type != factor::backup_codes && factor.status == "active";
    if (named) earlier_->push_back(std::move(factor));
  }
}

void LostAccess::take_later() {
  const auto answer = std::move(later_call_).take();
  removed_read_ = answer && earlier_;
  removed_.clear();
  changed();
  if (!removed_read_) return;
  for (const Factor& factor : *earlier_) {
    const bool stays = std::any_of(answer->begin(), answer->end(), [&](const Factor& later) {
      return later.id == factor.id && later.status == "active";
    });
    if (stays) continue;
    if (!removed_.empty()) removed_ += ", ";
    removed_ += factor.name.empty() ? factor.type : factor.name;
  }
}

void LostAccess::begin_codes(std::optional<hellojohn::BackupCodes> codes) {
  enrolled_ = true;
  codes_ = std::make_unique<BackupCodes>(backup_codes_of(*session_), host_, options_.codes);
  codes_->set_account(masked_);
  if (codes) {
    codes_->adopt(std::move(*codes));
  } else {
    codes_->open();
  }
  go(LostAccessPhase::codes);
}

void LostAccess::finish() {
  end_session();
  go(LostAccessPhase::done);
}

void LostAccess::end_session() {
  banner_.hide();
  // They hold calls of the session: first them, then it.
  enrolment_.reset();
  codes_.reset();
  account_call_ = {};
  earlier_call_ = {};
  later_call_ = {};
  if (!session_) return;
  if (session_->expires_in().count() > 0) session_->end().detach();
  session_.reset();
}

void LostAccess::update_parts(Time now) {
  if (enrolment_) {
    enrolment_->update(now);
    if (auto confirmed = enrolment_->take_confirmed()) {
      new_factor_ = enrolment_->shown_as();
      enrolment_.reset();
      earlier_call_ = {};  // Read after the confirmation it would tell nothing.
      later_call_ = session_->factors();
      begin_codes(std::move(confirmed->backup_codes));
    } else if (enrolment_->phase() == EnrolmentPhase::cancelled) {
      enrolment_.reset();
      go(LostAccessPhase::account);
    }
  }
  if (!codes_) return;
  codes_->update(now);
  const BackupCodesPhase phase = codes_->phase();
  codes_made_ = phase == BackupCodesPhase::acknowledged;
  if (codes_made_ || phase == BackupCodesPhase::left || phase == BackupCodesPhase::idle) finish();
}

void LostAccess::watch_session() {
  if (!session_) return;
  const auto left = session_->expires_in();
  const bool refused =
      (enrolment_ && enrolment_->session_over()) || (codes_ && codes_->session_over());
  if (refused && left.count() > 0) return end_early(true);
  if (left.count() > 0) return banner_.show(now(), left, steps_done());
  // Codes that are already here stay until they are saved: they are valid, and nothing else can show them.
  if (has_unsaved_codes()) return banner_.hide();
  if (phase_ != LostAccessPhase::done) return end_early(false);
  end_session();
}

void LostAccess::end_early(bool by_service) {
  by_service_ = by_service;
  in_doubt_ = enrolment_ && enrolment_->in_doubt();
  end_session();
  go(LostAccessPhase::over);
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
