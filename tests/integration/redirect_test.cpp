// Redirects: five statuses, three directions. Nobody is called but whom the options name, and the
// caller is told that nothing happened.
#include "support/catch.hpp"
#include "support/raw_peer.hpp"

#include <hellojohn/hellojohn.hpp>

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

Client make_client(const RawPeer& service) {
  ClientOptions options;
  options.base_url = service.origin();
  options.tenant_id = "tnt_01HABCDEF654321";
  options.publishable_key = "pk_live_abc123";
  options.network.ca_pem = test_ca_pem();
  return Client::create(std::move(options)).value();
}

}  // namespace

TEST_CASE("no redirect is followed, wherever it points") {
  std::atomic<int> canary_requests{0};
  const auto count = [&](Wire& wire) {
    while (!wire.read_request().empty()) ++canary_requests;
  };
  RawPeer other(count, TlsSetup{});
  RawPeer plain(count);
  const int statuses[] = {301, 302, 303, 307, 308};
  const std::string targets[] = {"/elsewhere", other.origin() + "/v1/x", plain.origin() + "/v1/x"};
  for (const int status : statuses) {
    for (const std::string& target : targets) {
      INFO(status << " to " << target);
      std::atomic<int> requests{0};
      RawPeer service(
          [&](Wire& wire) {
            while (!wire.read_request().empty()) {
              ++requests;
              wire.write("HTTP/1.1 " + std::to_string(status) + " Moved\r\nLocation: " + target +
                         "\r\nContent-Length: 0\r\n\r\n");
            }
          },
          TlsSetup{});
      Client client = make_client(service);
      const auto mail = client.recovery().request("alice@example.com").get();
      const auto token = client.recovery().verify_token(SecretView("rt_secret")).get();
      for (const Error* error : {&mail.error(), &token.error()}) {
        CHECK(error->code == Errc::protocol);
        // 303 points to the result of what was done (RFC 9110 15.4.4): whether it was is not known.
        CHECK(error->outcome == (status == 303 ? Outcome::unknown : Outcome::not_sent));
        CHECK(error->detail.find("/v1/x") == std::string::npos);
      }
      CHECK(requests == 2);
    }
  }
  CHECK(other.connections() == 0);
  CHECK(plain.connections() == 0);
  CHECK(canary_requests == 0);
}
