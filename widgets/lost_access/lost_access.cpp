// The lost-access flow: what a press does, and what an answer leads to. Nothing is sent without a press.
#include "base/text.hpp"
#include "lost_access/lost_access_steps.hpp"
#include "screen/parts.hpp"

#include <hellojohn/client.hpp>
#include <hellojohn/recovery_link.hpp>
#include <hellojohn/widgets/lost_access.hpp>

#include <algorithm>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

using namespace parts;

namespace {

constexpr std::chrono::seconds cool_downs[] = {std::chrono::seconds(60), std::chrono::seconds(120),
                                               std::chrono::seconds(300)};
constexpr int most_resends = 3;
/// After this long without a request the count starts anew.
constexpr std::int64_t forget_after = 24 * 3600;

/// Mild: one "@" with something on both sides.
bool looks_like_address(std::string_view text) noexcept {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos &&
         std::none_of(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\t'; });
}

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

LostAccess::LostAccess(const Client& client, HostState& host, LostAccessOptions options)
    : auth_(client.auth()),
      mail_(client.capabilities().recovery_by_mail),
      help_(client.capabilities().admin_help),
      recovery_(client.recovery()),
      host_(host),
      options_(std::move(options)) {
  options_.enrolment.replaces = true;
  options_.codes.after_recovery = true;
  settle();
}

LostAccess::~LostAccess() { end_session(); }

void LostAccess::open(std::string_view email) {
  if (session_) return;
  email_.assign(email);
  link_.clear();
  token_.clear();
  asked_for_.clear();
  error_.reset();
  local_error_ = {};
  link_received_ = rechecking_ = in_doubt_ = enrolled_ = codes_made_ = by_service_ = false;
  earlier_.reset();
  removed_.clear();
  removed_read_ = false;
  token_wait_.stop();
  choice_ = LostAccessChoice::none;
  restore_cool_down();
  go(LostAccessPhase::triage);
  settle();
}

void LostAccess::restore_cool_down() {
  const std::int64_t wall = host_.wall_seconds();
  if (wall == 0) {
    // It survives leaving the screen; only a restart needs a wall clock.
    if (last_request_ != Time{} && now() - last_request_ >= std::chrono::seconds(forget_after)) {
      requests_ = 0;
      resend_over_ = false;
    }
    return;
  }
  const Note& note = host_.note();
  requests_ = wall - note.resend_at < forget_after ? note.resend_count : 0;
  resend_over_ = requests_ > most_resends;
  resend_.stop();
  if (note.resend_at > wall) {
    resend_.start(now(), std::chrono::seconds(note.resend_at - wall));
  }
}

void LostAccess::forget() {
  if (phase_ == LostAccessPhase::idle) return;
  email_.clear();
  asked_for_.clear();
  asked_for_masked_.clear();
  masked_.clear();
  account_ = {};
  request_call_ = {};
  verify_call_ = {};
  waiting(false);
  close(LostAccessChoice::none);
  settle();
}

std::uint32_t LostAccess::typed_revision() const noexcept {
  return email_.revision() + link_.revision();
}

void LostAccess::drop_old_error() noexcept {
  const bool typing = phase_ == LostAccessPhase::email || phase_ == LostAccessPhase::sent;
  const bool said = !local_error_.empty() || (error_ && !token_wait_.waiting(now()));
  if (!typing || !said || typed_revision() == wrong_revision_) return;
  local_error_ = {};
  error_.reset();
  changed();
}

void LostAccess::receive_link(std::string_view text) {
  if (!mail_ || session_ || phase_ == LostAccessPhase::checking) return;
  take_link(text);
  link_received_ = true;
  error_.reset();
  go(LostAccessPhase::sent);
  settle();
}

void LostAccess::take_link(std::string_view text) {
  local_error_ = {};
  if (!link_.assign(text)) refuse_overflow();
}

/// Cut, the token in it could be another one.
void LostAccess::refuse_overflow() {
  link_.clear();
  wrong_revision_ = typed_revision();
  local_error_ = say(MessageId::lost_unclear);
  changed();
}

void LostAccess::refuse_link(const Error& error) {
  if (error.code != Errc::forbidden) {
    const bool unclear =
        error.detail == recovery_link::unclear || error.detail == recovery_link::too_long;
    local_error_ = say(error.detail == recovery_link::two_tokens ? MessageId::lost_two_tokens
                       : unclear                                 ? MessageId::lost_unclear
                                                                 : MessageId::lost_malformed);
  } else {
    foreign_host_.assign(error.detail);
    local_error_ =
        say(MessageId::lost_foreign, foreign_host_.view(), std::string_view(host_.branding().app));
  }
  go(LostAccessPhase::sent);  // The focus goes back to the field.
}

void LostAccess::go(LostAccessPhase phase) noexcept {
  steps::take<steps::LostAccessSteps>(phase_, phase);
  wrong_revision_ = typed_revision();
  arrive();
}

void LostAccess::close(LostAccessChoice choice) noexcept {
  choice_ = choice;
  link_.clear();
  token_.clear();
  end_session();
  go(LostAccessPhase::closed);
}

LostAccessChoice LostAccess::take_choice() noexcept {
  return std::exchange(choice_, LostAccessChoice::none);
}

const Screen& LostAccess::current() const noexcept {
  if (phase_ == LostAccessPhase::enrolling && enrolment_) return enrolment_->view();
  if (phase_ == LostAccessPhase::codes && codes_) return codes_->view();
  return view();
}

const Screen* LostAccess::banner() const noexcept {
  return banner_.shown() ? &banner_.view() : nullptr;
}

void LostAccess::hide_secrets() {
  if (enrolment_) enrolment_->hide_secrets();
  if (codes_) codes_->hide_secrets();
}

bool LostAccess::has_unsaved_codes() const noexcept {
  return codes_ && codes_->has_unsaved_codes();
}

int LostAccess::steps_done() const noexcept {
  if (codes_made_) return 3;
  if (enrolled_) return 2;
  return phase_ == LostAccessPhase::enrolling ? 1 : 0;
}

void LostAccess::apply(const Intent& intent) {
  if (banner_.wants_end(intent) && phase_ != LostAccessPhase::ending &&
      !(enrolment_ && enrolment_->confirming()) && !(codes_ && codes_->generating())) {
    before_ending_ = phase_;
    go(LostAccessPhase::ending);
  } else if (phase_ == LostAccessPhase::enrolling && enrolment_) {
    enrolment_->apply(intent);
  } else if (phase_ == LostAccessPhase::codes && codes_) {
    codes_->apply(intent);
  } else if (takes(intent)) {
    apply_here(intent);
  } else {
    return;
  }
  changed();
  settle();
}

void LostAccess::apply_here(const Intent& intent) {
  switch (intent.action) {
    case Action::use_backup_code: return close(LostAccessChoice::use_backup_code);
    case Action::ask_help: return close(LostAccessChoice::help);
    case Action::sign_in: return close(LostAccessChoice::sign_in);
    case Action::not_me: return close(LostAccessChoice::not_me);
    case Action::choose:
      return go(intent.index == 1 ? LostAccessPhase::tips : LostAccessPhase::email);
    case Action::submit:
      if (phase_ == LostAccessPhase::email) return request();
      if (phase_ == LostAccessPhase::sent) return submit_token();
      return;
    case Action::resend: return request();
    case Action::new_link: return asked_for_.empty() ? go(LostAccessPhase::email) : request();
    case Action::change: return go(LostAccessPhase::email);
    case Action::paste: {
      const Secret text = host_.host().read_clipboard();
      take_link(text.reveal());
      return;
    }
    case Action::open_mail: return host_.host().open_mail();
    case Action::check_again: rechecking_ = true; return spend_token();
    case Action::retry:
      if (phase_ == LostAccessPhase::reading_account) account_call_ = session_->account();
      if (phase_ == LostAccessPhase::over) go(LostAccessPhase::email);
      return;
    case Action::stay:
      if (phase_ == LostAccessPhase::ending) return go(before_ending_);
      return go(LostAccessPhase::sent);
    case Action::leave:
      if (phase_ == LostAccessPhase::replaces_session) return spend_token();
      return close(LostAccessChoice::give_up);
    case Action::set_up: return begin_enrolment();
    case Action::later: return finish();
    case Action::back: return go(LostAccessPhase::triage);
    case Action::cancel: return close(LostAccessChoice::give_up);
    case Action::
        refresh:  // "I have a link already." What became of the mail says nothing about it.
      error_.reset();
      local_error_ = {};
      return go(LostAccessPhase::sent);
    default: return;
  }
}

void LostAccess::request() {
  const std::string_view address = text::address(email_.view().reveal());
  local_error_ = {};
  error_.reset();
  if (!looks_like_address(address)) {
    local_error_ = say(MessageId::lost_email_bad);
    return go(LostAccessPhase::email);
  }
  if (request_call_.valid() || resend_.waiting(now()) || resend_over_) return;
  asked_for_ = address;
  asked_for_masked_ = mask_address(address);
  link_received_ = false;
  request_call_ = recovery_.request(address);
  go(LostAccessPhase::requesting);
  waiting(true);
}

void LostAccess::take_request_answer(const Result<Unit>& answer) {
  // A link that came meanwhile is what the person waits for: its screen stays, whatever the answer is.
  if (phase_ != LostAccessPhase::requesting) {
    if (answer || answer.error().outcome != Outcome::not_sent) {
      start_cool_down(answer ? std::nullopt : answer.error().retry_after);
    }
    return changed();
  }
  if (!answer) {
    const Error& error = answer.error();
    // Only these look different; all other answers look alike.
    if (error.outcome == Outcome::not_sent) {
      error_ = error;
      return go(LostAccessPhase::email);
    }
    if (error.code == Errc::rate_limited) {
      start_cool_down(error.retry_after);
      return go(LostAccessPhase::email);
    }
  }
  start_cool_down({});
  go(LostAccessPhase::sent);
}

void LostAccess::start_cool_down(std::optional<std::chrono::seconds> asked_for) {
  const auto wait = asked_for.value_or(cool_downs[std::min(requests_, most_resends - 1)]);
  resend_.start(now(), wait);
  ++requests_;
  last_request_ = now();
  resend_over_ = !asked_for && requests_ > most_resends;
  const std::int64_t wall = host_.wall_seconds();
  if (wall == 0) return;  // Without a wall clock the end is unknown.
  Note note = host_.note();
  note.resend_count = requests_;
  note.resend_at = wall + wait.count();
  host_.keep(note);
}

void LostAccess::submit_token() {
  local_error_ = {};
  error_.reset();
  auto token = recovery_.parse_link(link_.view().reveal());
  if (!token) return refuse_link(token.error());
  token_ = std::move(*token);
  const std::string_view whole = token_.reveal();
  token_end_.assign(whole.substr(whole.size() - std::min<std::size_t>(whole.size() / 4, 4)));
  rechecking_ = false;
  if (auth_.current()) return go(LostAccessPhase::replaces_session);
  spend_token();
}

void LostAccess::spend_token() {
  if (verify_call_.valid() || token_.empty()) return;
  verify_call_ = recovery_.verify_token(token_.view());
  go(LostAccessPhase::checking);
  waiting(true);
}

void LostAccess::take_session(Result<RecoverySession> answer) {
  if (answer) {
    token_.clear();
    link_.clear();
    // The person agreed to it, and two identities at once help nobody.
    if (auth_.current()) auth_.sign_out().detach();
    session_ = std::make_unique<RecoverySession>(std::move(*answer));
    account_call_ = session_->account();
    go(LostAccessPhase::reading_account);
    return waiting(true);
  }
  error_ = std::move(answer).error();
  if (error_->code == Errc::rate_limited) {
    token_wait_.start(now(), error_->retry_after.value_or(default_wait));
  }
  // Of a second look that did not leave nothing is learnt: the first one is still in doubt.
  if (rechecking_ && error_->outcome == Outcome::not_sent) {
    return go(LostAccessPhase::token_unknown);
  }
  if (error_->outcome == Outcome::not_sent || error_->code == Errc::rate_limited) {
    return go(LostAccessPhase::sent);  // The token is kept, only in memory.
  }
  if (error_->outcome == Outcome::unknown && !rechecking_) {
    return go(LostAccessPhase::token_unknown);
  }
  token_.clear();
  link_.clear();
  go(LostAccessPhase::token_dead);
}

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

void LostAccess::update(Time now) {
  tick(now);
  if (view().streamed != host_.streaming()) changed();
  if (request_call_.valid() && request_call_.ready()) {
    waiting(false);
    take_request_answer(std::move(request_call_).take());
  }
  if (verify_call_.valid() && verify_call_.ready()) {
    waiting(false);
    take_session(std::move(verify_call_).take());
  }
  if (account_call_.valid() && account_call_.ready()) {
    waiting(false);
    take_account(std::move(account_call_).take());
  }
  if (earlier_call_.valid() && earlier_call_.ready()) take_earlier();
  if (later_call_.valid() && later_call_.ready()) take_later();
  if (link_.overflowed()) refuse_overflow();
  drop_old_error();
  update_parts(now);
  watch_session();
  if (token_wait_.over(now)) {
    token_wait_.stop();
    if (phase_ == LostAccessPhase::sent) arrive();  // The field is open again.
    changed();
  }
  settle(token_wait_.running() ? &token_wait_ : &resend_);
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

void LostAccess::Banner::show(Time now, std::chrono::seconds left, int steps_done) {
  tick(now);
  if (!shown_) arrive();
  if (left != left_ || steps_done != steps_ || !shown_) changed();
  shown_ = true;
  left_ = left;
  steps_ = steps_done;
  settle();
}

bool LostAccess::Banner::wants_end(const Intent& intent) const noexcept {
  return shown_ && intent.action == Action::dismiss && takes(intent);
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
