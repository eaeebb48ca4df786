// The calls that the headless components make, without the components: what a program with other screens would link.
#include <hellojohn/hellojohn.hpp>

#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace hellojohn;

std::optional<Error> failed;
std::vector<Factor> known;

/// What is shown of a result until the next one.
template <class T>
void keep(const T&) {}
void keep(const std::vector<Factor>& factors) { known = factors; }
void keep(const SignInResult& result) {
  if (const Challenge* challenge = result.challenge()) known = challenge->factors;
}

/// A call as a component holds it: asked whether it is ready, then taken, or cancelled, or left to end on its own.
template <class T>
void look_at(Pending<T> begun) {
  Pending<T> call;
  call = std::move(begun);
  if (!call.valid()) return;
  if (!call.ready()) return failed ? call.cancel() : std::move(call).detach();
  const Result<T> result = std::move(call).take();
  if (result)
    keep(*result);
  else
    failed = result.error();
}

void sign_in(Client& client, const std::string& word) {
  Auth auth = client.auth();
  const auto listener = auth.on_auth_state_change(
      [](AuthEvent event, const SignedIn*) { std::puts(to_string(event)); });
  look_at(auth.restore());
  look_at(auth.sign_in({word, SecretView(word)}));
  Mfa mfa = client.mfa();
  Challenge challenge;
  challenge.id = word;
  look_at(mfa.send_code(challenge, word));
  look_at(mfa.verify_challenge({challenge.id, factor::totp, word}));
  look_at(mfa.verify_backup_code(challenge, word));
  if (auth.current()) look_at(auth.sign_out());
}

void manage(Client& client, const std::string& word) {
  if (!client.capabilities().generate_backup_codes) return;
  UserMfa mfa = client.user().mfa();
  look_at(mfa.factors());
  look_at(mfa.backup_codes_status());
  look_at(mfa.generate_backup_codes());
  EnrollRequest request;
  request.type = factor::totp;
  look_at(mfa.enroll(std::move(request)));
  look_at(mfa.confirm(word, word));
  look_at(mfa.remove(word));
}

void recover(Client& client, const std::string& word) {
  Recovery recovery = client.recovery();
  look_at(recovery.request(word));
  const auto token = recovery.parse_link(word);
  if (!token) return;
  auto session = recovery.verify_token(token->view()).get();
  if (!session || session->expires_in().count() == 0) return;
  look_at(session->account());
  look_at(session->factors());
  if (!session->requires_reenrolment()) return look_at(session->end());
  EnrollRequest request;
  request.type = factor::totp;
  look_at(session->enroll(std::move(request)));
  look_at(session->confirm(word, word));
  look_at(session->generate_backup_codes());
  look_at(session->end());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  ClientOptions options;
  options.base_url = argv[1];
  options.tenant_id = argv[2];
  options.publishable_key = argv[3];
  auto client = Client::create(std::move(options));
  if (!client) return 1;
  const auto done = client->mfa().verify_challenge({"chl", "backup_codes", "ABCD-EFGH"}).get();
  std::puts(done ? "in" : to_string(done.error().code));
  sign_in(*client, argv[2]);
  manage(*client, argv[2]);
  recover(*client, argv[2]);
  (void)client->poll();
}
