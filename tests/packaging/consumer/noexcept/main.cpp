// A host without exceptions and RTTI: all four ways to wait, against the mock service in process.
#include <hellojohn/await.hpp>
#include <hellojohn/hellojohn.hpp>
#include <hellojohn/testing/fake_transport.hpp>

#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#if defined(__cpp_exceptions) || defined(__cpp_rtti)
#error this program is meant to be compiled without exceptions and RTTI
#endif

namespace {

struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::abort(); }
  };
};

Task ask(hellojohn::Client& client, int& state) {
  auto result = co_await client.recovery().request("alice@example.com");
  state = result ? 1 : 2;
}

bool expect(bool well, const char* what) {
  if (!well) std::fprintf(stderr, "FAIL  %s\n", what);
  return well;
}

}  // namespace

int main() {
  hellojohn::testing::MockService service;
  hellojohn::ClientOptions options;
  options.base_url = "https://mock.invalid";
  options.tenant_id = "tnt_01HABCDEF654321";
  options.publishable_key = "pk_live_abc123";
  options.transport = std::make_unique<hellojohn::testing::FakeTransport>(service);
  auto created = hellojohn::Client::create(std::move(options));
  if (!created) return 1;
  hellojohn::Client client = std::move(created).value();

  bool well = true;
  auto blocking =
      client.auth()
          .sign_in({"alice@example.com", hellojohn::SecretView("correct horse battery")})
          .get();
  well &= expect(blocking && blocking->challenge() != nullptr, "get");

  auto polled = client.recovery().request("alice@example.com");
  while (!polled.ready()) client.poll();
  well &= expect(std::move(polled).take().has_value(), "ready and take");

  int called = 0;
  auto subscription = client.recovery().request("alice@example.com").then([&](auto result) {
    called = result ? 1 : 2;
  });
  int awaited = 0;
  ask(client, awaited);
  while (called == 0 || awaited == 0) client.poll();
  well &= expect(called == 1, "then");
  well &= expect(awaited == 1, "co_await");

  auto refused = client.mfa().verify_challenge({"chl_none", "totp", "000000"}).get();
  well &= expect(!refused && refused.error().outcome == hellojohn::Outcome::refused, "an error");
  return well ? 0 : 1;
}
