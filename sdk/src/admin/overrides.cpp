// The three overrides of admin::Client. None is sent without an identity check that says something.
#include "admin/recorded.hpp"
#include "client/factor_calls.hpp"

#include <hellojohn/admin/admin.hpp>

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace admin {

using detail::local_error;

namespace {

constexpr std::chrono::hours longest_session{1};

/// Why nothing may be sent, or null.
const char* refusal(std::string_view user_id, const IdentityCheck& identity) noexcept {
  if (user_id.empty()) return "the user id is empty";
  if (const char* why = detail::problem_of_path_id(user_id)) return why;
  return problem_of(identity);
}

const char* refusal(const ImpersonateRequest& request) noexcept {
  const auto lifetime = read_lifetime(request.expires_in);
  if (!lifetime) return "expires_in is not like 90s, 30m, 1h or 2d";
  if (*lifetime > longest_session && request.long_session == LongSession::refuse)
    return "more than 1 h needs long_session to allow it";
  return nullptr;
}

Result<Impersonation> read_impersonation(const detail::Core& core, const HttpResponse& response,
                                         Recorded& recorded) {
  codec::Tokens tokens;
  if (const auto problem = codec::read_tokens_and_session_id(response.body.reveal(), tokens))
    return detail::bad_body(response, problem);
  Impersonation out;
  const auto server_now = core.server_time(response);
  const auto claims = codec::read_claims(tokens.access_token.reveal());
  out.expires_at = claims ? claims->expires_at : tokens.expires_at;
  if (!out.expires_at && tokens.expires_in) out.expires_at = server_now + *tokens.expires_in;
  out.lifetime = tokens.expires_in;
  if (!out.lifetime && out.expires_at)
    out.lifetime = std::chrono::duration_cast<std::chrono::seconds>(*out.expires_at - server_now);
  out.session_id = std::move(tokens.session_id);
  out.access_token = std::move(tokens.access_token);
  out.done = recorded.done(response);
  return out;
}

}  // namespace

Pending<Override> Client::remove_factor(std::string_view user_id, std::string_view factor_id,
                                        const IdentityCheck& identity) {
  return core_->attempt<Override>([&]() -> Pending<Override> {
    if (const char* why = refusal(user_id, identity))
      return core_->finished<Override>(local_error(Errc::usage, why));
    if (factor_id.empty())
      return core_->finished<Override>(local_error(Errc::usage, "the factor id is empty"));
    if (const char* why = detail::problem_of_path_id(factor_id))
      return core_->finished<Override>(local_error(Errc::usage, why));
    const detail::FactorOwner owner{std::string(user_id), Credential::secret_key};
    // Its record names who removed the factor. A list shows that somebody did, so it never makes the override "done".
    detail::Plan plan = detail::removal_plan(*core_, owner, factor_id, false);
    auto recorded = std::make_shared<Recorded>(
        *core_, record_,
        Override{OverrideKind::remove_factor, owner.user_id, std::string(factor_id), {}, {}},
        identity);
    return core_->start<Override>(
        std::move(plan),
        RecordedCall{std::move(recorded), [](HttpResponse& response, Recorded& call) {
                       return Result<Override>(call.done(response));
                     }});
  });
}

Pending<GeneratedCodes> Client::generate_backup_codes(std::string_view user_id,
                                                      const IdentityCheck& identity) {
  return core_->attempt<GeneratedCodes>([&]() -> Pending<GeneratedCodes> {
    if (const char* why = refusal(user_id, identity))
      return core_->finished<GeneratedCodes>(local_error(Errc::usage, why));
    const detail::FactorOwner owner{std::string(user_id), Credential::secret_key};
    detail::Plan plan = detail::factor_plan(*core_, owner, Operation::generate);
    auto recorded = std::make_shared<Recorded>(
        *core_, record_, Override{OverrideKind::generate_backup_codes, owner.user_id, {}, {}, {}},
        identity);
    const auto read = [](HttpResponse& response, Recorded& call) -> Result<GeneratedCodes> {
      GeneratedCodes out;
      if (const auto problem = codec::read_backup_codes(response.body.reveal(), out.codes))
        return detail::bad_body(response, problem);
      out.done = call.done(response);
      return out;
    };
    return core_->start<GeneratedCodes>(std::move(plan), RecordedCall{std::move(recorded), read});
  });
}

Pending<Impersonation> Client::impersonate(ImpersonateRequest request,
                                           const IdentityCheck& identity) {
  return core_->attempt<Impersonation>([&]() -> Pending<Impersonation> {
    const char* why = refusal(request.user_id, identity);
    if (why == nullptr) why = refusal(request);
    if (why != nullptr) return core_->finished<Impersonation>(local_error(Errc::usage, why));
    const auto reason = reason_for_server(identity);
    Ask ask;
    ask.user = request.user_id;
    ask.reason = reason;
    ask.lifetime = request.expires_in;
    detail::Plan plan = core_->plan(Operation::impersonate, Credential::secret_key, ask);
    auto recorded = std::make_shared<Recorded>(
        *core_, record_,
        Override{OverrideKind::impersonate, std::string(request.user_id), {}, {}, {}}, identity,
        request.expires_in);
    const auto read = [core = core_.get()](HttpResponse& response, Recorded& call) {
      return read_impersonation(*core, response, call);
    };
    return core_->start<Impersonation>(std::move(plan), RecordedCall{std::move(recorded), read});
  });
}

}  // namespace admin
}  // namespace v0
}  // namespace hellojohn
