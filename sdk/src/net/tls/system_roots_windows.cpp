// Windows' certificate stores. It fetches most well-known roots only when its own verification first meets them, so a missing
// one is asked for there (CertGetCertificateChain).
#include "net/tls/system_roots_windows.hpp"

#include "net/tls/missing_roots.hpp"

#include <cstring>
#include <new>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

constexpr DWORD longest_fetch_ms = 5000;

class Store {
 public:
  explicit Store(HCERTSTORE handle) noexcept : handle_(handle) {}
  ~Store() {
    if (handle_ != nullptr) ::CertCloseStore(handle_, 0);
  }
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  [[nodiscard]] HCERTSTORE get() const noexcept { return handle_; }

 private:
  HCERTSTORE handle_;
};

struct ContextFree {
  void operator()(const CERT_CONTEXT* certificate) const noexcept {
    ::CertFreeCertificateContext(certificate);
  }
  void operator()(const CERT_CHAIN_CONTEXT* chain) const noexcept {
    ::CertFreeCertificateChain(chain);
  }
};
using Context = std::unique_ptr<const CERT_CONTEXT, ContextFree>;
using Chain = std::unique_ptr<const CERT_CHAIN_CONTEXT, ContextFree>;

std::string der_of(const CERT_CONTEXT& certificate) {
  return {reinterpret_cast<const char*>(certificate.pbCertEncoded), certificate.cbCertEncoded};
}

bool is_for_servers(PCCERT_CONTEXT certificate) {
  DWORD size = 0;
  if (::CertGetEnhancedKeyUsage(certificate, 0, nullptr, &size) == 0) return true;
  // Of pointers, because the structure begins with some.
  std::vector<void*> room(size / sizeof(void*) + 1);
  auto* usage = reinterpret_cast<CERT_ENHKEY_USAGE*>(room.data());
  if (::CertGetEnhancedKeyUsage(certificate, 0, usage, &size) == 0) return true;
  // No list of purposes means all of them, an empty list none.
  if (usage->cUsageIdentifier == 0)
    return ::GetLastError() == static_cast<DWORD>(CRYPT_E_NOT_FOUND);
  for (DWORD i = 0; i < usage->cUsageIdentifier; ++i)
    if (std::strcmp(usage->rgpszUsageIdentifier[i], szOID_PKIX_KP_SERVER_AUTH) == 0) return true;
  return false;
}

bool is_in(HCERTSTORE store, PCCERT_CONTEXT certificate) {
  if (store == nullptr) return false;
  const Context found(::CertFindCertificateInStore(store, certificate->dwCertEncodingType, 0,
                                                   CERT_FIND_EXISTING, certificate, nullptr));
  return found != nullptr;
}

/// The system's verdict on the chain, its fetching of roots included.
bool is_trusted(const CERT_CHAIN_CONTEXT* chain) noexcept {
  SSL_EXTRA_CERT_CHAIN_POLICY_PARA for_server{};
  for_server.cbSize = sizeof for_server;
  for_server.dwAuthType = AUTHTYPE_SERVER;  // The name is OpenSSL's to check.
  CERT_CHAIN_POLICY_PARA parameters{};
  parameters.cbSize = sizeof parameters;
  parameters.pvExtraPolicyPara = &for_server;
  CERT_CHAIN_POLICY_STATUS status{};
  status.cbSize = sizeof status;
  return ::CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_SSL, chain, &parameters, &status) !=
             0 &&
         status.dwError == 0;
}

CertificatePtr find_root(const std::vector<std::string>& chain) {
  return find_windows_root(chain, nullptr);
}

}  // namespace

std::vector<std::string> read_windows_roots(HCERTSTORE roots, HCERTSTORE disallowed) {
  std::vector<std::string> out;
  for (PCCERT_CONTEXT next = nullptr;
       (next = ::CertEnumCertificatesInStore(roots, next)) != nullptr;) {
    if (!is_for_servers(next) || is_in(disallowed, next)) continue;
    out.push_back(der_of(*next));
  }
  return out;
}

std::vector<std::string> read_system_roots() {
  const Store roots(::CertOpenSystemStoreW(0, L"ROOT"));
  const Store disallowed(::CertOpenSystemStoreW(0, L"Disallowed"));
  if (roots.get() == nullptr) return {};
  return read_windows_roots(roots.get(), disallowed.get());
}

CertificatePtr find_windows_root(const std::vector<std::string>& chain, HCERTCHAINENGINE engine) {
  const Store sent(
      ::CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, CERT_STORE_CREATE_NEW_FLAG, nullptr));
  Context leaf;
  for (const std::string& der : chain) {
    PCCERT_CONTEXT added = nullptr;
    if (::CertAddEncodedCertificateToStore(
            sent.get(), X509_ASN_ENCODING, reinterpret_cast<const BYTE*>(der.data()),
            static_cast<DWORD>(der.size()), CERT_STORE_ADD_ALWAYS, &added) == 0)
      return nullptr;
    const Context owner(added);
    if (!leaf) leaf.reset(::CertDuplicateCertificateContext(added));
  }
  if (!leaf) return nullptr;
  char server[] = szOID_PKIX_KP_SERVER_AUTH;
  LPSTR purposes[] = {server};
  CERT_CHAIN_PARA wanted{};
  wanted.cbSize = sizeof wanted;
  wanted.RequestedUsage.dwType = USAGE_MATCH_TYPE_AND;
  wanted.RequestedUsage.Usage = {1, purposes};
  wanted.dwUrlRetrievalTimeout = longest_fetch_ms;
  PCCERT_CHAIN_CONTEXT built = nullptr;
  if (::CertGetCertificateChain(engine, leaf.get(), nullptr, sent.get(), &wanted, 0, nullptr,
                                &built) == 0)
    return nullptr;
  const Chain owner(built);
  if (!is_trusted(built) || built->cChain == 0) return nullptr;
  const CERT_SIMPLE_CHAIN& simple = *built->rgpChain[built->cChain - 1];
  if (simple.cElement == 0) return nullptr;
  return read_certificate(der_of(*simple.rgpElement[simple.cElement - 1]->pCertContext));
}

const FindRoot* system_root_finder() noexcept {
  static constexpr FindRoot finder = &find_root;
  return &finder;
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
