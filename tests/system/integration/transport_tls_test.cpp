// TLS as far as the transport's own tests need it; the verdicts are in tests/security/tls.
#include "worlds/catch.hpp"
#include "worlds/transport_probe.hpp"

#include <string>

using namespace hellojohn;
using namespace hellojohn::tests;

TEST_CASE("certificates are held to the name") {
  struct Row {
    const char* name;
    CertificateNames names;
    const char* host;
    bool trusted;
  };
  const Row rows[] = {
      {"right name", {"x", "DNS:localhost"}, "localhost", true},
      {"right address", {"x", "IP:127.0.0.1"}, "127.0.0.1", true},
      {"wrong name", {"x", "DNS:example.org"}, "localhost", false},
      {"name only in CN", {"localhost", ""}, "localhost", false},
      {"CN right, SAN differs", {"localhost", "DNS:example.org"}, "localhost", false},
      {"partial wildcard", {"x", "DNS:l*.example"}, "lab.example", false},
      {"full wildcard", {"x", "DNS:*.test.example"}, "lab.test.example", true},
      {"address as a DNS name", {"x", "DNS:127.0.0.1"}, "127.0.0.1", false},
  };
  net::ResolverFunctions loopback;
  loopback.resolve = [](const char*, const char* port, const addrinfo* hints, addrinfo** out) {
    return ::getaddrinfo("127.0.0.1", port, hints, out);
  };
  for (const Row& row : rows) {
    INFO(row.name);
    TlsSetup setup;
    setup.names = row.names;
    RawPeer peer(always(std::string(ok)), setup);
    Probe client(trusting(), loopback);
    const Ending end = client.call(peer.origin(row.host));
    INFO(end.failure.detail);
    CHECK(end.answered == row.trusted);
    if (row.trusted) continue;
    CHECK(end.failure.code == Errc::tls_trust);
    CHECK(end.failure.sent == Sent::none);
    CHECK(end.failure.permanent);
    CHECK(client.sink.asked == 0);
  }
}

TEST_CASE("TLS peers that are refused") {
  SECTION("unknown authority") {
    RawPeer peer(always(std::string(ok)), TlsSetup{});
    Probe client(trusting(other_ca_pem()));
    const Ending end = client.call(peer.origin());
    CHECK(end.failure.code == Errc::tls_trust);
    CHECK(end.failure.detail.find("certificate verify failed") == 0);
  }
  SECTION("TLS 1.1") {
    TlsSetup setup;
    setup.max_version = TLS1_1_VERSION;
    RawPeer peer(always(std::string(ok)), setup);
    CHECK(Probe().call(peer.origin()).failure.code == Errc::tls_protocol);
  }
  SECTION("CBC only") {
    TlsSetup setup;
    setup.max_version = TLS1_2_VERSION;
    setup.ciphers = "ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES128-SHA256";
    RawPeer peer(always(std::string(ok)), setup);
    CHECK(Probe().call(peer.origin()).failure.code == Errc::tls_protocol);
  }
  SECTION("TLS 1.2 with AEAD is accepted") {
    TlsSetup setup;
    setup.max_version = TLS1_2_VERSION;
    RawPeer peer(always(std::string(ok)), setup);
    CHECK(Probe().call(peer.origin()).answered);
  }
  SECTION("plain HTTP on the port") {
    RawPeer peer([](Wire& wire) {
      wire.write("HTTP/1.1 400 Bad Request\r\n\r\n");
      wire.hold();
    });
    const Ending end = Probe().call("https://127.0.0.1:" + std::to_string(peer.port()));
    CHECK(end.failure.code == Errc::tls_protocol);
    CHECK(end.failure.sent == Sent::none);
  }
  SECTION("a client certificate is demanded after the request") {
    TlsSetup setup;
    setup.demand_client_certificate = true;
    RawPeer peer(always(std::string(ok)), setup);
    const Ending end = Probe().call(peer.origin(), "{}");
    INFO(end.failure.detail);
    CHECK(end.failure.code == Errc::tls_protocol);
    CHECK(end.failure.sent == Sent::none);
  }
}

TEST_CASE("options that cannot be used") {
  NetworkOptions options;
  options.ca_file = "/nonexistent/ca.pem";
  auto made = make_beast_transport(options);
  REQUIRE_FALSE(made);
  CHECK(made.error().code == Errc::usage);
  options.ca_file = "/";
  CHECK(make_beast_transport(options).error().code == Errc::usage);
  options.ca_file = "/dev/null";
  CHECK(make_beast_transport(options).error().code == Errc::usage);
  auto nothing = make_beast_transport(trusting("no certificate"));
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().code == Errc::usage);
}

TEST_CASE(
    "a damaged certificate among the trust anchors fails the first call, and nothing is sent") {
  RawPeer peer(always(std::string(ok)), TlsSetup{});
  std::string damaged = test_ca_pem();
  damaged.replace(damaged.find('\n') + 10, 20, 20, '?');
  for (int call = 0; call < 2; ++call) {
    const Ending end = Probe(trusting(damaged)).call(peer.origin(), "{}");
    INFO(end.failure.detail);
    CHECK(end.failure.code == Errc::usage);
    CHECK(end.failure.sent == Sent::none);
    CHECK(end.failure.permanent);
  }
}
