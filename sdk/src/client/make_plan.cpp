// See make_plan.hpp: the words are in rules/dialect, the writing is in json/requests.
#include "client/make_plan.hpp"

#include "json/json.hpp"

namespace hellojohn {
inline namespace v0 {
namespace detail {

const Dialect& dialect_of(const ClientOptions& options) noexcept {
  return options.dialect == ServerDialect::self_hosted ? self_hosted_dialect() : v1_dialect();
}

void write_request(Plan& plan, const ClientOptions& options, Ask ask) {
  ask.tenant = options.tenant_id;
  ask.client = options.client_id;
  const Route& route = dialect_of(options).route(plan.op);
  plan.target = codec::target_of(route, ask);
  plan.body = codec::body_of(route, ask);
}

Plan make_plan(const ClientOptions& options, Operation op, Credential credential, const Ask& ask) {
  Plan plan;
  plan.op = op;
  plan.credential = credential;
  write_request(plan, options, ask);
  return plan;
}

std::string list_target(const ClientOptions& options, std::string_view user_id) {
  const Route& route = dialect_of(options).route(Operation::list_factors);
  Ask ask;
  ask.tenant = options.tenant_id;
  ask.user = user_id;
  std::string target = codec::target_of(route, ask);
  return target.empty() ? std::string(route.traits.path_template) : target;
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
