// The calls that a client makes, and the credentials that they carry.
// Names only; how a server spells a call is in dialect.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hellojohn {
inline namespace v0 {

enum class Operation : std::uint8_t {
  sign_in,
  sign_out,
  verify_challenge,
  refresh,
  generate,
  list_factors,
  enroll,
  confirm,
  remove_factor,
  account,
  recovery_request,
  recovery_verify,
  audit_list,
  impersonate,
  verify_session,
  send_code,
};
inline constexpr std::size_t operation_count = 16;

/// Which credential a request carries.
/// `ended_session`: the token of a session that has already ended here, to end it at the service too.
enum class Credential : std::uint8_t {
  none,
  publishable,
  access_token,
  recovery,
  ended_session,
  secret_key
};

struct OperationTraits {
  std::string_view method;         ///< Empty: the server has no such call.
  std::string_view path_template;  ///< What logs show; ids are never filled in.
  /// Only asks, so it may be sent again automatically although the first may have been processed.
  bool repeat_after_unknown = false;
  /// A 429 or 503 whose Retry-After fits the deadline is waited for.
  bool wait_out_refusal = false;
  bool sensitive = false;     ///< The shorter deadline.
  bool expects_body = false;  ///< A 2xx without JSON is not an answer.
};

}  // namespace v0
}  // namespace hellojohn
