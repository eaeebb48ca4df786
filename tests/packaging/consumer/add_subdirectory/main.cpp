// The smallest host: no transport is built in, and the library says so.
#include <hellojohn/hellojohn.hpp>

#include <utility>

int main() {
  hellojohn::ClientOptions options;
  options.base_url = "https://auth.example.com";
  options.tenant_id = "tnt_1";
  options.publishable_key = "pk_test_a";
  auto client = hellojohn::Client::create(std::move(options));
  return !client && client.error().code == hellojohn::Errc::unsupported ? 0 : 1;
}
