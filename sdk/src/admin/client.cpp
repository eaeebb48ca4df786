// admin::Client on the same Core as the client, with a secret key instead of the publishable one; the calls that
// change no account by themselves.
#include "client/factor_calls.hpp"
#include "client/make_core.hpp"

#include <hellojohn/admin/admin.hpp>
#include <hellojohn/recovery.hpp>

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace admin {

using detail::CallBase;
using detail::local_error;

Result<Client> Client::create(ClientOptions options) noexcept {
  const std::string_view key = options.secret_key.reveal();
  const bool wants_key = options.dialect == ServerDialect::v1;
  if (wants_key && key.substr(0, 8) != "sk_live_" && key.substr(0, 8) != "sk_test_")
    return local_error(Errc::usage, "secret_key is not an sk_live_ or sk_test_ key");
  if (key.empty()) return local_error(Errc::usage, "secret_key is empty");
  for (const char c : key)
    if (c <= 0x20 || c > 0x7e) return local_error(Errc::usage, "secret_key is malformed");
  hellojohn::ClientOptions common;
  common.base_url = std::move(options.base_url);
  common.tenant_id = std::move(options.tenant_id);
  common.dialect = options.dialect;
  common.allow_http_on_loopback = options.allow_http_on_loopback;
  common.network = std::move(options.network);
  common.shared_network = std::move(options.shared_network);
  common.transport = std::move(options.transport);
  common.on_ready = std::move(options.on_ready);
  common.clock = options.clock;
  common.log = options.log;
  common.timeouts = options.timeouts;
  common.retry = options.retry;
  auto core = detail::make_core(std::move(common), std::move(options.secret_key));
  if (!core) return std::move(core).error();
  return Client(std::move(*core), options.record);
}

Client::~Client() {
  if (core_) core_->close();
}

Pending<Unit> Client::send_recovery(std::string_view email) {
  return Recovery(core_).request(email);
}

Pending<std::vector<Factor>> Client::factors(std::string_view user_id) {
  return core_->attempt<std::vector<Factor>>([&]() -> Pending<std::vector<Factor>> {
    if (user_id.empty())
      return core_->finished<std::vector<Factor>>(local_error(Errc::usage, "the user id is empty"));
    return detail::list_factors(core_, {std::string(user_id), Credential::secret_key});
  });
}

Pending<SessionFacts> Client::verify_session(SecretView token) {
  return core_->attempt<SessionFacts>([&]() -> Pending<SessionFacts> {
    if (token.empty())
      return core_->finished<SessionFacts>(local_error(Errc::usage, "the token is empty"));
    Ask ask;
    ask.token = token.reveal();
    return core_->start<SessionFacts>(
        core_->plan(Operation::verify_session, Credential::secret_key, ask),
        [](HttpResponse& response, CallBase&) -> Result<SessionFacts> {
          codec::SessionFacts read;
          if (const auto problem = codec::read_session_facts(response.body.reveal(), read))
            return detail::bad_body(response, problem);
          return SessionFacts{read.valid,
                              std::move(read.user_id),
                              std::move(read.session_id),
                              std::move(read.session_type),
                              read.mfa_verified,
                              read.issued_at,
                              read.expires_at};
        });
  });
}

std::size_t Client::poll() noexcept {
  const auto core = core_;
  return core ? core->poll() : 0;
}

std::chrono::milliseconds Client::time_to_poll() const noexcept {
  return core_ ? core_->time_to_poll() : std::chrono::milliseconds::max();
}

void Client::shutdown(std::chrono::milliseconds limit) noexcept {
  if (core_) core_->shutdown(limit);
}

}  // namespace admin
}  // namespace v0
}  // namespace hellojohn
