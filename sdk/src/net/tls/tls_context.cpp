// Set explicitly rather than left to the distribution, so that every machine refuses the same
// servers.
#include "net/tls/tls_context.hpp"

// First: Windows' headers give names to macros that OpenSSL's take back.
#include <boost/asio/detail/socket_types.hpp>

#include "net/tls/certificate_checks.hpp"
#include "net/tls/missing_roots.hpp"
#include "net/tls/trust_store.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <cstring>
#include <mutex>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

constexpr int security_level = 2;
constexpr const char* tls12_ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* tls13_ciphers =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr const char* groups = "X25519:P-256:P-384:P-521";
constexpr const char* signatures =
    "ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:ed25519:RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512:"
    "RSA+SHA256:RSA+SHA384:RSA+SHA512";
constexpr long certificate_list_limit = 100 * 1024;
/// A longer request takes several. OpenSSL keeps a buffer for one record with each connection.
constexpr long longest_record = 4096;
constexpr unsigned char alpn_offer[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
constexpr std::size_t session_limit = 64;

/// Says everything, also what is OpenSSL's default: a new context carries what the host's
/// openssl.cnf asks for in its system_default section.
bool apply_policy(SSL_CTX* context) noexcept {
  SSL_CTX_set_security_level(context, security_level);
  SSL_CTX_clear_options(context, ~std::uint64_t{0});
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_CLEANSE_PLAINTEXT |
                                   SSL_OP_NO_COMPRESSION | SSL_OP_ENABLE_MIDDLEBOX_COMPAT);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_max_cert_list(context, certificate_list_limit);
  refuse_stapled_revocation(context);
  return SSL_CTX_set_max_send_fragment(context, longest_record) == 1 &&
         SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
         SSL_CTX_set_max_proto_version(context, 0) == 1 &&
         SSL_CTX_set_cipher_list(context, tls12_ciphers) == 1 &&
         SSL_CTX_set_ciphersuites(context, tls13_ciphers) == 1 &&
         SSL_CTX_set1_groups_list(context, groups) == 1 &&
         SSL_CTX_set1_sigalgs_list(context, signatures) == 1 &&
         SSL_CTX_set_alpn_protos(context, alpn_offer, sizeof alpn_offer) == 0;
}

/// An empty store instead of the one that the host's configuration named.
bool replace_store(SSL_CTX* context) noexcept {
  X509_STORE* store = X509_STORE_new();
  if (store == nullptr) return false;
  SSL_CTX_set_cert_store(context, store);
  return SSL_CTX_set1_verify_cert_store(context, store) == 1;
}

bool add_anchors(SSL_CTX* context, const std::vector<CertificatePtr>& anchors) {
  bool added = false;
  for (const CertificatePtr& anchor : anchors)
    if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context), anchor.get()) == 1) added = true;
  throw_where_memory_ran_out();
  return added;
}

Anchors add_roots(SSL_CTX* context, const NetworkOptions& options) noexcept {
  const Anchors found =
      add_system_roots(SSL_CTX_get_cert_store(context), options.trust_environment);
  return found == Anchors::none && !options.ca_pem.empty() ? Anchors::ready : found;
}

bool is_address(const std::string& host) noexcept {
  unsigned char raw[16];
  return inet_pton(AF_INET, host.c_str(), raw) == 1 || inet_pton(AF_INET6, host.c_str(), raw) == 1;
}

/// OpenSSL's words for a reason are a fixed table: safe to log, unlike its full error lines.
std::string reason_words(unsigned long error) {
  const char* words = ERR_reason_error_string(error);
  return words != nullptr ? std::string("TLS handshake failed: ") + words
                          : std::string("TLS handshake failed");
}

}  // namespace

Anchors make_tls_context(SslContextPtr& context, const NetworkOptions& options,
                         const std::string& ca_file) noexcept {
  TlsSetup setup;
  const std::lock_guard lock(setup);
  ERR_clear_error();
  if (private_library() == nullptr) return Anchors::no_memory;
  SslContextPtr made(SSL_CTX_new_ex(private_library(), nullptr, TLS_client_method()));
  if (!made || !apply_policy(made.get()) || !replace_store(made.get())) return Anchors::no_memory;
  try {
    for (const std::string* pem : {&ca_file, &options.ca_pem})
      if (!pem->empty() && !add_anchors(made.get(), read_pem_text(*pem)))
        return Anchors::unreadable;
  } catch (...) {
    return Anchors::no_memory;
  }
  context = std::move(made);
  if (const FindRoot* find = system_root_finder(); find != nullptr && ca_file.empty())
    ask_for_missing_roots(context.get(), find);
  return ca_file.empty() ? add_roots(context.get(), options) : Anchors::ready;
}

