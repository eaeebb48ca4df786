// The support desk's library: takes a secret key and no other.
#include "host.hpp"
#include "world.hpp"

#include <hellojohn/admin/admin.hpp>

#include <utility>

bool open_the_desk() {
  hellojohn::admin::ClientOptions options;
  options.base_url = "https://auth.example.com";
  options.tenant_id = "tnt_1";
  options.secret_key = hellojohn::Secret("pk_test_not_for_desks");
  options.transport = std::make_unique<SilentTransport>();
  auto desk = hellojohn::admin::Client::create(std::move(options));
  return !desk && desk.error().code == hellojohn::Errc::usage;
}
