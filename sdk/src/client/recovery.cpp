// client.recovery() and RecoverySession.
#include "client/recovery_state.hpp"

#include "base/dates.hpp"
#include "base/text.hpp"
#include "client/factor_calls.hpp"
#include "json/token_life.hpp"

#include <hellojohn/recovery.hpp>

#include <algorithm>
#include <utility>

namespace hellojohn {
inline namespace v0 {

using detail::CallBase;
using detail::FactorOwner;
using detail::local_error;
using detail::Plan;
using detail::RecoveryState;

namespace {

constexpr std::chrono::seconds assumed_life{3600};
constexpr std::chrono::seconds shortest_for_enrolment{60};

/// The owner to act for, or why not.
Result<FactorOwner> owner_of(RecoveryState& state, std::chrono::seconds needed) {
  const std::lock_guard lock(state.mutex);
  const auto now = detail::session_now(state.core->clock());
  if (!state.token || now >= state.ends)
    return local_error(Errc::auth_expired, "the recovery session is over");
  if (state.ends - now < needed)
    return local_error(Errc::usage, "too little time is left in the recovery session");
  return FactorOwner{state.user_id, Credential::recovery, state.token};
}

template <class T, class Start>
Pending<T> with_owner(RecoveryState& state, Start start, std::chrono::seconds needed = {}) {
  auto owner = owner_of(state, needed);
  if (!owner) return state.core->finished<T>(std::move(owner).error());
  return start(*owner);
}

std::shared_ptr<const Secret> take_token(RecoveryState& state) {
  const std::lock_guard lock(state.mutex);
  return std::exchange(state.token, nullptr);
}

Result<RecoverySession> open_session(const std::shared_ptr<detail::Core>& core,
                                     HttpResponse& response) {
  codec::Tokens tokens;
  if (const auto problem = codec::read_tokens(response.body.reveal(), tokens))
    return detail::bad_body(response, problem);
  // Anything but "recovery" must not become a session of any kind; absent is the documented shape
  // of an older server and stays a recovery session, which can do no more than one.
  if (!tokens.session_type.empty() && tokens.session_type != "recovery")
    return detail::bad_body(response, "the session type is not recovery");
  auto state = std::make_shared<RecoveryState>();
  state->core = core;
  const auto claims = codec::read_claims(tokens.access_token.reveal());
  const auto now = detail::session_now(core->clock());
  state->end_assumed = !tokens.expires_in && !(claims && claims->expires_at);
  auto life = assumed_life;
  if (!state->end_assumed)
    life = codec::token_life(tokens, read_http_date(response.header("Date")),
                             core->clock().wall_now());
  state->ends = now + std::clamp(life, std::chrono::seconds(0), 24 * assumed_life);
  state->requires_reenrolment = tokens.requires_mfa_reenrollment.value_or(true);
  state->user_id = std::move(tokens.user_id);
  state->token = std::make_shared<const Secret>(std::move(tokens.access_token));
  core->recoveries().add(state, state->ends);
  core->session().emit(AuthEvent::recovery_started);
  return RecoverySession(std::move(state));
}

}  // namespace

RecoverySession::RecoverySession(std::shared_ptr<RecoveryState> state) noexcept
    : state_(std::move(state)) {}
RecoverySession::RecoverySession(RecoverySession&&) noexcept = default;

RecoverySession& RecoverySession::operator=(RecoverySession&& other) noexcept {
  if (this != &other) {
    if (state_ && take_token(*state_)) state_->core->session().emit(AuthEvent::recovery_ended);
    state_ = std::move(other.state_);
  }
  return *this;
}

RecoverySession::~RecoverySession() {
  if (state_ && take_token(*state_)) state_->core->session().emit(AuthEvent::recovery_ended);
}

Pending<Account> RecoverySession::account() {
  return state_->core->attempt<Account>([&]() -> Pending<Account> {
    return with_owner<Account>(*state_, [this](const FactorOwner& owner) {
      return state_->core->start<Account>(
          detail::factor_plan(*state_->core, owner, Operation::account),
          [state = state_](HttpResponse& response, CallBase&) -> Result<Account> {
            Account account;
            if (const auto problem =
                    codec::read_user(response.body.reveal(), account.user_id, account.email))
              return detail::bad_body(response, problem);
            const std::lock_guard lock(state->mutex);
            if (state->user_id.empty()) state->user_id = account.user_id;
            return account;
          });
    });
  });
}

Pending<std::vector<Factor>> RecoverySession::factors() {
  return state_->core->attempt<std::vector<Factor>>([&]() -> Pending<std::vector<Factor>> {
    return with_owner<std::vector<Factor>>(*state_, [this](const FactorOwner& owner) {
      return detail::list_factors(state_->core, owner);
    });
  });
}

Pending<Enrolment> RecoverySession::enroll(EnrollRequest request) {
  return state_->core->attempt<Enrolment>([&]() -> Pending<Enrolment> {
    return with_owner<Enrolment>(
        *state_,
        [&](const FactorOwner& owner) { return detail::enroll(state_->core, owner, request); },
        shortest_for_enrolment);
  });
}

Pending<ConfirmedFactor> RecoverySession::confirm(std::string_view factor_id,
                                                  std::string_view code) {
  return state_->core->attempt<ConfirmedFactor>([&]() -> Pending<ConfirmedFactor> {
    return with_owner<ConfirmedFactor>(*state_, [&](const FactorOwner& owner) {
      return detail::confirm(state_->core, owner, factor_id, code);
    });
  });
}

Pending<BackupCodes> RecoverySession::generate_backup_codes() {
  return state_->core->attempt<BackupCodes>([&]() -> Pending<BackupCodes> {
    return with_owner<BackupCodes>(*state_, [this](const FactorOwner& owner) {
      return detail::generate_codes(state_->core, owner, {});
    });
  });
}

Pending<Unit> RecoverySession::end() {
  return state_->core->attempt<Unit>([&]() -> Pending<Unit> {
    auto token = take_token(*state_);
    if (!token) return state_->core->finished<Unit>(Unit{});
    state_->core->session().emit(AuthEvent::recovery_ended);
    Plan plan = state_->core->plan(Operation::sign_out, Credential::recovery);
    plan.own_token = std::move(token);
    return state_->core->start<Unit>(std::move(plan), detail::NothingToRead{});
  });
}

std::chrono::seconds RecoverySession::expires_in() const noexcept {
  if (state_->core->over() || state_->core->was_forked()) return std::chrono::seconds(0);
  const std::lock_guard lock(state_->mutex);
  if (!state_->token) return std::chrono::seconds(0);
  const auto left = std::chrono::duration_cast<std::chrono::seconds>(
      state_->ends - detail::session_now(state_->core->clock()));
  return std::max(left, std::chrono::seconds(0));
}

bool RecoverySession::expiry_is_assumed() const noexcept { return state_->end_assumed; }
bool RecoverySession::requires_reenrolment() const noexcept { return state_->requires_reenrolment; }

Pending<Unit> Recovery::request(std::string_view typed) {
  return core_->attempt<Unit>([&]() -> Pending<Unit> {
    const std::string_view email = text::address(typed);
    if (email.empty())
      return core_->finished<Unit>(local_error(Errc::usage, "the e-mail is empty"));
    Ask ask;
    ask.email = email;
    return core_->start<Unit>(core_->plan(Operation::recovery_request, Credential::none, ask),
                              detail::NothingToRead{});
  });
}

Pending<RecoverySession> Recovery::verify_token(SecretView token) {
  return core_->attempt<RecoverySession>([&]() -> Pending<RecoverySession> {
    if (token.empty())
      return core_->finished<RecoverySession>(local_error(Errc::usage, "the token is empty"));
    Ask ask;
    ask.token = token.reveal();
    return core_->start<RecoverySession>(
        core_->plan(Operation::recovery_verify, Credential::none, ask),
        [core = core_.get()](HttpResponse& response, CallBase&) -> Result<RecoverySession> {
          return open_session(core->shared_from_this(), response);
        });
  });
}

Pending<RecoverySession> Recovery::verify(SecretView token) { return verify_token(token); }

Result<Secret> Recovery::parse_link(std::string_view text) const {
  return parse_recovery_link(text, core_->options().recovery_link_hosts,
                             core_->options().recovery_link_schemes);
}

}  // namespace v0
}  // namespace hellojohn
