// A root that this process does not know, and that the system finds when it is asked (Windows does so for most roots).
#include "net/tls/missing_roots.hpp"

#include "net/tls/tls_context.hpp"
#include "worlds/catch.hpp"
#include "worlds/raw_peer.hpp"
#include "worlds/transport_probe.hpp"

#include <openssl/bio.h>

#include <memory>
#include <string>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

int asked = 0;
std::size_t given = 0;

net::CertificatePtr find_nothing(const std::vector<std::string>&) {
  ++asked;
  return nullptr;
}

net::CertificatePtr find_right_root(const std::vector<std::string>& chain) {
  ++asked;
  given = chain.size();
  auto roots = net::read_pem_text(test_ca_pem());
  return std::move(roots.at(0));
}

net::CertificatePtr find_other_root(const std::vector<std::string>&) {
  ++asked;
  auto roots = net::read_pem_text(other_ca_pem());
  return std::move(roots.at(0));
}

net::CertificatePtr find_no_memory(const std::vector<std::string>&) { throw std::bad_alloc(); }

constexpr net::FindRoot nothing = &find_nothing;
constexpr net::FindRoot right_root = &find_right_root;
constexpr net::FindRoot other_root = &find_other_root;
constexpr net::FindRoot no_memory = &find_no_memory;

/// OpenSSL's verdict on the peer, by a context that trusts another authority and asks `find`.
long verdict(const RawPeer& peer, const net::FindRoot& find,
             const std::string& host = "localhost") {
  asked = 0;
  net::SslContextPtr context;
  REQUIRE(net::make_tls_context(context, NetworkOptions{}, other_ca_pem()) == net::Anchors::ready);
  net::ask_for_missing_roots(context.get(), &find);
  const std::unique_ptr<SSL, void (*)(SSL*)> ssl(SSL_new(context.get()), &SSL_free);
  const std::string target = "127.0.0.1:" + std::to_string(peer.port());
  BIO* wire = BIO_new_connect(target.c_str());
  REQUIRE(BIO_do_connect(wire) == 1);
  SSL_set_bio(ssl.get(), wire, wire);
  const auto origin = read_origin("https://" + host);
  REQUIRE(origin);
  REQUIRE(net::prepare_handshake(ssl.get(), *origin));
  (void)SSL_connect(ssl.get());
  return SSL_get_verify_result(ssl.get());
}

}  // namespace

TEST_CASE("missing roots: a root that the system finds is trusted, and asked for once") {
  RawPeer peer(once(std::string(ok)), TlsSetup{});
  CHECK(verdict(peer, right_root) == X509_V_OK);
  CHECK(asked == 1);
  CHECK(given == 1);
}

TEST_CASE("missing roots: what the system does not find, or finds wrongly, stays refused") {
  RawPeer peer(once(std::string(ok)), TlsSetup{});
  CHECK(verdict(peer, nothing) == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
  CHECK(asked == 1);
  CHECK(verdict(peer, other_root) == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
  CHECK(verdict(peer, no_memory) == X509_V_ERR_OUT_OF_MEM);
}

TEST_CASE("missing roots: the name is checked at the second look too") {
  RawPeer peer(once(std::string(ok)), TlsSetup{});
  CHECK(verdict(peer, right_root, "elsewhere.example") == X509_V_ERR_HOSTNAME_MISMATCH);
}

TEST_CASE("missing roots: a known root is not asked for") {
  RawPeer peer(once(std::string(ok)), TlsSetup{});
  net::SslContextPtr context;
  REQUIRE(net::make_tls_context(context, trusting(), test_ca_pem()) == net::Anchors::ready);
  asked = 0;
  net::ask_for_missing_roots(context.get(), &nothing);
  const std::unique_ptr<SSL, void (*)(SSL*)> ssl(SSL_new(context.get()), &SSL_free);
  BIO* wire = BIO_new_connect(("127.0.0.1:" + std::to_string(peer.port())).c_str());
  REQUIRE(BIO_do_connect(wire) == 1);
  SSL_set_bio(ssl.get(), wire, wire);
  REQUIRE(net::prepare_handshake(ssl.get(), *read_origin("https://localhost")));
  CHECK(SSL_connect(ssl.get()) == 1);
  CHECK(asked == 0);
}
