// The mail of the lost-access flow: asking for it, the link in it, and what its token leads to.
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

}  // namespace

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

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
