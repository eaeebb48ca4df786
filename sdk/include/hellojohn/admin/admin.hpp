// Calls with a secret key, for a support desk or a studio's backend. A separate library (hellojohn::admin): never link
// it into a program that players get. The key opens every account.
#pragma once

#include <hellojohn/admin/audit.hpp>
#include <hellojohn/admin/identity_check.hpp>
#include <hellojohn/admin/overrides.hpp>
#include <hellojohn/mfa.hpp>
#include <hellojohn/options.hpp>
#include <hellojohn/pending.hpp>
#include <hellojohn/secret.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace admin {

/// What a Client is made from; see hellojohn::ClientOptions for the fields of the same name.
struct ClientOptions {
  std::string base_url{};   ///< An origin.
  std::string tenant_id{};  ///< "tnt_..."
  Secret secret_key{};      ///< "sk_live_..." or "sk_test_..."; see dialect.
  /// With self_hosted the secret key is an administrator's access token, and the audit log is all that there is.
  ServerDialect dialect = ServerDialect::v1;
  bool allow_http_on_loopback = false;     ///< Permits http:// to 127.0.0.0/8, ::1 and localhost.
  NetworkOptions network{};                ///< Only for its own built-in transport.
  SharedNetwork shared_network{};          ///< Empty: its own network engine.
  std::unique_ptr<Transport> transport{};  ///< Null: the built-in one.
  std::function<void()> on_ready{};        ///< poll() has something to do; the same rules.
  const Clock* clock = nullptr;            ///< Null: the system's. Must outlive the Client.
  LogSink* log = nullptr;                  ///< Null: no log. Must outlive the Client.
  OverrideLog* record = nullptr;           ///< Null: no local record. Must outlive the Client.
  Timeouts timeouts{};                     ///< Bounds of each call.
  RetryOptions retry{};                    ///< When the client tries again.
};

/// The same rules for threads, deadlines and poll() as hellojohn::Client.
///
/// An override takes an IdentityCheck, without which nothing is sent (usage). In the order in which to think of them:
/// send_recovery is the safer way and no override, because the person proves an address and nobody at the desk holds a
/// secret; then remove_factor, generate_backup_codes, and impersonate last.
/// **Errors** each function names its own.
/// **Exceptions** none: a call without memory is a finished one that failed with Errc::resource.
/// **Thread safety** calls from any thread; poll() from one thread at a time.
/// **Lifetime** handles may outlive it; their calls then fail with Errc::shutting_down.
/// **Cancellation** see Pending: cancelling ends the wait. Error::outcome says what is certain about the effect.
class Client {
 public:
  /// **Errors** usage: a key that is not a secret one, and what hellojohn::Client::create refuses.
  [[nodiscard]] static Result<Client> create(ClientOptions options) noexcept;
  Client(Client&&) noexcept = default;  ///< The one moved from may only be destroyed.
  Client& operator=(Client&&) = delete;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();

  /// Mails a recovery link to an address, as the person could have done. Says nothing of whether there is an account.
  /// The key does not go with it. **Errors** as Recovery::request.
  /// **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<Unit> send_recovery(std::string_view email);

  /// A user's factors; backup_codes is one of them if there is a set.
  /// **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<std::vector<Factor>> factors(std::string_view user_id);

  /// Removes a factor of a user, who can then sign in without it. Sent once. A 404 ends with not_found and
  /// Outcome::unknown: read factors() to see what holds. **Source** docs/contract/endpoints.md#calls-of-the-support-desk
  Pending<Override> remove_factor(std::string_view user_id, std::string_view factor_id,
                                  const IdentityCheck& identity);

  /// Makes a new set of backup codes; every earlier code of the user is dead. Sent once: with outcome unknown or
  /// done_answer_lost the earlier codes may be dead and the new ones unseen. Prefer send_recovery: everybody who sees a
  /// player's codes holds a silent login. **Source** docs/contract/endpoints.md#calls-of-the-support-desk
  Pending<GeneratedCodes> generate_backup_codes(std::string_view user_id,
                                                const IdentityCheck& identity);

  /// Opens a session of the user without MFA, for an hour at most unless long_session allows more. Sent once. With outcome
  /// unknown or done_answer_lost a session may exist that nobody holds. Search the audit log for it: Error::detail says from
  /// when on, and Error::request_id names the entry if the server sent one. Anybody may find a mailed token: prefer
  /// send_recovery. **Source** docs/contract/endpoints.md#calls-of-the-support-desk
  Pending<Impersonation> impersonate(ImpersonateRequest request, const IdentityCheck& identity);

  /// Asks whether a session is alive, revocation included, and what it is worth. Changes nothing.
  /// **Errors** usage for an empty token. **Source** docs/contract/endpoints.md#calls-of-the-support-desk
  Pending<SessionFacts> verify_session(SecretView token);

  /// The audit log; may outlive this object.
  [[nodiscard]] Audit audit() const noexcept { return Audit(core_); }

  std::size_t poll() noexcept;  ///< As hellojohn::Client::poll().
  /// As hellojohn::Client::time_to_poll().
  [[nodiscard]] std::chrono::milliseconds time_to_poll() const noexcept;
  void shutdown(std::chrono::milliseconds limit) noexcept;  ///< As hellojohn::Client::shutdown().

 private:
  Client(std::shared_ptr<detail::Core> core, OverrideLog* record) noexcept
      : core_(std::move(core)), record_(record) {}
  std::shared_ptr<detail::Core> core_;
  OverrideLog* record_;
};

}  // namespace admin
}  // namespace v0
}  // namespace hellojohn
