// A game: a fixed step, poll() once a frame, handles looked at and never waited for.
#include "apps/common/embedded_mock.hpp"

#include <hellojohn/hellojohn.hpp>

#include <chrono>
#include <cstdio>
#include <optional>
#include <thread>
#include <utility>

using namespace std::chrono_literals;

int main() {
  samples::EmbeddedMock mock;
  auto client = hellojohn::Client::create(mock.client_options());
  if (!client) return samples::report(client.error());

  std::optional<hellojohn::Pending<hellojohn::SignInResult>> sign_in =
      client->auth().sign_in({samples::bob_email, hellojohn::SecretView(samples::bob_password)});
  std::optional<hellojohn::Pending<hellojohn::Verified>> verify;

  constexpr auto step = 16ms;
  constexpr int most_frames = 60 * 30;
  for (int frame = 0; frame < most_frames; ++frame) {
    const auto next_frame = std::chrono::steady_clock::now() + step;
    client->poll();
    if (sign_in && sign_in->ready()) {
      auto result = std::move(*sign_in).take();
      sign_in.reset();
      if (!result) return samples::report(result.error());
      if (result->challenge() == nullptr) return 1;
      verify = client->mfa().verify_backup_code(*result->challenge(), mock.backup_code());
    }
    if (verify && verify->ready()) {
      auto result = std::move(*verify).take();
      if (!result) return samples::report(result.error());
      std::printf("Signed in as %s in frame %d.\n", result->session.user_id.c_str(), frame);
      return 0;
    }
    // The world would be drawn here.
    std::this_thread::sleep_until(next_frame);
  }
  std::puts("Not signed in within 30 s of frames.");
  return 1;
}
