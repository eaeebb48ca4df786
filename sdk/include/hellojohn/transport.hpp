// The one seam to the network. Implement it to route calls through an engine's own HTTP stack;
// deadlines, retries, credentials and redaction live above it and are not lost by replacing it.
#pragma once

#include <hellojohn/error.hpp>
#include <hellojohn/secret.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hellojohn {
inline namespace v0 {

/// One header field of a request or an answer.
struct HttpHeader {
  std::string name;   ///< ASCII; compared without case.
  std::string value;  ///< Without the line's end.
};

/// One request. The transport adds Host, Content-Length and what its protocol needs, and nothing else.
struct HttpRequest {
  std::string method;  ///< "GET", "POST", "DELETE", "PATCH".
  std::string origin;  ///< "https://host[:port]", never with a path; keys never go to another one.
  std::string target;  ///< Path and query, percent-encoded, beginning with '/'.
  std::vector<HttpHeader> headers;  ///< Public headers only.
  Secret authorization;             ///< Value of the Authorization header; no header where empty.
  Secret body;                      ///< JSON; no Content-Type is sent where empty.
  /// When the caller will have stopped waiting, on Clock::now() of ClientOptions::clock (by default the steady clock).
  std::chrono::steady_clock::time_point deadline{};
};

/// A complete, well-formed answer. Interim (1xx) answers are never handed up.
struct HttpResponse {
  /// The final status of the answer.
  int status = 0;
  /// The client reads Content-Type, Date, Retry-After, WWW-Authenticate, X-RateLimit-Remaining, X-RateLimit-Reset and
  /// X-Request-ID. Others do no harm.
  std::vector<HttpHeader> headers;
  Secret body;  ///< At most 64 KiB; empty where there is none.

  /// First header of that name, ASCII case-insensitive; empty where absent.
  [[nodiscard]] std::string_view header(std::string_view name) const noexcept;
};

/// How much of the request had been handed to the operating system.
enum class Sent : std::uint8_t {
  none,  ///< Not a byte of it.
  part,  ///< Some of it, never its last bytes.
  all,   ///< The last bytes too: the server may have acted on it.
};

/// Why there is no answer.
struct TransportFailure {
  Errc code = Errc::connection_lost;  ///< Why; one of the network's values of Errc.
  /// What is known to have left; `none` also where the peer proves that it was not processed (for example a TLS alert
  /// that demands a client certificate). It overrules an earlier on_last_write.
  Sent sent = Sent::none;
  std::uint16_t status_seen = 0;  ///< Status of the head read; 0: none, or a 2xx without JSON.
  bool permanent = false;  ///< The same try will fail again, e.g. a name that does not exist.
  std::string detail{};    ///< Log-safe words of the transport's own.
};

using ExchangeId = std::uint64_t;  ///< Chosen by the library; never used twice by one Client.

/// Receives what becomes of exchanges. Implemented by the library (and by tests).
///
/// **Thread** any one thread at a time per exchange; never inside Transport::start or Transport::cancel.
class ExchangeSink {
 public:
  virtual ~ExchangeSink() = default;
  /// Asked immediately before the final bytes of the request are handed over. False: the caller has already been told
  /// that nothing was sent; do not hand them over, and report on_failure with Sent::part or Sent::none.
  [[nodiscard]] virtual bool on_last_write(ExchangeId) noexcept = 0;
  /// The answer is there, with a body that was read to its end.
  virtual void on_response(ExchangeId, HttpResponse&&) noexcept = 0;
  /// There is none, and none will come.
  virtual void on_failure(ExchangeId, TransportFailure&&) noexcept = 0;
  /// The time given to Transport::wake_at has come.
  virtual void on_wake() noexcept = 0;
};

/// Sends requests. Rules, all checked by testing/transport_conformance.hpp:
/// - start() never calls the sink before it returns;
/// - exactly one of on_response and on_failure per started exchange, also after cancel() and in shutdown();
/// - on_last_write comes before the final bytes, and its answer is obeyed;
/// - cancel() is idempotent, takes unknown ids, and may race with completion;
/// - when shutdown() returns, no sink call is running (but one that does not return by itself before
///   the deadline: it is left behind) and none will follow; later start() calls fail through nothing at
///   all: the library does not make any;
/// - redirects are reported as answers, never followed.
///
/// **Thread** start, cancel and wake_at from any thread; shutdown from one, not inside a sink call.
class Transport {
 public:
  virtual ~Transport() = default;
  /// Takes the request over and returns at once; `ExchangeSink` lives until shutdown() has
  /// returned.
  virtual void start(ExchangeId, HttpRequest&&, ExchangeSink&) noexcept = 0;
  /// Ends the exchange early: on_failure follows, unless an outcome was on its way.
  virtual void cancel(ExchangeId) noexcept = 0;
  /// Ends all exchanges within the time, then calls the sink no more.
  virtual void shutdown(std::chrono::steady_clock::time_point deadline) noexcept = 0;
  /// Optional timer service: calls sink.on_wake() at or soon after the time, which is one of ClientOptions::clock; a later call replaces an earlier one.
  /// False where the transport has no timer: deadlines are then checked by poll() and by a waiting get().
  virtual bool wake_at(std::chrono::steady_clock::time_point, ExchangeSink&) noexcept {
    return false;
  }
};

/// How the built-in transport connects. Plain options, all optional.
struct NetworkOptions {
  /// PEM file of trust anchors that replaces the system's; empty: the system's.
  std::string ca_file{};
  /// PEM text of trust anchors, in addition to ca_file or the system's.
  std::string ca_pem{};
  /// Lets SSL_CERT_FILE and SSL_CERT_DIR replace the system's trust anchors. Off: the environment
  /// of a process is no place to decide whom it trusts.
  bool trust_environment = false;
  /// Base64 of SHA-256 digests of SubjectPublicKeyInfo. Where there are any, one must stand in the
  /// verified chain, which is checked before anything is sent. At least two (one is the backup),
  /// and `pins_expire`, are required. Never pin a service whose keys you do not control.
  std::vector<std::string> pins{};
  /// From then on the pins are ignored, and normal validation stays.
  std::chrono::system_clock::time_point pins_expire{};
  /// "http://host[:port]" of a proxy through which https services are reached by CONNECT; TLS goes
  /// end to end, and the proxy is told their names alone. Empty: none; the environment is not asked.
  std::string proxy{};
  /// For name resolution and the TCP connection together.
  std::chrono::milliseconds connect_timeout{5000};
  std::chrono::milliseconds tls_timeout{5000};  ///< For the TLS handshake.
  std::chrono::milliseconds idle_limit{
      4000};  ///< A kept connection idle for longer is not used for a new call. Usual servers close theirs at 5 s.
  /// For one origin, at least 1. Further calls wait their turn, first in first out, while their deadlines run; one that
  /// never got its turn is `timeout` with nothing sent.
  std::size_t max_connections = 64;
};

}  // namespace v0
}  // namespace hellojohn
