// client.auth(): turns arguments into plans and answers into results.
#include "base/text.hpp"
#include "client/core.hpp"

#include <hellojohn/auth.hpp>

#include <utility>

namespace hellojohn {
inline namespace v0 {

using detail::CallBase;
using detail::local_error;
using detail::Plan;

SignInResult::SignInResult(SignedIn session) noexcept : v_(std::move(session)) {}
SignInResult::SignInResult(Challenge challenge) noexcept : v_(std::move(challenge)) {}
const SignedIn* SignInResult::signed_in() const noexcept { return std::get_if<SignedIn>(&v_); }
const Challenge* SignInResult::challenge() const noexcept { return std::get_if<Challenge>(&v_); }

Pending<SignInResult> Auth::sign_in(SignInRequest request) {
  return core_->attempt<SignInResult>([&]() -> Pending<SignInResult> {
    const std::string_view email = text::address(request.email);
    if (email.empty() || request.password.empty())
      return core_->finished<SignInResult>(
          local_error(Errc::usage, "the e-mail or the password is empty"));
    Ask ask;
    ask.email = email;
    ask.password = request.password.reveal();
    ask.captcha = request.captcha_token;
    return core_->start<SignInResult>(
        core_->plan(Operation::sign_in, Credential::publishable, ask),
        [core = core_.get()](HttpResponse& response, CallBase& call) -> Result<SignInResult> {
          Challenge challenge;
          if (codec::read_challenge(response.body.reveal(), challenge)) {
            core->session().emit(AuthEvent::mfa_required);
            // They are answers to a challenge, although no list of this server names them.
            if (!core->dialect().facts.lists_codes && !challenge.factors.empty())
              challenge.factors.push_back({std::string(factor::backup_codes),
                                           std::string(factor::backup_codes),
                                           {},
                                           {},
                                           {}});
            return SignInResult(std::move(challenge));
          }
          codec::Tokens tokens;
          if (const auto problem = codec::read_tokens(response.body.reveal(), tokens))
            return detail::bad_body(response, problem);
          auto session = core->proved_session(std::move(tokens), response);
          SignInResult result(session.summary());
          call.to_install_ = std::move(session);
          return result;
        });
  });
}

Pending<Unit> Auth::sign_out() {
  return core_->attempt<Unit>([&]() -> Pending<Unit> {
    Plan plan;
    plan.op = Operation::sign_out;
    plan.credential = Credential::ended_session;
    const auto token = std::make_shared<Secret>();
    plan.own_token = token;
    return core_->start_by<Unit>(std::move(plan), detail::NothingToRead{}, [&](CallBase& call) {
      if (!core_->session().sign_out(call, *token))
        return core_->calls().fail_for_memory(call, nullptr);
      call.plan_.local = token->empty();
      core_->calls().submit(call);
    });
  });
}

Pending<Secret> Auth::access_token() {
  return core_->attempt<Secret>([&]() -> Pending<Secret> {
    Plan plan;
    plan.op = Operation::account;
    plan.credential = Credential::access_token;
    plan.local = true;
    return core_->start<Secret>(std::move(plan),
                                [core = core_.get()](HttpResponse&, CallBase& call) {
                                  return core->session().access_token(call);
                                });
  });
}

Pending<SignedIn> Auth::adopt(AdoptRequest request) {
  return core_->attempt<SignedIn>([&]() -> Pending<SignedIn> {
    const std::string_view access = request.access.reveal();
    for (const char c : access)
      if (c <= 0x20 || c > 0x7e)
        return core_->finished<SignedIn>(local_error(Errc::usage, "the access token is malformed"));
    const auto claims = codec::read_claims(access);
    if (access.empty() || !claims || claims->subject.empty())
      return core_->finished<SignedIn>(local_error(Errc::usage, "the access token is malformed"));
    codec::Tokens tokens;
    tokens.access_token = Secret(access);
    tokens.refresh_token = Secret(request.refresh.reveal());
    tokens.user_id = claims->subject;
    tokens.expires_at = request.expires_at ? request.expires_at : claims->expires_at;
    auto session = detail::session_of(std::move(tokens), core_->clock().wall_now(), core_->clock(),
                                      core_->calls().random());
    session.adopted = true;
    if (session.over(detail::session_now(core_->clock())) && session.refresh.empty())
      return core_->finished<SignedIn>(local_error(Errc::usage, "the access token is over"));
    Plan plan;
    plan.op = Operation::account;
    plan.local = true;
    auto shared = std::make_shared<detail::SessionState>(std::move(session));
    return core_->start<SignedIn>(std::move(plan),
                                  [shared](HttpResponse&, CallBase& call) -> Result<SignedIn> {
                                    SignedIn summary = shared->summary();
                                    call.to_install_ = std::move(*shared);
                                    return summary;
                                  });
  });
}

Pending<std::optional<SignedIn>> Auth::restore() {
  using Value = std::optional<SignedIn>;
  return core_->attempt<Value>([&]() -> Pending<Value> {
    if (core_->options().store == nullptr) return core_->finished<Value>(Value{});
    Plan plan;
    plan.op = Operation::account;
    plan.local = true;
    return core_->start_by<Value>(
        std::move(plan),
        [core = core_.get()](HttpResponse& response, CallBase& call) -> Result<Value> {
          if (response.body.empty()) return Value{};
          auto session = detail::read_store_form(response.body.reveal(), core->clock(),
                                                 core->calls().random());
          if (!session) return local_error(Errc::storage, "what the store holds is not a session");
          Value summary = session->summary();
          call.to_install_ = std::move(session);
          return summary;
        },
        [this](CallBase& call) { core_->session().restore(call); });
  });
}

std::optional<SignedIn> Auth::current() const { return core_->session().current(); }

AuthSubscription Auth::on_auth_state_change(AuthListener listener) {
  return AuthSubscription(core_->events().add(std::move(listener)));
}

}  // namespace v0
}  // namespace hellojohn
