// Soft on what is absent, hard on what is proven: a missing or unreadable staple changes nothing
// (an attacker would leave it out), a signed "revoked" ends the handshake.
#include "net/tls/certificate_checks.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <memory>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

constexpr std::size_t base64_of_digest = 44;
constexpr long clock_tolerance_seconds = 300;

using OcspAnswer = std::unique_ptr<OCSP_BASICRESP, void (*)(OCSP_BASICRESP*)>;

std::optional<PinSet::Digest> decode_pin(const std::string& text) {
  if (text.size() != base64_of_digest || text.back() != '=') return std::nullopt;
  unsigned char raw[base64_of_digest / 4 * 3];
  if (EVP_DecodeBlock(raw, reinterpret_cast<const unsigned char*>(text.data()),
                      static_cast<int>(text.size())) != static_cast<int>(sizeof raw))
    return std::nullopt;
  PinSet::Digest out;
  std::copy_n(raw, out.size(), out.begin());
  return out;
}

OcspAnswer stapled_answer(SSL* ssl) noexcept {
  OcspAnswer out(nullptr, &OCSP_BASICRESP_free);
  const unsigned char* raw = nullptr;
  const long size = SSL_get_tlsext_status_ocsp_resp(ssl, &raw);
  if (raw == nullptr || size <= 0) return out;
  const std::unique_ptr<OCSP_RESPONSE, void (*)(OCSP_RESPONSE*)> answer(
      d2i_OCSP_RESPONSE(nullptr, &raw, size), &OCSP_RESPONSE_free);
  if (answer && OCSP_response_status(answer.get()) == OCSP_RESPONSE_STATUS_SUCCESSFUL)
    out.reset(OCSP_response_get1_basic(answer.get()));
  return out;
}

bool says_revoked(OCSP_BASICRESP* answer, X509* leaf, X509* issuer, const EVP_MD* digest) noexcept {
  const std::unique_ptr<OCSP_CERTID, void (*)(OCSP_CERTID*)> id(
      OCSP_cert_to_id(digest, leaf, issuer), &OCSP_CERTID_free);
  int status = V_OCSP_CERTSTATUS_UNKNOWN;
  int reason = 0;
  ASN1_GENERALIZEDTIME* revoked = nullptr;
  ASN1_GENERALIZEDTIME* from = nullptr;
  ASN1_GENERALIZEDTIME* until = nullptr;
  return id &&
         OCSP_resp_find_status(answer, id.get(), &status, &reason, &revoked, &from, &until) == 1 &&
         status == V_OCSP_CERTSTATUS_REVOKED &&
         OCSP_check_validity(from, until, clock_tolerance_seconds, -1) == 1;
}

bool is_revoked(SSL* ssl) noexcept {
  const OcspAnswer answer = stapled_answer(ssl);
  STACK_OF(X509)* chain = SSL_get0_verified_chain(ssl);
  if (!answer || chain == nullptr || sk_X509_num(chain) < 2) return false;
  X509_STORE* store = SSL_CTX_get_cert_store(SSL_get_SSL_CTX(ssl));
  if (OCSP_basic_verify(answer.get(), chain, store, 0) != 1) return false;
  X509* leaf = sk_X509_value(chain, 0);
  X509* issuer = sk_X509_value(chain, 1);
  return says_revoked(answer.get(), leaf, issuer, EVP_sha1()) ||
         says_revoked(answer.get(), leaf, issuer, EVP_sha256());
}

int on_status(SSL* ssl, void*) noexcept {
  const bool revoked = is_revoked(ssl);
  ERR_clear_error();  // Else an unreadable staple would be taken for the handshake's own failure.
  return revoked ? 0 : 1;
}

}  // namespace

std::optional<PinSet> PinSet::make(const std::vector<std::string>& base64,
                                   std::chrono::system_clock::time_point expires) {
  PinSet out;
  out.expires_ = expires;
  if (base64.empty()) return out;
  for (const std::string& text : base64) {
    const auto pin = decode_pin(text);
    if (!pin) return std::nullopt;
    if (std::find(out.pins_.begin(), out.pins_.end(), *pin) == out.pins_.end())
      out.pins_.push_back(*pin);
  }
  const bool dated = expires != std::chrono::system_clock::time_point{};
  if (out.pins_.size() < 2 || !dated) return std::nullopt;
  return out;
}

bool PinSet::hold(SSL* ssl, std::chrono::system_clock::time_point now) const noexcept {
  if (pins_.empty() || now >= expires_ || SSL_session_reused(ssl) == 1) return true;
  const STACK_OF(X509)* chain = SSL_get0_verified_chain(ssl);
  for (int i = 0; chain != nullptr && i < sk_X509_num(chain); ++i)
    if (matches(sk_X509_value(chain, i))) return true;
  return false;
}

bool PinSet::matches(X509* certificate) const noexcept {
  unsigned char* key = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &key);
  if (size <= 0) return false;
  Digest digest{};
  const int hashed = EVP_Digest(key, static_cast<std::size_t>(size), digest.data(), nullptr,
                                EVP_sha256(), nullptr);
  OPENSSL_free(key);
  return hashed == 1 && std::find(pins_.begin(), pins_.end(), digest) != pins_.end();
}

void refuse_stapled_revocation(SSL_CTX* context) noexcept {
  SSL_CTX_set_tlsext_status_type(context, TLSEXT_STATUSTYPE_ocsp);
  SSL_CTX_set_tlsext_status_cb(context, &on_status);
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
