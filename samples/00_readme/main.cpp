// The README's first program: signs in with a backup code against a real server.
#include <hellojohn/hellojohn.hpp>

#include <cstdio>
#include <iostream>
#include <string>

int main(int argc, char** argv) {
  if (argc != 5)
    return std::puts("usage: hellojohn-readme BASE_URL TENANT_ID PUBLISHABLE_KEY EMAIL"), 2;
  hellojohn::ClientOptions options{
      .base_url = argv[1], .tenant_id = argv[2], .publishable_key = argv[3]};
  auto client = hellojohn::Client::create(std::move(options));
  if (!client) return std::puts(client.error().detail.c_str()), 1;
  std::string password, code;
  std::cout << "Password: " && std::getline(std::cin, password);
  auto signed_in = client->auth().sign_in({argv[4], hellojohn::SecretView(password)}).get();
  if (!signed_in) return std::puts(to_string(signed_in.error().code)), 1;
  if (const auto* challenge = signed_in->challenge()) {
    std::cout << "Backup code: " && std::getline(std::cin, code);
    auto verified = client->mfa().verify_backup_code(*challenge, code).get();
    if (!verified) return std::puts(to_string(verified.error().outcome)), 1;
  }
  std::puts("Signed in.");
}
