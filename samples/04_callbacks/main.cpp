// Callbacks: they run inside poll(), on this thread, so they may touch everything that the loop owns.
#include "apps/common/embedded_mock.hpp"

#include <hellojohn/hellojohn.hpp>

#include <chrono>
#include <cstdio>
#include <thread>
#include <utility>

namespace {

/// A login in two steps. Its subscriptions go with it, and then no callback runs any more.
class Login {
 public:
  Login(hellojohn::Client& client, samples::EmbeddedMock& mock) : client_(client), mock_(mock) {
    step_ = client_.auth()
                .sign_in({samples::bob_email, hellojohn::SecretView(samples::bob_password)})
                .then([this](hellojohn::Result<hellojohn::SignInResult> r) {
                  on_sign_in(std::move(r));
                });
  }
  [[nodiscard]] bool done() const { return done_; }
  [[nodiscard]] int exit_code() const { return exit_code_; }

 private:
  void on_sign_in(hellojohn::Result<hellojohn::SignInResult> result) {
    if (!result) return finish(samples::report(result.error()));
    if (result->challenge() == nullptr) return finish(1);
    step_ =
        client_.mfa()
            .verify_backup_code(*result->challenge(), mock_.backup_code())
            .then([this](hellojohn::Result<hellojohn::Verified> r) { on_verified(std::move(r)); });
  }
  void on_verified(hellojohn::Result<hellojohn::Verified> result) {
    if (!result) return finish(samples::report(result.error()));
    std::printf("Signed in as %s.\n", result->session.user_id.c_str());
    finish(0);
  }
  void finish(int exit_code) {
    exit_code_ = exit_code;
    done_ = true;
  }

  hellojohn::Client& client_;
  samples::EmbeddedMock& mock_;
  hellojohn::Subscription step_;
  bool done_ = false;
  int exit_code_ = 1;
};

}  // namespace

int main() {
  samples::EmbeddedMock mock;
  auto client = hellojohn::Client::create(mock.client_options());
  if (!client) return samples::report(client.error());
  Login login(*client, mock);
  while (!login.done()) {
    client->poll();
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return login.exit_code();
}
