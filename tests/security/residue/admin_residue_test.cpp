// What the admin library leaves behind in this process: nothing of a key, code or token, on each way out.
#include "scanner.hpp"
#include "system/admin/admin_world.hpp"
#include "worlds/catch.hpp"

#include <cstdio>
#include <random>
#include <string_view>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;

namespace {

/// Symbols that no other text of this program is made of in that order.
Scrambled made_up(std::size_t size, unsigned seed) {
  constexpr std::string_view alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  std::mt19937 random(seed);
  Scrambled out;
  for (std::size_t i = 0; i < size; ++i)
    out.push_back(static_cast<unsigned char>(alphabet[random() % alphabet.size()]) ^ scramble);
  return out;
}

Secret plain(std::string_view before, const Scrambled& secret, std::string_view after = {}) {
  Secret out(before);
  for (const unsigned char byte : secret) {
    const char c = static_cast<char>(byte ^ scramble);
    out.append({&c, 1});
  }
  out.append(after);
  return out;
}

enum class End { well, refused, garbled, lost, cancelled, shut_down };
constexpr End ends[] = {End::well, End::refused,   End::garbled,
                        End::lost, End::cancelled, End::shut_down};

/// A desk whose key is made up too, and one call of it.
struct Desk {
  explicit Desk(const Scrambled& key) {
    admin::ClientOptions options;
    options.base_url = "https://auth.example.com";
    options.tenant_id = "tnt_1";
    options.secret_key = plain("sk_live_", key);
    auto owned = std::make_unique<testing::ScriptedTransport>();
    transport = owned.get();
    options.transport = std::move(owned);
    options.clock = &clock;
    options.record = &record;
    client.emplace(admin::Client::create(std::move(options)).value());
  }

  template <class T>
  void finish(Pending<T> pending, End end, Secret&& body) {
    HttpResponse response;
    response.status = end == End::refused ? 403 : 200;
    response.headers.push_back({"Content-Type", "application/json"});
    if (end == End::garbled) body = Secret(body.reveal().substr(0, body.size() - 1));
    response.body = std::move(body);
    switch (end) {
      case End::well:
      case End::refused:
      case End::garbled: transport->respond(std::move(response)); break;
      case End::lost:
        for (int i = 0; i < 200 && !pending.ready(); ++i) {
          clock.advance(50ms);
          (void)client->poll();
          if (transport->open_count() == 0) continue;
          (void)transport->last_write();
          transport->fail(failed(Errc::connection_lost, Sent::all));
        }
        break;
      case End::cancelled:
        pending.cancel();
        transport->fail(failed(Errc::cancelled, Sent::none));
        break;
      case End::shut_down: client->shutdown(0ms); break;
    }
    REQUIRE(pending.ready());
    CHECK(std::move(pending).take().has_value() == (end == End::well));
  }

  testing::VirtualClock clock;
  CollectingRecord record;
  testing::ScriptedTransport* transport = nullptr;
  std::optional<admin::Client> client;
};

}  // namespace

TEST_CASE("residue: a desk's key, the codes and the sessions it opens") {
  const Scrambled key = made_up(24, 71);
  const Scrambled token = made_up(40, 72);
  const Scrambled code = made_up(12, 73);
  std::size_t found = 0;
  for (const End end : ends) {
    {
      Desk desk(key);
      CHECK(count_fragments(key) > 0);  // It is alive now.
      desk.finish(desk.client->impersonate({"usr_1"}, checked), end,
                  plain(R"({"access_token":")", token, R"("})"));
    }
    {
      Desk desk(key);
      desk.finish(desk.client->generate_backup_codes("usr_1", checked), end,
                  plain(R"({"codes":[")", code, R"("]})"));
    }
    {
      Desk desk(key);
      auto pending = desk.client->verify_session(plain("", token).view());
      desk.finish(std::move(pending), end, Secret(R"({"valid":true})"));
    }
    for (const Scrambled& secret : {key, token, code}) found += count_fragments(secret);
  }
  std::printf("residue: admin calls on 6 ways: %zu fragments left\n", found);
  CHECK(found == 0);
}
