// The table behind operation.hpp: docs/contract/endpoints.md
#include "rules/operation.hpp"

#include <cstddef>

namespace hellojohn {
inline namespace v0 {

const OperationTraits& traits_of(Operation op) noexcept {
  static constexpr OperationTraits table[] = {
      // method, path template, repeat_after_unknown, wait_out_refusal, sensitive, expects_body
      {"POST", "/v1/auth/sign-in", false, false, false, true},
      {"POST", "/v1/auth/sign-out", false, false, false, false},
      {"POST", "/v1/auth/mfa/verify", false, false, true, true},
      {"POST", "/v1/auth/token/refresh", false, false, false, true},
      {"POST", "/v1/users/:user_id/mfa/backup-codes/generate", false, false, false, true},
      {"GET", "/v1/users/:user_id/mfa/factors", true, true, false, true},
      {"POST", "/v1/users/:user_id/mfa/factors", false, false, false, true},
      {"POST", "/v1/users/:user_id/mfa/factors/:factor_id/confirm", false, false, true, false},
      {"DELETE", "/v1/users/:user_id/mfa/factors/:factor_id", false, false, false, false},
      {"GET", "/v1/auth/me", true, true, false, true},
      {"POST", "/v1/auth/mfa/recovery", false, false, false, false},
      {"POST", "/v1/auth/mfa/recovery/verify", false, false, true, true},
      {"GET", "/v1/audit-logs", true, true, false, true},
      {"POST", "/v1/admin/users/impersonate", false, false, false, true},
      {"POST", "/v1/sessions/verify", true, true, false, true},
  };
  return table[static_cast<std::size_t>(op)];
}

}  // namespace v0
}  // namespace hellojohn
