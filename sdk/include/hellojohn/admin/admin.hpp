// Calls with a secret key, for a support desk or a studio's backend. A library of its own (hellojohn::admin): never link
// it into a program that players get. Whoever holds the key holds every account.
#pragma once

#include <hellojohn/options.hpp>
#include <hellojohn/pending.hpp>
#include <hellojohn/secret.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn {
namespace detail {
class Core;
}

namespace admin {

/// One entry of the audit log (contract.md A.5). Unknown types are kept as they came.
struct AuditRecord {
  std::string id;
  std::string type;  ///< E.g. "mfa.backup_code_used".
  std::string actor_id, actor_email, actor_type;
  std::string resource_id, resource_type;
  std::string tenant_id;
  std::string ip_address;
  std::string result;      ///< "success" or "failure".
  std::string created_at;  ///< RFC 3339.
};

struct AuditPage {
  std::vector<AuditRecord> data;
  std::optional<long long> total{};
  std::string cursor;  ///< For the next page; empty: this is the last.
};

/// Empty fields do not filter. Views are copied before the call returns.
struct AuditQuery {
  std::string_view type{};  ///< Exact, or with a wildcard: "mfa.*".
  std::string_view actor_id{};
  std::string_view resource_id{};
  std::string_view cursor{};
  int limit = 50;  ///< 1..200
};

/// Obtained from Client::audit(); cheap to copy.
class Audit {
 public:
  explicit Audit(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}
  /// One page, newest first. **Errors** usage for a limit out of range. Source: contract.md A.2 row 16, A.5, E19.
  Pending<AuditPage> list(AuditQuery query);

 private:
  std::shared_ptr<detail::Core> core_;
};

struct ClientOptions {
  std::string base_url{};
  std::string tenant_id{};
  Secret secret_key{};  ///< "sk_live_…" or "sk_test_…"
  bool allow_http_on_loopback = false;
  NetworkOptions network{};
  std::unique_ptr<Transport> transport{};  ///< Null: the built-in one.
  const Clock* clock = nullptr;
  LogSink* log = nullptr;
  Timeouts timeouts{};
  RetryOptions retry{};
};

/// The same rules for threads, deadlines and poll() as hellojohn::Client.
class Client {
 public:
  /// **Errors** usage: a key that is not a secret one, and what hellojohn::Client::create refuses.
  [[nodiscard]] static Result<Client> create(ClientOptions options) noexcept;
  Client(Client&&) noexcept = default;
  Client& operator=(Client&&) = delete;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();

  /// Removes a factor of a user; who they are must have been checked before. A 404 after an unknown outcome counts as
  /// done, a 404 at the first try is not_found. Source: recovery page; contract.md A.2 row 5, E16.
  Pending<Unit> remove_factor(std::string_view user_id, std::string_view factor_id);

  [[nodiscard]] Audit audit() const noexcept { return Audit(core_); }

  std::size_t poll() noexcept;
  void shutdown(std::chrono::milliseconds limit) noexcept;

 private:
  explicit Client(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}
  std::shared_ptr<detail::Core> core_;
};

}  // namespace admin
}  // namespace hellojohn
