// The mock server on a real TLS socket, a player's client and the desk's client of it.
#pragma once

#include "system/admin/admin_world.hpp"

#include <hellojohn/testing/mock_server.hpp>

#include <string>
#include <utility>

namespace hellojohn::tests {

struct DeskWorld {
  explicit DeskWorld(testing::MockOptions mock = {})
      : server(start(std::move(mock))),
        client(client_with({})),
        desk(desk_with("sk_live_abc123")) {}

  [[nodiscard]] Client client_with(ClientOptions options) const {
    options.base_url = server.base_url();
    options.tenant_id = mock_tenant;
    options.publishable_key = "pk_live_abc123";
    options.network.ca_pem = server.ca_pem();
    return Client::create(std::move(options)).value();
  }
  [[nodiscard]] admin::Client desk_with(const char* key, const char* tenant = mock_tenant) const {
    admin::ClientOptions options;
    options.base_url = server.base_url();
    options.tenant_id = tenant;
    options.secret_key = Secret(key);
    options.network.ca_pem = server.ca_pem();
    return admin::Client::create(std::move(options)).value();
  }

  static testing::MockServer start(testing::MockOptions mock) {
    testing::MockServerOptions options;
    options.service = std::move(mock);
    return testing::MockServer::start(std::move(options)).value();
  }

  testing::MockServer server;
  Client client;
  admin::Client desk;
};

/// Signed in with password and second factor.
inline Result<Verified> sign_in_with_totp(DeskWorld& world, Client& client) {
  auto begun = client.auth().sign_in({alice, SecretView(alice_password)}).get();
  if (!begun) return begun.error();
  const std::string code = world.server.service().totp(alice_factor);
  return client.mfa().verify({begun->challenge()->id, alice_factor, code}).get();
}

}  // namespace hellojohn::tests
