// Windows' certificate stores, with stores of the test's own.
#include "net/tls/system_roots_windows.hpp"

#include "worlds/catch.hpp"
#include "worlds/raw_peer.hpp"

#include <string>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

/// A store in memory.
class OwnStore {
 public:
  OwnStore()
      : handle_(
            ::CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, CERT_STORE_CREATE_NEW_FLAG, nullptr)) {}
  ~OwnStore() { ::CertCloseStore(handle_, 0); }
  OwnStore(const OwnStore&) = delete;
  OwnStore& operator=(const OwnStore&) = delete;
  void add(const std::string& pem) {
    const auto certificates = net::read_pem_text(pem);
    unsigned char* der = nullptr;
    const int size = i2d_X509(certificates.at(0).get(), &der);
    REQUIRE(::CertAddEncodedCertificateToStore(handle_, X509_ASN_ENCODING, der,
                                               static_cast<DWORD>(size), CERT_STORE_ADD_ALWAYS,
                                               nullptr) != 0);
    OPENSSL_free(der);
  }
  [[nodiscard]] HCERTSTORE get() const noexcept { return handle_; }

 private:
  HCERTSTORE handle_;
};

}  // namespace

TEST_CASE("windows roots: what is disallowed is left out") {
  OwnStore roots;
  OwnStore disallowed;
  roots.add(test_ca_pem());
  const std::string& other = other_ca_pem();
  roots.add(other);
  CHECK(net::read_windows_roots(roots.get(), nullptr).size() == 2);
  disallowed.add(other);
  const auto left = net::read_windows_roots(roots.get(), disallowed.get());
  REQUIRE(left.size() == 1);
  CHECK(X509_cmp(net::read_certificate(left[0]).get(),
                 net::read_pem_text(test_ca_pem()).at(0).get()) == 0);
}

TEST_CASE("windows roots: the system of this machine trusts somebody") {
  CHECK_FALSE(net::read_system_roots().empty());
}

TEST_CASE("windows roots: a chain that leads nowhere finds no root") {
  CHECK(net::find_windows_root({}, nullptr) == nullptr);
  CHECK(net::find_windows_root({"no certificate"}, nullptr) == nullptr);
  unsigned char* der = nullptr;
  const int size = i2d_X509(net::read_pem_text(other_ca_pem()).at(0).get(), &der);
  const std::string unknown(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  CHECK(net::find_windows_root({unknown}, nullptr) == nullptr);
}
