// What one server calls things: a constant table of its calls, its own refusals, and a handful of facts.
// Tables only; what is written from them is in json/requests.cpp.
#pragma once

#include "rules/operation.hpp"

#include <hellojohn/error.hpp>
#include <hellojohn/options.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace hellojohn {
inline namespace v0 {

/// Everything that a call may want to say, in our words. Each server has its own names for them.
struct Ask {
  std::string_view tenant{}, client{};  ///< Filled in by the maker of requests.
  std::string_view user{}, factor{};    ///< Ids.
  std::string_view email{}, password{}, captcha{};
  std::string_view challenge{}, code{}, refresh{}, token{};
  std::string_view type{}, name{}, phone{};   ///< Of an enrolment.
  std::string_view reason{}, lifetime{};      ///< Of an impersonation.
  std::string_view limit{}, kind{}, actor{};  ///< Of a question to the audit log, up to `position`.
  std::string_view resource{}, result{}, from{}, to{}, position{};
};

/// A member of a request: of the query of a GET, else of the JSON body.
struct Member {
  enum class When : std::uint8_t {
    always,
    given,        ///< Unless it is empty.
    backup_code,  ///< If Ask::factor is backup_codes.
    other_code,   ///< If Ask::factor is another factor.
  };
  std::string_view name;
  std::string_view Ask::*word;
  When when = When::always;
};

struct Route {
  OperationTraits traits{};
  std::span<const Member> members{};
  bool for_desk = false;  ///< May be called with a secret key.
};

/// A refusal that this server spells its own way. It goes before the general rules.
struct Verdict {
  std::optional<Operation> operation;  ///< Empty: every one.
  int status;
  std::string_view code;
  Errc is;
};

/// What a caller must know of a server in addition to its calls.
struct Facts {
  bool needs_proof = false;       ///< Making codes and removing a factor take password and code.
  bool type_is_id = false;        ///< Factors have no ids; only totp can be enrolled.
  bool enrol_replaces = false;    ///< An enrolment kills the authenticator that is there at once.
  bool lists_codes = true;        ///< The factor list shows a set of backup codes.
  bool codes_at_confirm = false;  ///< The first confirmation brings a set.
  bool locks_codes = false;       ///< A 429 without a wait means: codes are refused for a day.
  const BackupCodeFormat* code_format = nullptr;  ///< Null: ClientOptions::backup_code_format.
  std::string_view never_in_codes{};              ///< A typed code with one of these is not sent.
};

struct Dialect {
  std::array<Route, operation_count> routes{};
  std::span<const Verdict> verdicts{};
  Facts facts{};

  [[nodiscard]] constexpr const Route& route(Operation op) const noexcept {
    return routes[static_cast<std::size_t>(op)];
  }
  /// True if the server has that call for somebody with that credential.
  [[nodiscard]] constexpr bool has(Operation op, Credential credential) const noexcept {
    return !route(op).traits.method.empty() &&
           (credential != Credential::secret_key || route(op).for_desk);
  }
};

/// The documented service, version 1: docs/contract/endpoints.md
[[nodiscard]] const Dialect& v1_dialect() noexcept;
/// The open-source server's own routes, version 2: docs/26-your-own-server.md
[[nodiscard]] const Dialect& self_hosted_dialect() noexcept;

[[nodiscard]] inline const OperationTraits& traits_of(
    Operation op, const Dialect& dialect = v1_dialect()) noexcept {
  return dialect.route(op).traits;
}

}  // namespace v0
}  // namespace hellojohn
