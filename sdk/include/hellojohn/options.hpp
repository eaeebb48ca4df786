// What a Client is made from: plain structs, defaults in the declaration.
#pragma once

#include <hellojohn/clock.hpp>
#include <hellojohn/log.hpp>
#include <hellojohn/network.hpp>
#include <hellojohn/session.hpp>
#include <hellojohn/transport.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace hellojohn {
inline namespace v0 {

/// The shape of backup codes (docs/contract/assumptions.md#typed-codes): groups of characters with a dash between.
struct BackupCodeFormat {
  /// Which characters a code has, and what is folded before it is sent.
  enum class Alphabet : std::uint8_t {
    upper_alnum,  ///< A-Z 0-9; typed lower case is folded.
    mixed_alnum,  ///< A-Z a-z 0-9; case is kept.
    digits,       ///< 0-9.
    exact,        ///< Nothing is folded: the trimmed bytes are sent.
  };
  Alphabet alphabet = Alphabet::upper_alnum;  ///< What a code is made of.
  int groups = 2;                             ///< 1..16
  int group_size = 4;                         ///< 1..32
  char separator = '-';  ///< '\0' for none, as on the self-hosted server's 10 characters.
};

/// Sends "make new backup codes" to a studio's own backend, which holds the secret key.
/// It gets the user's access token and an empty body; it answers as the service would.
struct BackupCodesRoute {
  std::string origin{};  ///< "https://backend.example"; empty: the service itself.
  std::string target{};  ///< Path, e.g. "/account/backup-codes".
};

/// Bounds of one call, in milliseconds, from the call to its result.
struct Timeouts {
  std::chrono::milliseconds sensitive{15000};  ///< verify, recovery verify, confirm.
  std::chrono::milliseconds other{30000};      ///< Every other call.
};

/// How often and how fast a call is repeated if that is safe (docs/contract/outcomes.md).
struct RetryOptions {
  int max_attempts = 3;                       ///< In all, the first included; at least 1.
  std::chrono::milliseconds base_delay{200};  ///< Full jitter: a random share of base * 2^n.
  /// Makes delays and the moments of renewal repeatable, for tests. 0: differs for each client.
  std::uint64_t jitter_seed = 0;
  std::chrono::milliseconds max_delay{5000};  ///< No wait between two tries is longer than this.
  double budget = 10.0;                       ///< Retries that may be spent at once.
  double budget_per_success = 0.1;            ///< Retries that each success gives back.
};

/// Which server a Client speaks to (docs/26-your-own-server.md).
enum class ServerDialect : std::uint8_t {
  v1,           ///< The documented service.
  self_hosted,  ///< The open-source server's own /v2 routes. ClientOptions::client_id is then required.
};

/// Everything a Client needs. Copied by Client::create.
struct ClientOptions {
  std::string
      base_url{};  ///< An origin; a trailing /v1 is accepted (docs/contract/assumptions.md#base-url).
  std::string tenant_id{};  ///< "tnt_..."
  std::string
      publishable_key{};  ///< "pk_live_..." or "pk_test_..."; an "sk_" key is refused, with no switch.
  ServerDialect dialect = ServerDialect::v1;  ///< Which server base_url is.
  std::string
      client_id{};  ///< Only for self_hosted, which has no publishable key: the application.
  bool allow_http_on_loopback = false;  ///< Permits http:// to 127.0.0.0/8, ::1 and localhost.

  NetworkOptions network{};                ///< Only for a built-in transport of this client's own.
  SharedNetwork shared_network{};          ///< Empty: a network engine of this client's own.
  std::unique_ptr<Transport> transport{};  ///< Null: the built-in one.
  /// For a host that sleeps between frames: called when Client::poll() has something to do because a call has ended or an
  /// event waits, and then not again before the next poll(). Wake the host here, for example with glfwPostEmptyEvent().
  /// It may come once too often. It says nothing of what becomes due by time: ask Client::time_to_poll(). Without
  /// NetworkOptions::own_thread nobody looks at the network while the host sleeps: it then comes when a request was started,
  /// and from the poll() or get() that finds a call's end.
  ///
  /// **Exceptions** none may leave it.
  /// **Thread safety** called on any thread, also on yours inside a call of the library, one at a time. Return at once.
  /// Call nothing of the library, and take no lock that you hold while you call the library.
  /// **Lifetime** not called any more after Client::shutdown() or the destructor has returned.
  std::function<void()> on_ready{};
  const Clock* clock = nullptr;   ///< Null: the system's. Must outlive the Client.
  LogSink* log = nullptr;         ///< Null: no log. Must outlive the Client.
  SessionStore* store = nullptr;  ///< Null: only in memory. Must outlive the Client.

  /// How the service shapes its codes. With self_hosted the client sets it: 10 characters without a separator.
  BackupCodeFormat backup_code_format{};
  BackupCodesRoute backup_codes_route{};  ///< Unset: codes are asked of the service.
  std::vector<std::string>
      recovery_link_hosts{};  ///< Hosts a recovery link may name; empty: base_url's.
  std::vector<std::string>
      recovery_link_schemes{};  ///< Your own schemes in recovery links, e.g. "mygame"; empty: none.
  std::chrono::seconds fresh_sign_in{
      300};              ///< Codes are made only this soon after a sign-in or verify.
  Timeouts timeouts{};   ///< See Timeouts.
  RetryOptions retry{};  ///< See RetryOptions.
};

}  // namespace v0
}  // namespace hellojohn