Anchors load_system_roots(SSL_CTX* context, const NetworkOptions& options) noexcept {
  TlsSetup setup;
  const std::lock_guard lock(setup);
  return add_roots(context, options);
}

bool prepare_handshake(SSL* ssl, const Origin& origin) noexcept {
  // Buffers that are given back between records would leave plain text in the heap.
  SSL_clear_mode(ssl, SSL_MODE_RELEASE_BUFFERS);
  X509_VERIFY_PARAM* param = SSL_get0_param(ssl);
  X509_VERIFY_PARAM_set_hostflags(
      param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  if (is_address(origin.host.ascii))
    return X509_VERIFY_PARAM_set1_ip_asc(param, origin.host.ascii.c_str()) == 1;
  std::string_view name = origin.host.ascii;
  if (name.size() > 1 && name.back() == '.') name.remove_suffix(1);
  // An empty name would switch the check off.
  if (name.empty() || X509_VERIFY_PARAM_set1_host(param, name.data(), name.size()) != 1)
    return false;
  char server_name[256] = {};
  if (name.size() >= sizeof server_name) return false;
  std::memcpy(server_name, name.data(), name.size());
  return SSL_set_tlsext_host_name(ssl, server_name) == 1;
}

TlsFailure explain_handshake(SSL* ssl, unsigned long error) {
  const long verified = SSL_get_verify_result(ssl);
  if (memory_ran_out(error) || verified == X509_V_ERR_OUT_OF_MEM ||
      verified == X509_V_ERR_STORE_LOOKUP)
    return {Errc::resource, false, "out of memory in the TLS handshake"};
  if (verified != X509_V_OK)
    return {Errc::tls_trust, true,
            std::string("certificate verify failed: ") + X509_verify_cert_error_string(verified)};
  if (error == 0) return {Errc::tls_protocol, false, "connection closed in the TLS handshake"};
  switch (ERR_GET_REASON(error)) {
    case SSL_R_INVALID_STATUS_RESPONSE:
      return {Errc::tls_trust, true, "certificate revoked, says the stapled answer"};
    case SSL_R_EXCESSIVE_MESSAGE_SIZE:
      return {Errc::tls_trust, true, "certificate list over 100 KiB"};
    default: break;
  }
  const bool passing = ERR_GET_REASON(error) == SSL_R_TLSV1_ALERT_INTERNAL_ERROR;
  return {Errc::tls_protocol, !passing, reason_words(error)};
}

bool demands_certificate(unsigned long error) noexcept {
  switch (ERR_GET_REASON(error)) {
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    case SSL_R_SSLV3_ALERT_NO_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN: return true;
    default: return false;
  }
}

bool protocol_agreed(const SSL* ssl) noexcept {
  const unsigned char* chosen = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl, &chosen, &size);
  if (size == 0) return true;
  return size == sizeof alpn_offer - 1 && std::memcmp(chosen, alpn_offer + 1, size) == 0;
}

void TlsSessions::remember(const std::string& key, SSL* ssl) noexcept {
  SSL_SESSION* current = SSL_get_session(ssl);
  if (current == nullptr || SSL_SESSION_is_resumable(current) != 1) return;
  // A copy: OpenSSL spoils the original when its connection goes without a TLS goodbye.
  SslSessionPtr session(SSL_SESSION_dup(current));
  if (!session) return;
  try {
    if (sessions_.size() >= session_limit && sessions_.find(key) == sessions_.end()) return;
    sessions_[key] = std::move(session);
  } catch (...) {
    // A session that is not kept costs one full handshake, nothing else.
    return;
  }
}

void TlsSessions::offer(const std::string& key, SSL* ssl) noexcept {
  const auto found = sessions_.find(key);
  if (found == sessions_.end()) return;
  if (SSL_set_session(ssl, found->second.get()) != 1) ERR_clear_error();
  sessions_.erase(found);
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
