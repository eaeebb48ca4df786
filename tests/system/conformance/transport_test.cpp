// The shipped rules of transports, on our own two: the built-in one against the real mock server, and FakeTransport.
#include "worlds/catch.hpp"
#include "worlds/raw_peer.hpp"

#include "net/beast_transport.hpp"

#include <hellojohn/testing/fake_transport.hpp>
#include <hellojohn/testing/mock_server.hpp>
#include <hellojohn/testing/transport_conformance.hpp>

#include <string>
#include <utility>

using namespace hellojohn;
using namespace hellojohn::testing;

namespace {

void run(const ConformanceSetup& setup) {
  for (const auto& failure : run_transport_conformance(setup)) {
    FAIL_CHECK(failure.rule << ": " << failure.detail);
  }
}

/// A port that was ours a moment ago and is nobody's now.
std::string nobodys_origin() {
  const tests::RawPeer gone([](tests::Wire&) {});
  return "https://127.0.0.1:" + std::to_string(gone.port());
}

}  // namespace

namespace {

/// Against the mock server, over TLS.
template <class Make>
void run_built_in(Make make) {
  MockServerOptions options;
  options.service.limits = false;
  auto server = MockServer::start(std::move(options));
  REQUIRE(server);
  tests::RawPeer silent([](tests::Wire& wire) { wire.hold(); });
  ConformanceSetup setup;
  NetworkOptions network;
  network.ca_pem = server->ca_pem();
  setup.make = make(network);
  setup.origin = server->base_url();
  setup.silent_origin = silent.origin();
  setup.unreachable_origin = nobodys_origin();
  run(setup);
}

std::unique_ptr<Transport> transport_of(Result<std::unique_ptr<Transport>> made) {
  return made ? std::move(made).value() : nullptr;
}

}  // namespace

TEST_CASE("conformance: the built-in transport with a thread") {
  run_built_in([](const NetworkOptions& network) {
    return [network] { return transport_of(make_beast_transport(network)); };
  });
}

TEST_CASE("conformance: the built-in transport without a thread") {
  run_built_in([](NetworkOptions network) {
    network.own_thread = false;
    return [network] { return transport_of(make_beast_transport(network)); };
  });
}

TEST_CASE("conformance: transports that share a network, with a thread and without") {
  for (const bool own_thread : {true, false}) {
    CAPTURE(own_thread);
    run_built_in([own_thread](NetworkOptions network) {
      network.own_thread = own_thread;
      auto shared = SharedNetwork::create(network);
      REQUIRE(shared);
      return [shared = *shared] { return transport_of(make_beast_transport(shared.engine())); };
    });
  }
}

TEST_CASE("conformance: FakeTransport on the mock service") {
  MockService service;
  ConformanceSetup setup;
  setup.make = [&] { return std::make_unique<FakeTransport>(service); };
  setup.origin = "https://auth.example.com";
  run(setup);
}

namespace {

/// Answers before start() returns, twice, and asks nothing: a transport as it must not be.
class Careless final : public Transport {
 public:
  void start(ExchangeId id, HttpRequest&&, ExchangeSink& sink) noexcept override {
    HttpResponse response;
    response.status = 200;
    sink.on_response(id, HttpResponse(std::move(response)));
  }
  void cancel(ExchangeId) noexcept override {}
  void shutdown(std::chrono::steady_clock::time_point) noexcept override {}
};

}  // namespace

TEST_CASE("conformance: a careless transport is found out") {
  ConformanceSetup setup;
  setup.make = [] { return std::make_unique<Careless>(); };
  setup.origin = "https://auth.example.com";
  setup.patience = std::chrono::milliseconds(50);
  setup.settle = std::chrono::milliseconds(1);
  CHECK(run_transport_conformance(setup).size() >= 3);
}
