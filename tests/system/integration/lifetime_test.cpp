// The end of a Client: whatever is stuck below it, it goes in time and every call ends.
#include "worlds/catch.hpp"
#include "worlds/watched.hpp"

#include "net/beast_transport.hpp"
#include "net/socket/resolver.hpp"

#include <hellojohn/hellojohn.hpp>

#include <chrono>
#include <cstdio>
#include <memory>
#include <utility>

using namespace hellojohn;
using hellojohn::tests::Watched;
using namespace std::chrono_literals;

namespace {

// A resolver that is stuck until it is let go: the system's cannot be interrupted either.
Watched<bool> let_go{false};
Watched<int> inside{0};

int stuck(const char*, const char*, const addrinfo*, addrinfo**) {
  inside.add(1);
  let_go.wait_for(true);
  inside.add(-1);
  return EAI_AGAIN;
}

Client stuck_client() {
  net::ResolverFunctions functions;
  functions.resolve = &stuck;
  auto transport = make_beast_transport({}, functions);
  REQUIRE(transport);
  ClientOptions options;
  options.base_url = "https://slow.example";
  options.tenant_id = "tnt_1";
  options.publishable_key = "pk_test_abcdef";
  options.transport = std::move(transport).value();
  auto made = Client::create(std::move(options));
  REQUIRE(made);
  return std::move(made).value();
}

}  // namespace

TEST_CASE("lifetime: a name that the system never answers does not hold the destructor") {
  let_go.set(false);
  Pending<Unit> call;
  std::chrono::steady_clock::time_point begun;
  {
    Client client = stuck_client();
    call = client.recovery().request("alice@example.com");
    inside.wait_for(1);
    begun = std::chrono::steady_clock::now();
  }
  const auto took = std::chrono::steady_clock::now() - begun;
  std::printf("destructor with a stuck resolver: %.1f ms (goal 250, bound 2000)\n",
              std::chrono::duration<double, std::milli>(took).count());
  CHECK(took < 2s);
  REQUIRE(call.ready());
  const auto result = std::move(call).take();
  CHECK(result.error().code == Errc::shutting_down);
  CHECK(result.error().outcome == Outcome::not_sent);
  let_go.set(true);
  inside.wait_for(0);
}
