// The smallest program: signs in with a password and, if the account has MFA, with a backup code.
#include <hellojohn/hellojohn.hpp>

#include <iostream>
#include <string>
#include <utility>

namespace {

/// Says what happened, what is certain, and what to do next. Returns 1, for main.
int failed(const hellojohn::Error& error) {
  std::cerr << "Failed: " << to_string(error.code) << "\n";
  if (!error.detail.empty()) std::cerr << error.detail << "\n";
  std::cerr << "What is certain: " << to_string(error.outcome) << "\n"
            << "What to do next: " << to_string(remedy_for(error.code)) << "\n";
  return 1;
}

std::string ask(const char* what) {
  std::string line;
  std::cout << what << ": " << std::flush;
  std::getline(std::cin, line);
  return line;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5 && argc != 6) {
    std::cerr << "usage: hellojohn-readme BASE_URL TENANT_ID PUBLISHABLE_KEY EMAIL [CA_FILE]\n";
    return 2;
  }
  hellojohn::ClientOptions options;
  options.base_url = argv[1];
  options.tenant_id = argv[2];
  options.publishable_key = argv[3];
  if (argc == 6) options.network.ca_file = argv[5];
  auto client = hellojohn::Client::create(std::move(options));
  if (!client) return failed(client.error());

  const std::string password = ask("Password");
  auto signed_in = client->auth().sign_in({argv[4], hellojohn::SecretView(password)}).get();
  if (!signed_in) return failed(signed_in.error());
  if (const auto* challenge = signed_in->challenge()) {
    const std::string code = ask("Backup code");
    auto verified = client->mfa().verify_backup_code(*challenge, code).get();
    if (!verified) return failed(verified.error());
  }
  std::cout << "Signed in.\n";
}
