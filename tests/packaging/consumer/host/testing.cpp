// A sign-in with a backup code against the service in process.
#include "host.hpp"

#include <hellojohn/hellojohn.hpp>
#include <hellojohn/testing/fake_transport.hpp>

#include <memory>
#include <utility>

bool sign_in_with_a_backup_code() {
  hellojohn::testing::MockService service;
  hellojohn::ClientOptions options;
  options.base_url = "https://auth.example.com";
  options.tenant_id = "tnt_01HABCDEF654321";
  options.publishable_key = "pk_live_abc123";
  options.transport = std::make_unique<hellojohn::testing::FakeTransport>(service);
  auto client = hellojohn::Client::create(std::move(options));
  if (!client) return false;
  auto signed_in = client->auth()
                       .sign_in({"bob@example.com", hellojohn::SecretView("staple orbit lantern")})
                       .get();
  if (!signed_in || signed_in->challenge() == nullptr) return false;
  const auto codes = service.seeded_backup_codes("usr_01HABCDEF222222");
  if (codes.empty()) return false;
  return client->mfa().verify_backup_code(*signed_in->challenge(), codes.front()).get().has_value();
}
