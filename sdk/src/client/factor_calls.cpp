// See factor_calls.hpp.
#include "client/factor_calls.hpp"

#include "base/text.hpp"
#include "rules/backup_code.hpp"

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace detail {

const char* problem_of_path_id(std::string_view id) noexcept {
  if (id.empty()) return "an id is empty";
  bool only_dots = true;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const auto c = static_cast<unsigned char>(id[i]);
    // A percent sign could carry any of the others past one decoding.
    if (c < 0x20 || c == 0x7f || c == '/' || c == '\\' || c == '%')
      return "an id holds a character that no id may hold";
    only_dots = only_dots && c == '.';
  }
  return only_dots ? "an id is made of dots" : nullptr;
}

std::optional<Error> problem_of_owner(const FactorOwner& owner) {
  if (owner.user_id.empty() && owner.credential == Credential::access_token)
    return local_error(Errc::auth_expired, "nobody is signed in, or the session names no user");
  if (const char* why = problem_of_path_id(owner.user_id)) return local_error(Errc::usage, why);
  return {};
}

Plan factor_plan(const Core& core, const FactorOwner& owner, Operation op, Ask ask) {
  ask.user = owner.user_id;
  Plan plan = core.plan(op, owner.credential, ask);
  plan.own_token = owner.own_token;
  plan.person = owner.person;
  return plan;
}

Plan removal_plan(const Core& core, const FactorOwner& owner, std::string_view factor_id,
                  bool was_listed) {
  Ask ask;
  ask.factor = factor_id;
  Plan plan = factor_plan(core, owner, Operation::remove_factor, ask);
  plan.look = std::make_unique<const Look>(
      Look{list_target(core.options(), owner.user_id), std::string(factor_id), was_listed});
  return plan;
}

namespace {

/// Writes the proof into the plan, or tells why the call is not sent.
std::optional<Error> prove(const Core& core, const Proof& proof, Plan& plan) {
  if (proof.password.empty() || proof.code.empty())
    return local_error(Errc::reauthentication_required,
                       "this server needs the password and a code with the call");
  Ask ask;
  ask.factor = proof.factor_id;
  ask.password = proof.password.reveal();
  ask.code = text::trimmed(proof.code);
  Secret shaped;
  if (proof.factor_id == factor::backup_codes) {
    auto code = backup_code_of(core, proof.code);
    if (!code) return std::move(code).error();
    shaped = std::move(*code);
    ask.code = shaped.reveal();
  }
  write_request(plan, core.options(), ask);
  return {};
}

}  // namespace

Result<Secret> backup_code_of(const Core& core, std::string_view typed) {
  const BackupCodeFormat& format = core.options().backup_code_format;
  const CodeReading reading = read_code(typed, format, authenticator_format());
  if (reading.kind == CodeReading::Kind::sheet)
    return local_error(Errc::usage, "the text has several backup codes: send one");
  if (reading.kind == CodeReading::Kind::recovery_token)
    return local_error(Errc::usage, "the text has a recovery token, not a backup code");
  // A length that the format does not know is still sent: the service may have changed it.
  Secret code = reading.kind == CodeReading::Kind::code ? issued_shape(reading.code(0), format)
                                                        : Secret(text::trimmed(typed));
  // Each wrong code counts towards a lock of a day, so one that is certainly wrong is not sent.
  const std::string_view never = core.dialect().facts.never_in_codes;
  if (code.reveal().find_first_of(never) != std::string_view::npos)
    return local_error(Errc::invalid_code, "this server's codes hold no 0, 1, I and O");
  return code;
}

codec::Problem take_factors(Core& core, const std::string& user_id, const HttpResponse& response,
                            std::vector<Factor>& factors, std::optional<int>& remaining) {
  const codec::Problem problem = codec::read_factors(response.body.reveal(), factors, remaining);
  // A list of names shows an authenticator only once it is confirmed.
  if (core.dialect().facts.type_is_id)
    for (Factor& factor : factors)
      if (factor.type == factor::totp && factor.status.empty()) factor.status = "active";
  if (problem == nullptr) core.known_factors().note(user_id, factors);
  return problem;
}

Pending<std::vector<Factor>> list_factors(const std::shared_ptr<Core>& core,
                                          const FactorOwner& owner) {
  if (auto problem = problem_of_owner(owner))
    return core->finished<std::vector<Factor>>(std::move(*problem));
  using Value = std::vector<Factor>;
  return core->start<Value>(
      factor_plan(*core, owner, Operation::list_factors),
      [core = core.get(), user = owner.user_id](HttpResponse& response,
                                                CallBase&) -> Result<Value> {
        Value factors;
        std::optional<int> remaining;
        if (const auto problem = take_factors(*core, user, response, factors, remaining))
          return bad_body(response, problem);
        return factors;
      });
}

