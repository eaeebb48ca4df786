// Coroutines: code after co_await runs inside poll(). Destroying the task cancels what it waits for.
#include "apps/common/embedded_mock.hpp"

#include <hellojohn/await.hpp>
#include <hellojohn/hellojohn.hpp>

#include <chrono>
#include <coroutine>
#include <cstdio>
#include <exception>
#include <thread>
#include <utility>

namespace {

/// The smallest task there is; an engine brings its own.
class Task {
  static constexpr int running = -1;

 public:
  struct promise_type {
    int exit_code = running;
    Task get_return_object() {
      return Task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(int value) { exit_code = value; }
    void unhandled_exception() { std::terminate(); }
  };
  explicit Task(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
  Task(Task&& other) noexcept : frame_(std::exchange(other.frame_, {})) {}  // Clang 14 moves it
  Task& operator=(Task&&) = delete;
  ~Task() {
    if (frame_) frame_.destroy();
  }
  [[nodiscard]] bool done() const { return exit_code() != running; }
  [[nodiscard]] int exit_code() const { return frame_.promise().exit_code; }

 private:
  std::coroutine_handle<promise_type> frame_;
};

Task log_in(hellojohn::Client& client, samples::EmbeddedMock& mock) {
  auto result = co_await client.auth().sign_in(
      {samples::bob_email, hellojohn::SecretView(samples::bob_password)});
  if (!result) co_return samples::report(result.error());
  if (result->challenge() == nullptr) co_return 1;
  auto verified =
      co_await client.mfa().verify_backup_code(*result->challenge(), mock.backup_code());
  if (!verified) co_return samples::report(verified.error());
  std::printf("Signed in as %s.\n", verified->session.user_id.c_str());
  co_return 0;
}

}  // namespace

int main() {
  samples::EmbeddedMock mock;
  auto client = hellojohn::Client::create(mock.client_options());
  if (!client) return samples::report(client.error());
  const Task task = log_in(*client, mock);
  while (!task.done()) {
    client->poll();
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return task.exit_code();
}
