// The least that uses the sdk for real: a verify.
#include <hellojohn/hellojohn.hpp>

#include <cstdio>
#include <utility>

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  hellojohn::ClientOptions options;
  options.base_url = argv[1];
  options.tenant_id = argv[2];
  options.publishable_key = argv[3];
  auto client = hellojohn::Client::create(std::move(options));
  if (!client) return 1;
  const auto done = client->mfa().verify_challenge({"chl", "backup_codes", "ABCD-EFGH"}).get();
  std::puts(done ? "in" : to_string(done.error().code));
}