Pending<Enrolment> enroll(const std::shared_ptr<Core>& core, const FactorOwner& owner,
                          const EnrollRequest& request) {
  if (auto problem = problem_of_owner(owner)) return core->finished<Enrolment>(std::move(*problem));
  if (request.type.empty())
    return core->finished<Enrolment>(local_error(Errc::usage, "the factor type is empty"));
  const Facts& facts = core->dialect().facts;
  if (facts.type_is_id && request.type != factor::totp)
    return core->finished<Enrolment>(
        local_error(Errc::unsupported, "this server enrols authenticator apps only"));
  if (request.type == factor::sms && request.phone_number.empty())
    return core->finished<Enrolment>(local_error(Errc::usage, "sms needs a phone number"));
  Ask ask;
  ask.type = request.type;
  ask.name = request.name;
  ask.phone = request.phone_number;
  Plan plan = factor_plan(*core, owner, Operation::enroll, ask);
  if (facts.enrol_replaces)
    plan.look = std::make_unique<const Look>(
        Look{list_target(core->options(), owner.user_id), std::string(request.type), false});
  return core->start<Enrolment>(
      std::move(plan), [](HttpResponse& response, CallBase&) -> Result<Enrolment> {
        Enrolment enrolment;
        if (const auto problem = codec::read_enrolment(response.body.reveal(), enrolment))
          return bad_body(response, problem);
        return enrolment;
      });
}

Pending<ConfirmedFactor> confirm(const std::shared_ptr<Core>& core, const FactorOwner& owner,
                                 std::string_view factor_id, std::string_view code) {
  if (auto problem = problem_of_owner(owner))
    return core->finished<ConfirmedFactor>(std::move(*problem));
  if (const char* why = problem_of_path_id(factor_id))
    return core->finished<ConfirmedFactor>(local_error(Errc::usage, why));
  if (code.empty())
    return core->finished<ConfirmedFactor>(local_error(Errc::usage, "the code is empty"));
  Ask ask;
  ask.factor = factor_id;
  ask.code = code;
  return core->start<ConfirmedFactor>(
      factor_plan(*core, owner, Operation::confirm, ask),
      [core = core.get(), id = std::string(factor_id), user_id = owner.user_id](
          HttpResponse& response, CallBase&) -> Result<ConfirmedFactor> {
        ConfirmedFactor confirmed;
        if (const auto problem = codec::read_confirmed(response.body.reveal(), confirmed))
          return bad_body(response, problem);
        if (confirmed.factor_id.empty()) confirmed.factor_id = id;
        if (const auto& codes = confirmed.backup_codes)
          core->codes().on_made(user_id, codes->codes.size(), codes->generated_at,
                                core->server_time(response));
        return confirmed;
      });
}

Pending<Unit> remove_factor(const std::shared_ptr<Core>& core, const FactorOwner& owner,
                            std::string_view factor_id, const Proof& proof) {
  if (auto problem = problem_of_owner(owner)) return core->finished<Unit>(std::move(*problem));
  if (const char* why = problem_of_path_id(factor_id))
    return core->finished<Unit>(local_error(Errc::usage, why));
  const Facts& facts = core->dialect().facts;
  if (facts.type_is_id && factor_id != factor::totp)
    return core->finished<Unit>(
        local_error(Errc::unsupported, "this server removes authenticator apps only"));
  Plan plan =
      removal_plan(*core, owner, factor_id, core->known_factors().has(owner.user_id, factor_id));
  if (facts.needs_proof)
    if (auto problem = prove(*core, proof, plan)) return core->finished<Unit>(std::move(*problem));
  return core->start<Unit>(std::move(plan), NothingToRead{});
}

Pending<BackupCodes> generate_codes(const std::shared_ptr<Core>& core, const FactorOwner& owner,
                                    const Proof& proof) {
  const BackupCodesRoute& route = core->options().backup_codes_route;
  const bool own_route = !route.origin.empty() && owner.credential == Credential::access_token;
  if (!own_route)
    if (auto problem = problem_of_owner(owner))
      return core->finished<BackupCodes>(std::move(*problem));
  Plan plan = factor_plan(*core, owner, Operation::generate);
  // A recovery session's token proves too little for a studio's backend.
  if (own_route) {
    plan.origin = route.origin;
    plan.target = route.target;
    plan.body.clear();
  } else if (core->dialect().facts.needs_proof) {
    if (auto problem = prove(*core, proof, plan))
      return core->finished<BackupCodes>(std::move(*problem));
  }
  return core->start<BackupCodes>(
      std::move(plan),
      [core = core.get(), user_id = owner.user_id](HttpResponse& response,
                                                   CallBase&) -> Result<BackupCodes> {
        BackupCodes codes;
        if (const auto problem = codec::read_backup_codes(response.body.reveal(), codes))
          return bad_body(response, problem);
        core->codes().on_made(user_id, codes.codes.size(), codes.generated_at,
                              core->server_time(response));
        return codes;
      });
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
