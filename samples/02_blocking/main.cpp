// Tools and tests: every call is waited for. No call outlives its own deadline, so nothing here can hang.
#include "apps/common/embedded_mock.hpp"

#include <hellojohn/hellojohn.hpp>

#include <cstdio>

int main() {
  samples::EmbeddedMock mock;
  auto client = hellojohn::Client::create(mock.client_options());
  if (!client) return samples::report(client.error());

  auto result = client->auth()
                    .sign_in({samples::bob_email, hellojohn::SecretView(samples::bob_password)})
                    .get();
  if (!result) return samples::report(result.error());
  const hellojohn::Challenge* challenge = result->challenge();
  if (challenge == nullptr) return 1;
  std::printf("A second factor is wanted; %zu can be used.\n", challenge->factors.size());

  auto verified = client->mfa().verify_backup_code(*challenge, mock.backup_code()).get();
  if (!verified) return samples::report(verified.error());
  std::printf("Signed in as %s.\n", verified->session.user_id.c_str());

  auto signed_out = client->auth().sign_out().get();
  return signed_out ? 0 : samples::report(signed_out.error());
}
