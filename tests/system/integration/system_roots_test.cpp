// The roots of the machine that runs this, as a chain finds them.
#include "net/tls/root_list.hpp"
#include "net/tls/trust_store.hpp"
#include "worlds/catch.hpp"
#include "worlds/raw_peer.hpp"
#include "worlds/trusting_store.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

StorePtr empty_store() { return StorePtr(X509_STORE_new()); }

std::string der_of(const std::string& pem) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(net::read_pem_text(pem).at(0).get(), &der);
  std::string out(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return out;
}

int count_of(X509_STORE* store) { return sk_X509_OBJECT_num(X509_STORE_get0_objects(store)); }

}  // namespace

TEST_CASE("system roots: each is trusted, and decoded only when a chain leads to it") {
  std::vector<net::CertificatePtr> roots;
  for (const std::string& der : net::read_system_roots()) {
    roots.push_back(net::read_certificate(der));
    REQUIRE(roots.back());
  }
  const StorePtr store = empty_store();
  REQUIRE(net::add_system_roots(store.get(), false) == net::Anchors::ready);
  CHECK(count_of(store.get()) == 0);
  int trusted = 0;
  for (const net::CertificatePtr& root : roots) {
    // Which of several with one name OpenSSL takes for the issuer is by chance, if they do not name their keys.
    const auto has_its_name = [&root](const net::CertificatePtr& other) {
      return X509_NAME_cmp(X509_get_subject_name(root.get()), X509_get_subject_name(other.get())) ==
             0;
    };
    if (std::count_if(roots.begin(), roots.end(), has_its_name) != 1) continue;
    const StorePtr alone = empty_store();
    REQUIRE(X509_STORE_add_cert(alone.get(), root.get()) == 1);
    const bool expected = trusts(alone.get(), root.get());
    CHECK(trusts(store.get(), root.get()) == expected);
    trusted += expected ? 1 : 0;
  }
  CHECK(trusted > 10);
  CHECK(count_of(store.get()) > 10);
}

TEST_CASE("system roots: a chain that leads to none of them is trusted by nobody") {
  const StorePtr store = empty_store();
  REQUIRE(net::add_system_roots(store.get(), false) == net::Anchors::ready);
  CHECK_FALSE(trusts(store.get(), net::read_pem_text(test_ca_pem()).at(0).get()));
  CHECK(count_of(store.get()) == 0);
}

TEST_CASE("root list: what is no certificate is left out, and every root of a name is found") {
  const std::string whole = der_of(test_ca_pem());
  std::vector<std::string> certificates{"", "no certificate", whole, der_of(other_ca_pem()),
                                        der_of(namesake_ca_pem())};
  for (std::size_t size = 1; size < whole.size(); size += 7)
    certificates.push_back(whole.substr(0, size));
  net::RootList none({"", "no certificate", std::string("\x30\x80", 2)});
  CHECK(none.empty());
  net::RootList list(std::move(certificates));
  CHECK_FALSE(list.empty());
  const StorePtr store = empty_store();
  const net::CertificatePtr first = net::read_certificate(whole);
  list.add_named(X509_get_subject_name(first.get()), store.get());
  CHECK(count_of(store.get()) == 2);
  CHECK_FALSE(trusts(store.get(), net::read_pem_text(other_ca_pem()).at(0).get()));
}
