// Client: checks options, picks the transport, owns Core.
#include "base/ascii.hpp"
#include "base/url.hpp"
#include "client/clock_seam.hpp"
#include "client/core.hpp"
#include "client/make_core.hpp"

#include <hellojohn/client.hpp>

#include <algorithm>
#include <utility>

#if HELLOJOHN_HAS_BEAST
#include "net/beast_transport.hpp"
#endif

namespace hellojohn {
inline namespace v0 {

namespace {

Result<std::unique_ptr<Transport>> transport_of(ClientOptions& options) {
  if (options.transport) return std::move(options.transport);
#if HELLOJOHN_HAS_BEAST
  auto made = options.shared_network ? make_beast_transport(options.shared_network.engine())
                                     : make_beast_transport(options.network);
  if (!made || options.clock == nullptr) return made;
  return std::unique_ptr<Transport>(
      std::make_unique<detail::ClockSeam>(std::move(*made), *options.clock));
#else
  return detail::local_error(Errc::unsupported, "this build has no transport: give one");
#endif
}

/// Header values and path text must not hold what would end a line.
bool is_token(std::string_view text, std::size_t longest) noexcept {
  if (text.size() > longest) return false;
  for (const char c : text)
    if (c <= 0x20 || c > 0x7e) return false;
  return true;
}

/// A URL's scheme (RFC 3986), but not the web's: those are judged by their host.
bool is_scheme(std::string_view text) noexcept {
  if (ascii::equal_ignore_case(text, "http") || ascii::equal_ignore_case(text, "https"))
    return false;
  if (text.empty() || !(ascii::is_lower(text.front()) || ascii::is_upper(text.front())))
    return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return ascii::is_alnum(c) || c == '+' || c == '-' || c == '.'; });
}

const char* problem_of(const ClientOptions& options) noexcept {
  if (options.tenant_id.empty() || !is_token(options.tenant_id, 128))
    return "tenant_id is empty or malformed";
  const BackupCodeFormat& format = options.backup_code_format;
  if (format.groups < 1 || format.groups > 16 || format.group_size < 1 || format.group_size > 32)
    return "backup_code_format is out of range";
  if (options.retry.max_attempts < 1 || options.retry.base_delay.count() < 0 ||
      options.retry.max_delay.count() < 0)
    return "retry is out of range";
  for (const std::string& scheme : options.recovery_link_schemes)
    if (!is_scheme(scheme)) return "recovery_link_schemes has a name that is no scheme of your own";
  if (!options.backup_codes_route.origin.empty() &&
      (options.backup_codes_route.target.empty() ||
       options.backup_codes_route.target.front() != '/' ||
       !is_token(options.backup_codes_route.target, 2048)))
    return "backup_codes_route has no valid path";
  return nullptr;
}

}  // namespace

namespace detail {

namespace {

Result<std::shared_ptr<Core>> build_core(ClientOptions&& options, Secret key) {
  if (const char* wrong = problem_of(options)) return local_error(Errc::usage, wrong);
  const char* problem = nullptr;
  auto origin = read_base_url(options.base_url, options.allow_http_on_loopback, &problem);
  if (!origin) return local_error(Errc::usage, problem);
  options.base_url = std::move(origin->text);
  if (options.recovery_link_hosts.empty())
    options.recovery_link_hosts.push_back(origin->host.ascii);
  if (!options.backup_codes_route.origin.empty()) {
    auto route =
        read_base_url(options.backup_codes_route.origin, options.allow_http_on_loopback, &problem);
    if (!route) return local_error(Errc::usage, problem);
    options.backup_codes_route.origin = std::move(route->text);
  }
  auto transport = transport_of(options);
  if (!transport) return std::move(transport).error();
  return Core::make(std::move(options), std::move(key), std::move(*transport));
}

}  // namespace

Result<std::shared_ptr<Core>> make_core(ClientOptions&& options, Secret key) noexcept {
  Result<std::shared_ptr<Core>> core = local_error(Errc::resource, "no memory for a client");
  if (!completes([&] { core = build_core(std::move(options), std::move(key)); }))
    return local_error(Errc::resource, "no memory for a client");
  return core;
}

}  // namespace detail

Result<Client> Client::create(ClientOptions options) noexcept {
  const std::string_view key = options.publishable_key;
  // Before anything else, and whatever else is wrong: a secret key must never travel with a client.
  if (key.find("sk_") != std::string_view::npos)
    return detail::local_error(
        Errc::usage, "publishable_key holds a secret key (sk_): a client must never hold one");
  const Facts& facts = detail::dialect_of(options).facts;
  const bool wants_key = options.dialect == ServerDialect::v1;
  if (wants_key && (key.substr(0, 3) != "pk_" || !is_token(key, 256)))
    return detail::local_error(Errc::usage, "publishable_key is not a pk_ key");
  if (!wants_key && (options.client_id.empty() || !is_token(options.client_id, 128)))
    return detail::local_error(Errc::usage, "client_id is empty or malformed");
  if (facts.code_format != nullptr) options.backup_code_format = *facts.code_format;
  Secret own_key;
  // Without a key, room for one: the first Secret binds early what could leave a later one on the stack.
  const auto take_key = [&] {
    if (!wants_key) return own_key.reserve(1);
    own_key = Secret(key);
  };
  if (!detail::completes(take_key))
    return detail::local_error(Errc::resource, "no memory for a client");
  auto core = detail::make_core(std::move(options), std::move(own_key));
  if (!core) return std::move(core).error();
  return Client(std::move(*core));
}

#if !HELLOJOHN_HAS_BEAST
Result<SharedNetwork> SharedNetwork::create(NetworkOptions) noexcept {
  return detail::local_error(Errc::unsupported, "this build has no transport");
}
#endif

Client& Client::operator=(Client&& other) noexcept {
  if (this != &other) {
    Client old(std::move(*this));
    core_ = std::move(other.core_);
  }
  return *this;
}

Client::~Client() {
  if (core_) core_->close();
}

Capabilities Client::capabilities() const noexcept {
  if (!core_) return {};
  const Dialect& server = core_->dialect();
  const auto has = [&](Operation op) { return server.has(op, Credential::access_token); };
  Capabilities out;
  out.sign_in_with_backup_code = has(Operation::verify_challenge);
  out.generate_backup_codes = has(Operation::generate);
  out.remove_factor = has(Operation::remove_factor);
  out.send_code_again = has(Operation::send_code);
  out.recovery_by_mail = has(Operation::recovery_request) && has(Operation::recovery_verify);
  out.admin_help = server.has(Operation::remove_factor, Credential::secret_key);
  out.enrol_other_factors = !server.facts.type_is_id;
  out.lists_backup_codes = server.facts.lists_codes;
  out.needs_proof = server.facts.needs_proof;
  out.one_authenticator = server.facts.enrol_replaces;
  out.codes_at_confirmation = server.facts.codes_at_confirm;
  out.codes_lock_for_a_day = server.facts.locks_codes;
  if (server.facts.code_format != nullptr) out.backup_code_format = *server.facts.code_format;
  return out;
}

std::size_t Client::poll() noexcept {
  if (!core_ || !core_->has_work()) return 0;
  // Held here: a continuation may destroy this very object.
  const auto core = core_;
  return core->poll();
}

std::chrono::milliseconds Client::time_to_poll() const noexcept {
  return core_ ? core_->time_to_poll() : std::chrono::milliseconds::max();
}

void Client::shutdown(std::chrono::milliseconds limit) noexcept {
  if (core_) core_->shutdown(limit);
}

}  // namespace v0
}  // namespace hellojohn
