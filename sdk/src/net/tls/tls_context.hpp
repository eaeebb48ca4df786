// The TLS policy: what is offered, whom we trust, and how a certificate must name its host.
// Uses only OpenSSL; knows nothing of sockets, Asio or HTTP.
#pragma once

#include "base/url.hpp"
#include "net/tls/trust_store.hpp"

#include <hellojohn/error.hpp>
#include <hellojohn/result.hpp>
#include <hellojohn/transport.hpp>

#include <openssl/ssl.h>

#include <map>
#include <memory>
#include <string>

namespace hellojohn {
inline namespace v0 {
namespace net {

using SslContextPtr = std::unique_ptr<SSL_CTX, FreedBy<&SSL_CTX_free>>;
using SslSessionPtr = std::unique_ptr<SSL_SESSION, FreedBy<&SSL_SESSION_free>>;

/// Trusts what is in ca_pem and in `ca_file`, the text of NetworkOptions::ca_file, and without that also the system's roots.
/// The first in a process takes milliseconds, so it belongs on the I/O thread. Null in `context` unless a context
/// was made; what it is worth is the result.
[[nodiscard]] Anchors make_tls_context(SslContextPtr& context, const NetworkOptions&,
                                       const std::string& ca_file) noexcept;

/// Adds the system's roots to a context that had no memory for all of them.
[[nodiscard]] Anchors load_system_roots(SSL_CTX*, const NetworkOptions&) noexcept;

/// Server name, host check and buffer policy of one connection. False if OpenSSL refuses.
[[nodiscard]] bool prepare_handshake(SSL*, const Origin&) noexcept;

struct TlsFailure {
  Errc code = Errc::tls_protocol;
  bool permanent = true;
  std::string detail;
};
/// What a failed handshake means. `error` is the OpenSSL error, 0 if the stream ended or broke.
[[nodiscard]] TlsFailure explain_handshake(SSL*, unsigned long error);

/// The peer demanded a client certificate. In TLS 1.3 it says so only after the request.
[[nodiscard]] bool demands_certificate(unsigned long error) noexcept;

/// ALPN is either unused or what we offered.
[[nodiscard]] bool protocol_agreed(const SSL*) noexcept;

/// Sessions to resume, by origin; each is used once, so that two connections cannot be linked by
/// their ticket.
class TlsSessions {
 public:
  void remember(const std::string& key, SSL*) noexcept;
  void offer(const std::string& key, SSL*) noexcept;

 private:
  std::map<std::string, SslSessionPtr> sessions_;
};

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
