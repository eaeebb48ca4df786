// Throws where OpenSSL refuses: a certificate that could not be made must not pass for a verdict.
#include "security/tls/certificates.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <stdexcept>

namespace hellojohn::tests {
namespace {

void need(bool good, const char* what) {
  if (!good) throw std::runtime_error(what);
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  need(extension != nullptr, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

void add_raw_dns(X509* certificate, const std::string& name) {
  GENERAL_NAMES* names = GENERAL_NAMES_new();
  GENERAL_NAME* entry = GENERAL_NAME_new();
  ASN1_IA5STRING* text = ASN1_IA5STRING_new();
  ASN1_STRING_set(text, name.data(), static_cast<int>(name.size()));
  GENERAL_NAME_set0_value(entry, GEN_DNS, text);
  sk_GENERAL_NAME_push(names, entry);
  need(X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, X509V3_ADD_DEFAULT) == 1,
       "raw SAN");
  GENERAL_NAMES_free(names);
}

void add_unknown_critical(X509* certificate) {
  ASN1_OBJECT* id = OBJ_txt2obj("1.3.6.1.4.1.99999.1", 1);
  ASN1_OCTET_STRING* value = ASN1_OCTET_STRING_new();
  ASN1_OCTET_STRING_set(value, reinterpret_cast<const unsigned char*>("\x05\x00"), 2);
  X509_EXTENSION* extension = X509_EXTENSION_create_by_OBJ(nullptr, id, 1, value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  ASN1_OCTET_STRING_free(value);
  ASN1_OBJECT_free(id);
}

EVP_PKEY* make_key(KeyKind kind) {
  switch (kind) {
    case KeyKind::ec: return EVP_EC_gen("P-256");
    case KeyKind::rsa2048: return EVP_RSA_gen(2048);
    case KeyKind::rsa1024: return EVP_RSA_gen(1024);
  }
  return nullptr;
}

void add_extensions(X509* x, X509* signer, const Recipe& recipe) {
  add_extension(x, signer, NID_subject_key_identifier, "hash");
  if (!recipe.constraints.empty())
    add_extension(x, signer, NID_basic_constraints, recipe.constraints);
  if (!recipe.key_usage.empty()) add_extension(x, signer, NID_key_usage, recipe.key_usage);
  if (!recipe.raw_dns.empty())
    add_raw_dns(x, recipe.raw_dns);
  else if (!recipe.subject_alt.empty())
    add_extension(x, signer, NID_subject_alt_name, recipe.subject_alt);
  for (const auto& [nid, value] : recipe.more) add_extension(x, signer, nid, value);
  if (recipe.unknown_critical) add_unknown_critical(x);
}

}  // namespace

Identity make_identity(const Recipe& recipe, const Identity* issuer) {
  static std::atomic<long> serial{1000};
  Identity out;
  out.key.reset(make_key(recipe.key), &EVP_PKEY_free);
  out.certificate.reset(X509_new(), &X509_free);
  X509* x = out.certificate.get();
  X509_set_version(x, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x), serial++);
  X509_gmtime_adj(X509_getm_notBefore(x), recipe.from);
  X509_gmtime_adj(X509_getm_notAfter(x), recipe.until);
  X509_set_pubkey(x, out.key.get());
  const auto* name = reinterpret_cast<const unsigned char*>(recipe.common_name.c_str());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC, name, -1, -1, 0);
  X509* signer = issuer != nullptr ? issuer->certificate.get() : x;
  X509_set_issuer_name(x, X509_get_subject_name(signer));
  add_extensions(x, signer, recipe);
  EVP_PKEY* signing = issuer != nullptr ? issuer->key.get() : out.key.get();
  need(X509_sign(x, signing, recipe.digest) > 0, "sign");
  return out;
}

Recipe authority_recipe(std::string name, std::string constraints) {
  Recipe out;
  out.common_name = std::move(name);
  out.subject_alt.clear();
  out.constraints = std::move(constraints);
  out.key_usage = "critical,keyCertSign,cRLSign,digitalSignature";
  return out;
}

std::string pem_of(const Identity& identity) {
  BIO* out = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(out, identity.certificate.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(out, &data);
  std::string pem(data, static_cast<std::size_t>(size));
  BIO_free(out);
  return pem;
}

std::string pin_of(const Identity& identity) {
  unsigned char* key = nullptr;
  const int size = i2d_PUBKEY(identity.key.get(), &key);
  unsigned char digest[32];
  EVP_Digest(key, static_cast<std::size_t>(size), digest, nullptr, EVP_sha256(), nullptr);
  OPENSSL_free(key);
  unsigned char text[45];
  EVP_EncodeBlock(text, digest, sizeof digest);
  return reinterpret_cast<const char*>(text);
}

std::string ocsp_answer(const Identity& leaf, const Identity& issuer, bool revoked) {
  OCSP_BASICRESP* basic = OCSP_BASICRESP_new();
  OCSP_CERTID* id = OCSP_cert_to_id(EVP_sha1(), leaf.certificate.get(), issuer.certificate.get());
  ASN1_TIME* from = X509_gmtime_adj(nullptr, -60);
  ASN1_TIME* until = X509_gmtime_adj(nullptr, 3600);
  OCSP_basic_add1_status(basic, id, revoked ? V_OCSP_CERTSTATUS_REVOKED : V_OCSP_CERTSTATUS_GOOD, 0,
                         revoked ? from : nullptr, from, until);
  need(OCSP_basic_sign(basic, issuer.certificate.get(), issuer.key.get(), EVP_sha256(), nullptr,
                       0) == 1,
       "OCSP");
  OCSP_RESPONSE* answer = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
  unsigned char* der = nullptr;
  const int size = i2d_OCSP_RESPONSE(answer, &der);
  std::string out(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  OCSP_RESPONSE_free(answer);
  OCSP_BASICRESP_free(basic);
  OCSP_CERTID_free(id);
  ASN1_TIME_free(from);
  ASN1_TIME_free(until);
  return out;
}

}  // namespace hellojohn::tests
