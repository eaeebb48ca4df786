// See certificate.hpp.
#include "certificate.hpp"

#include <ctime>
#include <memory>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace hellojohn {
inline namespace v0 {
namespace testing {

namespace {

struct Free {
  void operator()(X509* x) const noexcept { X509_free(x); }
  void operator()(EVP_PKEY* x) const noexcept { EVP_PKEY_free(x); }
  void operator()(BIO* x) const noexcept { BIO_free(x); }
  void operator()(X509_EXTENSION* x) const noexcept { X509_EXTENSION_free(x); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

constexpr long backdated = -300;  // Clocks of two machines differ a little.
constexpr long one_day = 24L * 60 * 60;
constexpr long one_year = 365 * one_day;

Owned<EVP_PKEY> make_key() { return Owned<EVP_PKEY>(EVP_EC_gen("P-256")); }

bool set_serial(X509* certificate) {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof bytes) != 1) return false;
  bytes[0] &= 0x7f;
  BIGNUM* number = BN_bin2bn(bytes, sizeof bytes, nullptr);
  const bool well = number != nullptr &&
                    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
  BN_free(number);
  return well;
}

bool add_extension(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

Owned<X509> make_certificate(const char* name, EVP_PKEY* key, X509* issuer, long life) {
  Owned<X509> certificate(X509_new());
  if (!certificate || X509_set_version(certificate.get(), X509_VERSION_3) != 1) return {};
  if (!set_serial(certificate.get())) return {};
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), backdated);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), life);
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  if (X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                                 reinterpret_cast<const unsigned char*>(name), -1, -1, 0) != 1)
    return {};
  X509_NAME* issuer_name = issuer != nullptr ? X509_get_subject_name(issuer) : subject;
  if (X509_set_issuer_name(certificate.get(), issuer_name) != 1 ||
      X509_set_pubkey(certificate.get(), key) != 1)
    return {};
  return certificate;
}

Owned<X509> make_ca(EVP_PKEY* key, long life) {
  auto ca = make_certificate("HelloJohn mock server CA (tests only)", key, nullptr, life);
  if (!ca) return {};
  X509* const c = ca.get();
  const bool well =
      add_extension(c, c, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
      add_extension(c, c, NID_key_usage, "critical,keyCertSign,cRLSign") &&
      add_extension(c, c, NID_subject_key_identifier, "hash") &&
      add_extension(c, c, NID_name_constraints,
                    "critical,permitted;DNS:localhost,permitted;IP:127.0.0.0/255.0.0.0,"
                    "permitted;IP:::1/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF") &&
      X509_sign(c, key, EVP_sha256()) != 0;
  return well ? std::move(ca) : nullptr;
}

Owned<X509> make_leaf(EVP_PKEY* key, X509* ca, EVP_PKEY* ca_key) {
  auto leaf = make_certificate("localhost", key, ca, one_day);
  if (!leaf) return {};
  X509* const c = leaf.get();
  const bool well =
      add_extension(c, ca, NID_basic_constraints, "critical,CA:FALSE") &&
      add_extension(c, ca, NID_key_usage, "critical,digitalSignature") &&
      add_extension(c, ca, NID_ext_key_usage, "serverAuth") &&
      add_extension(c, ca, NID_subject_key_identifier, "hash") &&
      add_extension(c, ca, NID_authority_key_identifier, "keyid") &&
      add_extension(c, ca, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1") &&
      X509_sign(c, ca_key, EVP_sha256()) != 0;
  return well ? std::move(leaf) : nullptr;
}

template <class Write>
std::string pem(Write write) {
  const Owned<BIO> bio(BIO_new(BIO_s_mem()));
  if (!bio || write(bio.get()) != 1) return {};
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return std::string(bytes, static_cast<std::size_t>(size));
}

std::string pem_of(X509* certificate) {
  return pem([&](BIO* b) { return PEM_write_bio_X509(b, certificate); });
}
std::string pem_of(EVP_PKEY* key) {
  return pem([&](BIO* b) {
    return PEM_write_bio_PrivateKey(b, key, nullptr, nullptr, 0, nullptr, nullptr);
  });
}

Owned<BIO> reader(const std::string& text) {
  return Owned<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::optional<MockCertificate> sign_leaf(X509* ca, EVP_PKEY* ca_key) {
  const auto leaf_key = make_key();
  if (!leaf_key) return {};
  const auto leaf = make_leaf(leaf_key.get(), ca, ca_key);
  if (!leaf) return {};
  MockCertificate made{pem_of(ca), pem_of(leaf.get()), pem_of(leaf_key.get())};
  if (made.ca_pem.empty() || made.leaf_pem.empty() || made.leaf_key_pem.empty()) return {};
  return made;
}

bool holds_for_a_day(X509* certificate) {
  time_t tomorrow = time(nullptr) + one_day;
  return X509_cmp_time(X509_get0_notAfter(certificate), &tomorrow) > 0;
}

}  // namespace

std::optional<MockAuthority> make_mock_authority() {
  const auto key = make_key();
  if (!key) return {};
  const auto ca = make_ca(key.get(), one_year);
  if (!ca) return {};
  MockAuthority made{pem_of(ca.get()), pem_of(key.get())};
  if (made.ca_pem.empty() || made.key_pem.empty()) return {};
  return made;
}

std::optional<MockCertificate> certificate_of(const MockAuthority& authority) {
  const auto ca_bio = reader(authority.ca_pem);
  const auto key_bio = reader(authority.key_pem);
  if (!ca_bio || !key_bio) return {};
  const Owned<X509> ca(PEM_read_bio_X509(ca_bio.get(), nullptr, nullptr, nullptr));
  const Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(key_bio.get(), nullptr, nullptr, nullptr));
  if (!ca || !key || X509_check_private_key(ca.get(), key.get()) != 1) return {};
  if (!holds_for_a_day(ca.get())) return {};
  return sign_leaf(ca.get(), key.get());
}

std::optional<MockCertificate> make_mock_certificate() {
  const auto ca_key = make_key();
  if (!ca_key) return {};
  const auto ca = make_ca(ca_key.get(), one_day);
  if (!ca) return {};
  return sign_leaf(ca.get(), ca_key.get());
}

}  // namespace testing
}  // namespace v0
}  // namespace hellojohn
