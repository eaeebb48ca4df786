// The one maker of requests: what a call says, in the words of the server that it goes to.
#pragma once

#include "client/call.hpp"
#include "rules/dialect.hpp"

#include <hellojohn/options.hpp>

namespace hellojohn {
inline namespace v0 {
namespace detail {

[[nodiscard]] const Dialect& dialect_of(const ClientOptions& options) noexcept;

/// Fills in the target and the body. The views are needed only until it returns.
void write_request(Plan& plan, const ClientOptions& options, Ask ask);
[[nodiscard]] Plan make_plan(const ClientOptions& options, Operation op, Credential credential,
                             const Ask& ask = {});
/// Where the factor list is asked for, for the question that settles a removal.
[[nodiscard]] std::string list_target(const ClientOptions& options, std::string_view user_id);

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
