// Redirects: five statuses, three directions. Nobody is called but whom the options name, and the
// caller hears that nothing happened.
#include "worlds/catch.hpp"
#include "worlds/raw_peer.hpp"

#include <hellojohn/admin/admin.hpp>
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

// {"sub":"usr_9"}
constexpr std::string_view access_token = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ1c3JfOSJ9.c2ln";

/// One that has a session, without a request for it.
Client make_signed_in(const RawPeer& service) {
  Client client = make_client(service);
  const auto in = std::chrono::system_clock::now() + std::chrono::hours(1);
  REQUIRE(client.auth().adopt({SecretView(access_token), SecretView("rft_secret"), in}).get());
  return client;
}

admin::Client make_admin(const RawPeer& service) {
  admin::ClientOptions options;
  options.base_url = service.origin();
  options.tenant_id = "tnt_01HABCDEF654321";
  options.secret_key = Secret("sk_live_secret");
  options.network.ca_pem = test_ca_pem();
  return admin::Client::create(std::move(options)).value();
}

}  // namespace

TEST_CASE("no redirect is followed, whatever it points to") {
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
        // A gateway may answer with a redirect although the service acted.
        CHECK(error->outcome == Outcome::unknown);
        CHECK(error->detail.find("/v1/x") == std::string::npos);
      }
      CHECK(requests == 2);
    }
  }
  CHECK(other.connections() == 0);
  CHECK(plain.connections() == 0);
  CHECK(canary_requests == 0);
}

TEST_CASE("neither a bearer nor a code goes to another origin") {
  std::atomic<int> canary_octets{0};
  const auto count = [&](Wire& wire) {
    while (wire.read_any()) ++canary_octets;
  };
  RawPeer other(count, TlsSetup{});
  RawPeer plain(count);
  int calls = 0;
  for (const int status : {301, 302, 303, 307, 308}) {
    for (const std::string& target : {other.origin() + "/v1/x", plain.origin() + "/v1/x"}) {
      INFO(status << " to " << target);
      std::atomic<int> with_key{0};
      RawPeer service(
          [&](Wire& wire) {
            for (std::string text; !(text = wire.read_request()).empty();) {
              if (text.find(access_token) != text.npos || text.find("sk_live_") != text.npos)
                ++with_key;
              wire.write("HTTP/1.1 " + std::to_string(status) + " Moved\r\nLocation: " + target +
                         "\r\nContent-Length: 0\r\n\r\n");
            }
          },
          TlsSetup{});
      Client client = make_signed_in(service);
      admin::Client desk = make_admin(service);
      auto mfa = client.user().mfa();
      const auto refused = [&](const auto& result) {
        ++calls;
        CHECK_FALSE(result.has_value());
      };
      refused(mfa.factors().get());
      refused(mfa.enroll({}).get());
      refused(mfa.confirm("fac_1", "123456").get());
      refused(mfa.remove("fac_1").get());
      refused(client.mfa().verify_challenge({"chl_1", factor::backup_codes, "ABCD-EFGH"}).get());
      refused(client.auth().sign_in({"a@example.com", SecretView("pw")}).get());
      refused(desk.remove_factor("usr_1", "fac_1",
                                 {"video call", "ana", "T-4711", "Lost phone, no codes"})
                  .get());
      refused(desk.audit().list({}).get());
      CHECK(with_key >= 6);
    }
  }
  CHECK(calls == 80);
  CHECK(other.connections() == 0);
  CHECK(plain.connections() == 0);
  CHECK(canary_octets == 0);
}
