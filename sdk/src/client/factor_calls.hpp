// The calls on one user's factors, shared by a signed-in user and a recovery session, which differ in their credential.
#pragma once

#include "client/core.hpp"

#include <hellojohn/mfa.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace detail {

/// On whose behalf, and with what.
struct FactorOwner {
  std::string user_id;
  Credential credential = Credential::access_token;
  std::shared_ptr<const Secret> own_token{};  // Credential::recovery.
  std::uint64_t person = 0;                   // See Plan::person.
};

Pending<std::vector<Factor>> list_factors(const std::shared_ptr<Core>& core,
                                          const FactorOwner& owner);
Pending<Enrolment> enroll(const std::shared_ptr<Core>& core, const FactorOwner& owner,
                          const EnrollRequest& request);
Pending<ConfirmedFactor> confirm(const std::shared_ptr<Core>& core, const FactorOwner& owner,
                                 std::string_view factor_id, std::string_view code);
Pending<Unit> remove_factor(const std::shared_ptr<Core>& core, const FactorOwner& owner,
                            std::string_view factor_id, const Proof& proof);
Pending<BackupCodes> generate_codes(const std::shared_ptr<Core>& core, const FactorOwner& owner,
                                    const Proof& proof);
/// A backup code in the shape in which the server issued it, or why it is not sent.
[[nodiscard]] Result<Secret> backup_code_of(const Core& core, std::string_view typed);

/// Why an id cannot stand in a path, or null. A proxy may decode a segment before it resolves "." and "..", so an id with
/// separators, dots alone or control characters is never sent, encoded or not.
[[nodiscard]] const char* problem_of_path_id(std::string_view id) noexcept;
/// Why a call for this owner cannot be sent, or nothing.
[[nodiscard]] std::optional<Error> problem_of_owner(const FactorOwner& owner);

[[nodiscard]] Plan factor_plan(const Core& core, const FactorOwner& owner, Operation op,
                               Ask ask = {});
/// Reads a factor list and remembers what it holds. Null if the list can be read.
[[nodiscard]] codec::Problem take_factors(Core& core, const std::string& user_id,
                                          const HttpResponse& response,
                                          std::vector<Factor>& factors,
                                          std::optional<int>& remaining);
[[nodiscard]] Plan removal_plan(const Core& core, const FactorOwner& owner,
                                std::string_view factor_id, bool was_listed);

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
