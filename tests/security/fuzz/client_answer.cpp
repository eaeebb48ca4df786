// A status and a body → what a caller of the Client hears. Byte 0 picks the call, 1 and 2 the status.
#include "require.hpp"
#include "worlds/client_world.hpp"

#include <cstdint>
#include <optional>

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

/// Every call ends, and a failure says what is certain.
template <class T>
void finish(ClientWorld& world, Pending<T> pending, int status, std::string_view body) {
  for (int i = 0; i < 8 && !pending.ready(); ++i) {
    if (world.transport->open_count() > 0) world.transport->respond(status, body);
    world.clock.advance(std::chrono::seconds(6));
    (void)world.client->poll();
  }
  for (int i = 0; i < 8 && !pending.ready(); ++i) {
    world.clock.advance(std::chrono::seconds(6));
    (void)world.client->poll();
  }
  HELLOJOHN_FUZZ_REQUIRE(pending.ready());
  const auto result = std::move(pending).take();
  if (result) {
    HELLOJOHN_FUZZ_REQUIRE(status >= 200 && status < 500);
    return;
  }
  const Error& error = result.error();
  HELLOJOHN_FUZZ_REQUIRE(error.detail.size() < 512);
  if (status >= 200 && status < 300) {
    HELLOJOHN_FUZZ_REQUIRE(error.outcome != Outcome::not_sent);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const int status = 100 + (data[1] << 8 | data[2]) % 600;
  const std::string_view body(reinterpret_cast<const char*>(data) + 3, size - 3);
  ClientWorld world;
  Client& client = *world.client;
  const unsigned call = data[0] % 7;
  if (call >= 3 && call != 6) world.sign_in();
  switch (call) {
    case 0:
      finish(world, client.auth().sign_in({"a@example.com", SecretView("p")}), status, body);
      break;
    case 1: finish(world, client.recovery().request("a@example.com"), status, body); break;
    case 2:
      finish(world, client.recovery().verify_token(SecretView("rec_tok_a")), status, body);
      break;
    case 3: finish(world, client.user().mfa().generate_backup_codes(), status, body); break;
    case 4: finish(world, client.user().mfa().factors(), status, body); break;
    case 5: finish(world, client.user().mfa().enroll({}), status, body); break;
    default:
      finish(world, client.mfa().verify_challenge({"chl_1", "fac_1", "123456"}), status, body);
      break;
  }
  return 0;
}
