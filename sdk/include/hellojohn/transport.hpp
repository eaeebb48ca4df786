// The interface between the library and the network. Implement it to send requests through an engine's own HTTP stack.
// Deadlines, retries, credentials and redaction stay in the library.
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
  std::string value;  ///< Without the line ending.
};

/// One request. The transport adds Host, Content-Length and the fields that its protocol needs, but nothing else.
struct HttpRequest {
  std::string method;  ///< "GET", "POST", "DELETE", "PATCH".
  std::string origin;  ///< "https://host[:port]" without a path. Credentials go to no other origin.
  std::string target;  ///< Path and query, percent-encoded, beginning with '/'.
  std::vector<HttpHeader> headers;  ///< Public headers only.
  Secret authorization;  ///< Value of the Authorization header. Empty: send no such header.
  Secret body;           ///< JSON. Empty: send no Content-Type.
  /// The moment at which the caller stops waiting, on the clock of ClientOptions::clock (by default the steady clock).
  std::chrono::steady_clock::time_point deadline{};
};

/// A complete, well-formed answer. A transport never reports an interim (1xx) answer.
///
/// **Exceptions** none. **Thread safety** one thread at a time.
struct HttpResponse {
  /// The final status of the answer.
  int status = 0;
  /// The library reads Content-Type, Date, Retry-After, X-RateLimit-Reset, X-RateLimit-Remaining, WWW-Authenticate and
  /// X-Request-ID. Other fields do no harm.
  std::vector<HttpHeader> headers;
  Secret body;  ///< At most 64 KiB. May be empty.

  /// The first header of that name, compared without ASCII case. Empty if it is absent.
  [[nodiscard]] std::string_view header(std::string_view name) const noexcept;
};

/// How much of the request the operating system has accepted.
enum class Sent : std::uint8_t {
  none,  ///< Not one byte.
  part,  ///< Some bytes, but not the last one.
  all,   ///< Every byte, so the server may have acted on it.
};

/// Why an exchange has no answer.
struct TransportFailure {
  Errc code = Errc::connection_lost;  ///< One of the network's values of Errc.
  /// How much is known to have left. Also `none` if the peer proves that it did not process the request, for example by a
  /// TLS alert that demands a client certificate. This overrules an earlier on_last_write().
  Sent sent = Sent::none;
  std::uint16_t status_seen =
      0;  ///< The status that was read. 0 if none was, or for a 2xx without JSON.
  bool permanent =
      false;             ///< Another try would fail too, for example because a name does not exist.
  std::string detail{};  ///< A description that is safe to log.
};

using ExchangeId = std::uint64_t;  ///< Chosen by the library; never used twice by one Client.

/// Receives the results of exchanges. The library and tests implement it.
///
/// **Exceptions** none.
/// **Thread safety** any thread, one at a time for each exchange; never inside Transport::start() or Transport::cancel().
/// **Lifetime** until Transport::shutdown() has returned.
class ExchangeSink {
 public:
  virtual ~ExchangeSink() = default;
  /// The transport calls this immediately before it hands over the last bytes of the request. False: the caller has
  /// already heard that nothing was sent. Do not send those bytes; report on_failure() with Sent::part or Sent::none.
  [[nodiscard]] virtual bool on_last_write(ExchangeId) noexcept = 0;
  /// The answer has arrived, and its body was read to the end.
  virtual void on_response(ExchangeId, HttpResponse&&) noexcept = 0;
  /// The exchange failed, and no answer will come.
  virtual void on_failure(ExchangeId, TransportFailure&&) noexcept = 0;
  /// The time that was given to Transport::wake_at() has come.
  virtual void on_wake() noexcept = 0;
};

