// client.mfa() and client.user(): turns arguments into plans and answers into results.
#include "client/factor_calls.hpp"

#include <hellojohn/mfa.hpp>
#include <hellojohn/user.hpp>

#include <utility>

namespace hellojohn {
inline namespace v0 {

using detail::CallBase;
using detail::FactorOwner;
using detail::local_error;

Pending<Verified> Mfa::verify_challenge(VerifyRequest request) {
  return core_->attempt<Verified>([&]() -> Pending<Verified> {
    if (request.challenge_id.empty() || request.factor_id.empty() || request.code.empty())
      return core_->finished<Verified>(
          local_error(Errc::usage, "the challenge, the factor or the code is empty"));
    if (core_->dialect().facts.type_is_id)
      if (const char* why = detail::problem_of_path_id(request.factor_id))
        return core_->finished<Verified>(local_error(Errc::usage, why));
    Ask ask;
    ask.challenge = request.challenge_id;
    ask.factor = request.factor_id;
    ask.code = request.code;
    const bool backup_code = request.factor_id == factor::backup_codes;
    return core_->start<Verified>(
        core_->plan(Operation::verify_challenge, Credential::publishable, ask),
        [core = core_.get(), backup_code](HttpResponse& response,
                                          CallBase& call) -> Result<Verified> {
          codec::Tokens tokens;
          const auto problem = codec::read_tokens(response.body.reveal(), tokens);
          if (backup_code) {
            core->codes().on_used(tokens.user_id,
                                  problem ? std::nullopt : tokens.backup_codes_remaining,
                                  core->server_time(response));
          }
          if (problem) return detail::bad_body(response, problem);
          Verified verified;
          verified.backup_codes_remaining = tokens.backup_codes_remaining;
          auto session = core->proved_session(std::move(tokens), response);
          verified.session = session.summary();
          call.to_install_ = std::move(session);
          return verified;
        });
  });
}

Pending<Verified> Mfa::verify(VerifyRequest request) { return verify_challenge(request); }

Pending<Verified> Mfa::verify_backup_code(const Challenge& challenge, std::string_view typed) {
  return core_->attempt<Verified>([&]() -> Pending<Verified> {
    auto code = detail::backup_code_of(*core_, typed);
    if (!code) return core_->finished<Verified>(std::move(code).error());
    return verify_challenge({challenge.id, factor::backup_codes, code->reveal()});
  });
}

Pending<Unit> Mfa::send_code(const Challenge& challenge, std::string_view factor_id) {
  return core_->attempt<Unit>([&]() -> Pending<Unit> {
    if (core_->dialect().has(Operation::send_code, Credential::none))
      if (const char* why = detail::problem_of_path_id(factor_id))
        return core_->finished<Unit>(local_error(Errc::usage, why));
    Ask ask;
    ask.challenge = challenge.id;
    ask.factor = factor_id;
    return core_->start<Unit>(core_->plan(Operation::send_code, Credential::none, ask),
                              detail::NothingToRead{});
  });
}

namespace {

// Empty if nobody is signed in: problem_of_owner() then ends the call before it is sent.
FactorOwner signed_in_owner(detail::Core& core) {
  auto identity = core.session().identity();
  return {std::move(identity.user_id), Credential::access_token, {}, identity.person};
}

}  // namespace

Pending<BackupCodes> UserMfa::generate_backup_codes(Proof proof) {
  return core_->attempt<BackupCodes>([&]() -> Pending<BackupCodes> {
    const auto identity = core_->session().identity();
    // Where the proof comes with the call, a fresh sign-in adds nothing.
    const bool gate = !core_->dialect().facts.needs_proof;
    if (gate && identity.signed_in && !identity.fresh)
      return core_->finished<BackupCodes>(
          local_error(Errc::reauthentication_required, "the sign-in is too old to make codes"));
    return detail::generate_codes(
        core_, {identity.user_id, Credential::access_token, {}, identity.person}, proof);
  });
}

Pending<std::vector<Factor>> UserMfa::factors() {
  return core_->attempt<std::vector<Factor>>([&]() -> Pending<std::vector<Factor>> {
    return detail::list_factors(core_, signed_in_owner(*core_));
  });
}

Pending<Enrolment> UserMfa::enroll(EnrollRequest request) {
  return core_->attempt<Enrolment>([&]() -> Pending<Enrolment> {
    return detail::enroll(core_, signed_in_owner(*core_), request);
  });
}

Pending<ConfirmedFactor> UserMfa::confirm(std::string_view factor_id, std::string_view code) {
  return core_->attempt<ConfirmedFactor>([&]() -> Pending<ConfirmedFactor> {
    return detail::confirm(core_, signed_in_owner(*core_), factor_id, code);
  });
}

Pending<Unit> UserMfa::remove(std::string_view factor_id, Proof proof) {
  return core_->attempt<Unit>([&]() -> Pending<Unit> {
    return detail::remove_factor(core_, signed_in_owner(*core_), factor_id, proof);
  });
}

Pending<BackupCodesStatus> UserMfa::backup_codes_status() {
  return core_->attempt<BackupCodesStatus>([&]() -> Pending<BackupCodesStatus> {
    const FactorOwner owner = signed_in_owner(*core_);
    if (auto problem = detail::problem_of_owner(owner))
      return core_->finished<BackupCodesStatus>(std::move(*problem));
    return core_->start<BackupCodesStatus>(
        detail::factor_plan(*core_, owner, Operation::list_factors),
        [core = core_.get(), user_id = owner.user_id](HttpResponse& response,
                                                      CallBase&) -> Result<BackupCodesStatus> {
          std::vector<Factor> factors;
          std::optional<int> remaining;
          if (const auto problem =
                  detail::take_factors(*core, user_id, response, factors, remaining))
            return detail::bad_body(response, problem);
          return core->codes().status(user_id, factors, remaining,
                                      core->dialect().facts.lists_codes);
        });
  });
}

}  // namespace v0
}  // namespace hellojohn
