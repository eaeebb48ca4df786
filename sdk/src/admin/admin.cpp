// hellojohn::admin on the same Core as the client, with a secret key in the place of the publishable one.
#include "runtime/factor_calls.hpp"
#include "runtime/make_core.hpp"

#include <hellojohn/admin/admin.hpp>

#include <utility>

namespace hellojohn::admin {

using detail::CallBase;
using detail::local_error;

namespace {

void add_parameter(std::string& target, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  target += target.find('?') == std::string::npos ? '?' : '&';
  target += name;
  target += '=';
  target += codec::path_segment(value);
}

AuditPage page_from(codec::AuditPage&& read) {
  AuditPage page;
  page.total = read.total;
  page.cursor = std::move(read.cursor);
  page.data.reserve(read.data.size());
  for (codec::AuditRecord& r : read.data)
    page.data.push_back({std::move(r.id), std::move(r.type), std::move(r.actor_id),
                         std::move(r.actor_email), std::move(r.actor_type),
                         std::move(r.resource_id), std::move(r.resource_type),
                         std::move(r.tenant_id), std::move(r.ip_address), std::move(r.result),
                         std::move(r.created_at)});
  return page;
}

}  // namespace

Result<Client> Client::create(ClientOptions options) noexcept {
  const std::string_view key = options.secret_key.reveal();
  if (key.substr(0, 8) != "sk_live_" && key.substr(0, 8) != "sk_test_")
    return local_error(Errc::usage, "secret_key is not an sk_live_ or sk_test_ key");
  for (const char c : key)
    if (c <= 0x20 || c > 0x7e) return local_error(Errc::usage, "secret_key is malformed");
  hellojohn::ClientOptions common;
  common.base_url = std::move(options.base_url);
  common.tenant_id = std::move(options.tenant_id);
  common.allow_http_on_loopback = options.allow_http_on_loopback;
  common.network = std::move(options.network);
  common.transport = std::move(options.transport);
  common.clock = options.clock;
  common.log = options.log;
  common.timeouts = options.timeouts;
  common.retry = options.retry;
  auto core = detail::make_core(std::move(common), std::move(options.secret_key));
  if (!core) return std::move(core).error();
  return Client(std::move(*core));
}

Client::~Client() {
  if (core_) core_->close();
}

Pending<Unit> Client::remove_factor(std::string_view user_id, std::string_view factor_id) {
  return core_->attempt<Unit>([&]() -> Pending<Unit> {
    if (user_id.empty())
      return core_->finished<Unit>(local_error(Errc::usage, "the user id is empty"));
    return detail::remove_factor(core_, {std::string(user_id), Credential::secret_key}, factor_id);
  });
}

std::size_t Client::poll() noexcept {
  const auto core = core_;
  return core ? core->poll() : 0;
}

void Client::shutdown(std::chrono::milliseconds limit) noexcept {
  if (core_) core_->shutdown(limit);
}

Pending<AuditPage> Audit::list(AuditQuery query) {
  return core_->attempt<AuditPage>([&]() -> Pending<AuditPage> {
    if (query.limit < 1 || query.limit > 200)
      return core_->finished<AuditPage>(local_error(Errc::usage, "the limit is not 1..200"));
    detail::Plan plan;
    plan.op = Operation::audit_list;
    plan.credential = Credential::secret_key;
    plan.target = traits_of(plan.op).path_template;
    add_parameter(plan.target, "limit", std::to_string(query.limit));
    add_parameter(plan.target, "type", query.type);
    add_parameter(plan.target, "actor_id", query.actor_id);
    add_parameter(plan.target, "resource_id", query.resource_id);
    add_parameter(plan.target, "cursor", query.cursor);
    return core_->start<AuditPage>(
        std::move(plan), [](HttpResponse& response, CallBase&) -> Result<AuditPage> {
          codec::AuditPage page;
          if (const auto problem = codec::read_audit_page(response.body.reveal(), page))
            return detail::bad_body(response, problem);
          return page_from(std::move(page));
        });
  });
}

}  // namespace hellojohn::admin
