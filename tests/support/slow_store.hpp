// A store whose operations end when a test says so, and a client that has it.
#pragma once

#include "support/catch.hpp"
#include "support/client_world.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <utility>

namespace hellojohn::tests {

inline const char* const other_answer =
    R"({"user":{"id":"usr_2"},"access_token":"access-b","refresh_token":"rft_b","expires_in":3600})";

/// Counts how many are under way at once.
class SlowStore final : public SessionStore {
 public:
  SlowStore() = default;
  SlowStore(const SlowStore&) = delete;
  SlowStore& operator=(const SlowStore&) = delete;
  // Each operation ends once, if need be after the client.
  ~SlowStore() override { finish(); }
  void load(StoreOpId id, StoreSink& sink) noexcept override { begin({id, &sink, 'l', {}}); }
  void save(StoreOpId id, SecretView secret, StoreSink& sink) noexcept override {
    begin({id, &sink, 's', std::string(secret.reveal())});
  }
  void erase(StoreOpId id, StoreSink& sink) noexcept override { begin({id, &sink, 'e', {}}); }

  /// Ends the oldest operation; what it writes is there from now on.
  void step(bool fails = false) {
    REQUIRE_FALSE(open.empty());
    const Operation done = open.front();
    open.pop_front();
    std::optional<Error> error;
    if (fails) {
      error.emplace();
      error->code = Errc::storage;
    }
    if (done.kind == 'l') {
      done.sink->on_store_loaded(done.id, Secret(bytes));
      return;
    }
    if (!fails) bytes = done.bytes;
    done.sink->on_store_done(done.id, std::move(error));
  }
  void finish() {
    while (!open.empty()) step();
  }

  struct Operation {
    StoreOpId id;
    StoreSink* sink;
    char kind;
    std::string bytes;
  };
  std::deque<Operation> open;
  std::string bytes;
  std::size_t most_at_once = 0;

 private:
  void begin(Operation operation) {
    open.push_back(std::move(operation));
    if (open.size() > most_at_once) most_at_once = open.size();
  }
};

inline ClientOptions with(SessionStore& store) {
  ClientOptions options;
  options.store = &store;
  return options;
}

/// Signed in as usr_1, and that is in the store.
inline void sign_in(ClientWorld& world, SlowStore& store) {
  auto pending = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
  world.transport->respond(200, signed_in_answer);
  store.finish();
  REQUIRE(std::move(pending).take());
}

}  // namespace hellojohn::tests