/// Sends requests. The suite in testing/transport_conformance.hpp checks these rules:
/// - start() never calls the sink before it returns.
/// - Each started exchange ends with exactly one on_response() or on_failure(), also after cancel() and in shutdown().
/// - Without its own thread (is_driven()) it calls the sink only inside drive() and shutdown().
/// - on_last_write() comes before the last bytes, and the transport obeys its answer.
/// - cancel() may be called twice, with an unknown id, and while the exchange ends.
/// - When shutdown() returns, no sink call is running and none will follow. A sink call that blocks past the deadline is
///   the exception: the transport leaves it behind. The library calls start() no more.
/// - A redirect is an answer. The transport does not follow it.
///
/// **Exceptions** none.
/// **Thread safety** start(), cancel(), wake_at() and drive() from any thread; shutdown() from one, not inside a sink call.
/// **Lifetime** the Client owns it.
/// **Cancellation** cancel() ends the exchange early with on_failure(), unless its result is already on its way.
class Transport {
 public:
  virtual ~Transport() = default;
  /// Takes over the request and returns at once.
  virtual void start(ExchangeId, HttpRequest&&, ExchangeSink&) noexcept = 0;
  /// Ends the exchange early.
  virtual void cancel(ExchangeId) noexcept = 0;
  /// Ends all exchanges by `deadline`. Calls no sink after that.
  virtual void shutdown(std::chrono::steady_clock::time_point deadline) noexcept = 0;
  /// Calls sink.on_wake() at that time of ClientOptions::clock, or soon after it. A later call replaces an earlier one.
  /// Returns false if the transport has no timer. poll() and a waiting get() then check the deadlines.
  virtual bool wake_at(std::chrono::steady_clock::time_point, ExchangeSink&) noexcept {
    return false;
  }
  /// True if the transport has no thread: Client::poll() then calls drive(). Waiting calls of Pending::get() always do.
  /// Always the same answer. Such a transport returns false from wake_at().
  [[nodiscard]] virtual bool is_driven() const noexcept { return false; }
  /// Does the transport's work on the calling thread. Returns after some of it was done, by this thread or another one, and
  /// at `until` by the steady clock at the latest. With time_point::min() it does what can be done without waiting.
  /// Returns false if it does nothing: a thread does all the work, or the transport has been shut down.
  ///
  /// **Thread safety** any thread, not inside a sink call. Sinks are called inside it, on one thread at a time.
  virtual bool drive(std::chrono::steady_clock::time_point /*until*/) noexcept { return false; }
};

/// How the built-in transport connects. Every option has a default.
struct NetworkOptions {
  /// A PEM file of trust anchors instead of the system's. Empty: the system's.
  std::string ca_file{};
  /// Trust anchors as PEM text, in addition to ca_file or the system's.
  std::string ca_pem{};
  /// Lets SSL_CERT_FILE and SSL_CERT_DIR replace the system's trust anchors. Off by default, because anybody who starts
  /// the process can set them.
  bool trust_environment = false;
  /// Base64 of SHA-256 digests of SubjectPublicKeyInfo. If there are any, the verified chain must contain one of them, or
  /// nothing is sent. At least two (one is the backup) and `pins_expire` are required. Pin only keys that you control.
  std::vector<std::string> pins{};
  /// After this moment the pins are ignored. The normal checks stay.
  std::chrono::system_clock::time_point pins_expire{};
  /// "http://host[:port]" of a proxy that supports CONNECT. TLS goes end to end, so the proxy learns only host names.
  /// Empty: no proxy, or that of `system_proxy`.
  std::string proxy{};
  /// Uses the proxy of the system's settings, and none for the hosts that they except. They are read once, when the Client or
  /// SharedNetwork is created. Linux: https_proxy, all_proxy and no_proxy in the environment, as curl reads them. Windows: the
  /// account's settings; this machine is reached without the proxy. Proxy scripts (PAC) and their search on the network are
  /// not supported. create() fails with `usage` if the settings name a script and no proxy, a SOCKS proxy, TLS to the proxy
  /// or a password. Off by default, because anybody who starts the process can set the environment.
  bool system_proxy = false;
  /// For name resolution and the TCP connection together.
  std::chrono::milliseconds connect_timeout{5000};
  std::chrono::milliseconds tls_timeout{5000};  ///< For the TLS handshake.
  std::chrono::milliseconds idle_limit{
      4000};  ///< A connection that was idle for longer is not reused. Most servers close theirs after 5 s.
  /// For one origin, at least 1. Further calls wait their turn, first in first out, while their deadlines run; one that
  /// never got its turn is `timeout` with nothing sent.
  std::size_t max_connections = 64;
  /// False: the transport starts no thread for its sockets. Client::poll() and each waiting Pending::get() do its work, so a
  /// call goes on only while one of them runs: call poll() as often as Client::time_to_poll() says. A thread runs only while
  /// a host name is being resolved. For tools, consoles and servers that fork (docs/13-threading.md).
  bool own_thread = true;
};

}  // namespace v0
}  // namespace hellojohn
