// A host's own HTTP stack instead of the built-in one: the shipped rules are tried on it first, then somebody signs in
// through it.
#include "13_custom_transport/curl_transport.hpp"
#include "13_custom_transport/quiet_ports.hpp"
#include "apps/common/embedded_mock.hpp"

#include <hellojohn/hellojohn.hpp>
#include <hellojohn/testing/transport_conformance.hpp>

#include <cstdio>
#include <memory>
#include <utility>

namespace {

bool keeps_the_rules(const hellojohn::ClientOptions& where) {
  const samples::QuietPort nobody(samples::QuietPort::Kind::refuses);
  const samples::QuietPort silent(samples::QuietPort::Kind::is_silent);
  hellojohn::testing::ConformanceSetup setup;
  setup.make = [&] {
    return std::make_unique<samples::CurlTransport>(samples::CurlOptions{where.network.ca_pem});
  };
  setup.origin = where.base_url;
  setup.unreachable_origin = nobody.origin();
  setup.silent_origin = silent.origin();
  if (nobody.origin().empty() || silent.origin().empty()) return false;
  const auto failures = hellojohn::testing::run_transport_conformance(setup);
  for (const auto& failure : failures)
    std::printf("broken rule: %s: %s\n", failure.rule.c_str(), failure.detail.c_str());
  return failures.empty();
}

}  // namespace

int main() {
  samples::EmbeddedMock mock;
  hellojohn::ClientOptions options = mock.client_options();
  if (!keeps_the_rules(options)) return 1;
  std::puts("The transport keeps the rules.");

  options.transport =
      std::make_unique<samples::CurlTransport>(samples::CurlOptions{options.network.ca_pem});
  auto client = hellojohn::Client::create(std::move(options));
  if (!client) return samples::report(client.error());
  auto signed_in = client->auth()
                       .sign_in({samples::bob_email, hellojohn::SecretView(samples::bob_password)})
                       .get();
  if (!signed_in) return samples::report(signed_in.error());
  if (signed_in->challenge() == nullptr) return std::puts("No challenge came."), 1;
  auto verified =
      client->mfa().verify_backup_code(*signed_in->challenge(), mock.backup_code()).get();
  if (!verified) return samples::report(verified.error());
  std::printf("Signed in over libcurl as %s.\n", verified->session.user_id.c_str());
  return 0;
}
