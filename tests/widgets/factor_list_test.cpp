// The person's factors: who is signed in, what can be replaced or removed, and what is said of each outcome.
#include "widgets/mock_world.hpp"

#include <hellojohn/widgets/factor_list.hpp>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using widgets::Action;
using widgets::FactorListPhase;
using widgets::MessageId;
using widgets::Part;
using widgets::Place;
using widgets::Role;

namespace {

constexpr const char* masked_alice = "al\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2@example.com";

void settle(AccessWorld& world) {
  for (int i = 0; i < 8; ++i) world.wait(16ms);
}

void to_factors(AccessWorld& world) {
  world.sign_in_with_totp();
  settle(world);
  world.press(Action::manage_factors);
  REQUIRE(world.place() == Place::factors);
}

void to_question(AccessWorld& world) {
  to_factors(world);
  world.press(Action::remove_factor);
  REQUIRE(world.says(MessageId::factors_ask_title));
}

int removals(const AccessWorld& world) { return world.count("DELETE"); }

std::string value_of(const AccessWorld& world, MessageId label) {
  const auto* element = world.screen().find(label);
  REQUIRE(element != nullptr);
  return words(element->value);
}

}  // namespace

TEST_CASE("factors: the list names who is signed in, and each factor can be replaced or removed") {
  AccessWorld world;
  to_factors(world);
  CHECK(value_of(world, MessageId::account) == masked_alice);
  CHECK(world.screen().can(Action::replace_factor));
  CHECK(world.screen().can(Action::remove_factor));
  // Backup codes are replaced where they are shown.
  CHECK_FALSE(world.screen().can(Action::remove_factor, 1));
  CHECK(removals(world) == 0);
  world.press(Action::back);
  CHECK(world.place() == Place::home);
}

TEST_CASE("factors: removing asks first, says what it means, and Stay removes nothing") {
  AccessWorld world;
  to_question(world);
  CHECK(world.says(MessageId::factors_ask_last));
  CHECK(world.screen()[world.screen().focus].action == Action::stay);
  world.press(Action::stay);
  CHECK(world.says(MessageId::factors_remove));
  CHECK(removals(world) == 0);
}

TEST_CASE("factors: removed at one press, once, and home shows it") {
  AccessWorld world;
  to_question(world);
  world.press(Action::leave);
  settle(world);
  CHECK(removals(world) == 1);
  CHECK(world.place() == Place::home);
  CHECK(world.says(MessageId::card_mfa_off));
}

TEST_CASE("factors: what was not sent was not removed, and can be tried again") {
  AccessWorld world;
  to_question(world);
  world.fates.assign(12, Fate::not_sent);
  world.press(Action::leave);
  for (int i = 0; i < 8; ++i) world.wait(6s);
  REQUIRE(world.says(MessageId::factors_failed));
  CHECK(world.says(MessageId::error_offline));
  world.fates.clear();
  world.press(Action::retry);
  settle(world);
  CHECK(world.place() == Place::home);
}

TEST_CASE("factors: after a lost answer nothing is claimed until the list was read") {
  for (const Fate fate : {Fate::lost_before, Fate::lost_after}) {
    AccessWorld world;
    to_question(world);
    world.fates.assign(12, fate);
    world.press(Action::leave);
    for (int i = 0; i < 8; ++i) world.wait(6s);
    REQUIRE(world.says(MessageId::factors_unknown));
    for (const auto& element : world.screen()) {
      CHECK_FALSE(widgets::claims_nothing_happened(element.label.id));
    }
    world.fates.clear();
    world.press(Action::check_again);
    settle(world);
    if (fate == Fate::lost_before) {
      CHECK(world.says(MessageId::factors_failed));
      CHECK_FALSE(world.says(MessageId::error_unknown));
      world.press(Action::back);
    }
    CHECK(world.place() == Place::home);
  }
}

TEST_CASE("factors: a list that cannot be read leaves the question open, with a way out") {
  AccessWorld world;
  to_question(world);
  world.fates.assign(60, Fate::lost_before);
  world.press(Action::leave);
  for (int i = 0; i < 8; ++i) world.wait(6s);
  REQUIRE(world.says(MessageId::factors_unknown));
  world.press(Action::check_again);
  for (int i = 0; i < 10; ++i) world.wait(6s);
  CHECK(world.says(MessageId::factors_unknown));
  world.press(Action::back);
  CHECK(world.place() == Place::home);
}

TEST_CASE("factors: a replaced one is removed only when the new one is confirmed") {
  AccessWorld world;
  to_factors(world);
  world.press(Action::replace_factor);
  REQUIRE(world.place() == Place::enrolment);
  CHECK(world.says(MessageId::enrol_replaces));
  CHECK(removals(world) == 0);
  world.type_code(new_totp(world));
  settle(world);
  CHECK(world.place() == Place::codes);
  CHECK(world.count(std::string("DELETE /v1/users/") + alice_id + "/mfa/factors/" + alice_factor) ==
        1);
  world.press(Action::cancel);
  settle(world);
  REQUIRE(world.place() == Place::home);
  world.press(Action::manage_factors);
  CHECK(world.screen().can(Action::remove_factor, 0));
  CHECK_FALSE(world.screen().can(Action::remove_factor, 1));
}

TEST_CASE("factors: a cancelled replacement removes nothing, then or later") {
  AccessWorld world;
  to_factors(world);
  world.press(Action::replace_factor);
  world.press(Action::cancel);
  REQUIRE(world.place() == Place::home);
  settle(world);
  CHECK(removals(world) == 0);
}

TEST_CASE("factors: that a replaced one could not be removed is said before home") {
  AccessWorld world;
  to_factors(world);
  world.press(Action::replace_factor);
  world.fates = {Fate::served, Fate::lost_before};
  world.type_code(new_totp(world));
  settle(world);
  REQUIRE(world.place() == Place::codes);
  world.press(Action::cancel);
  settle(world);
  CHECK(world.place() == Place::factors);
  CHECK(world.says(MessageId::factors_unknown));
}

TEST_CASE("factors: the next account sees nothing of the one before") {
  AccessWorld world;
  to_factors(world);
  auto other =
      world.client->auth().sign_in({"carol@example.com", SecretView("plain sailing today")});
  settle(world);
  CHECK(world.place() == Place::home);
  CHECK_FALSE(world.says(MessageId::factors_remove));
  CHECK(world.says(MessageId::card_mfa_off));
}

TEST_CASE("card: a service that lists nothing still lets a person set up and replace") {
  AccessWorld world;
  server_says(world, "GET", std::string("/v1/users/") + alice_id + "/mfa/factors", 501,
              R"({"error":{"code":"not_implemented"}})");
  world.sign_in_with_totp();
  settle(world);
  REQUIRE(world.place() == Place::home);
  CHECK(value_of(world, MessageId::account) == masked_alice);
  CHECK(world.screen().can(Action::replace_codes));
  REQUIRE(world.screen().can(Action::set_up));
  world.press(Action::set_up);
  CHECK(world.place() == Place::enrolment);
}

TEST_CASE("card: a session from elsewhere is named by its user") {
  AccessWorld world;
  auto adopted = world.client->auth().adopt(
      {SecretView("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c3JfWCIsImV4cCI6NDEwMjQ0NDgwMH0."), {}, {}});
  settle(world);
  world.access.begin();
  settle(world);
  REQUIRE(world.place() == Place::home);
  CHECK(value_of(world, MessageId::account) == "usr_X");
}

TEST_CASE("lost access: ending the recovery is asked about, and staying leads back") {
  AccessWorld world;
  world.open_link();
  REQUIRE(world.says(MessageId::lost_account_title));
  world.press(Action::dismiss, 0, Part::banner);
  REQUIRE(world.screen().can(Action::stay));
  world.press(Action::stay);
  CHECK(world.says(MessageId::lost_account_title));
  world.press(Action::set_up);
  REQUIRE(world.says(MessageId::enrol_title));
  world.press(Action::dismiss, 0, Part::banner);
  world.press(Action::stay);
  CHECK(world.says(MessageId::enrol_title));
  world.press(Action::dismiss, 0, Part::banner);
  world.press(Action::leave);
  CHECK(world.place() != Place::lost_access);
}

TEST_CASE("lost access: the end names what was removed, and does not guess") {
  for (const bool readable : {true, false}) {
    AccessWorld world;
    world.sign_in();
    world.press(Action::lost_access);
    world.press(Action::choose, 2);
    world.fill(Role::text_field, alice);
    world.press(Action::submit);
    world.fill(Role::password_field, world.mailed_link());
    world.press(Action::submit);
    world.press(Action::set_up);
    REQUIRE(world.says(MessageId::enrol_title));
    // The confirmation is served; of the list after it nothing arrives.
    if (!readable) {
      world.fates = {Fate::served};
      world.fates.insert(world.fates.end(), 12, Fate::not_sent);
    }
    world.type_code(new_totp(world));
    for (int i = 0; i < 10; ++i) world.wait(readable ? 16ms : 6000ms);
    world.fates.clear();
    world.press(Action::create_codes);
    world.press(Action::copy_all);
    world.press(Action::toggle_saved);
    world.press(Action::done);
    REQUIRE(world.says(MessageId::lost_done_title));
    CHECK(world.says(MessageId::lost_done_removed) == readable);
    CHECK(world.says(MessageId::lost_done_removed_unread) != readable);
    CHECK(world.says(MessageId::codes_old_dead));
    CHECK(world.says(MessageId::lost_done_sessions));
    CHECK(world.screen().can(Action::not_me));
    CHECK_FALSE(words(world.screen().find(MessageId::lost_done_factor)->value).empty());
  }
}

namespace {

/// Keeps nothing, and says so.
class BrokenStore final : public SessionStore {
 public:
  void load(StoreOpId id, StoreSink& sink) noexcept override { sink.on_store_loaded(id, Secret()); }
  void save(StoreOpId id, SecretView, StoreSink& sink) noexcept override {
    std::optional<Error> error;
    if (broken) {
      error.emplace();
      error->code = Errc::storage;
    }
    sink.on_store_done(id, std::move(error));
  }
  void erase(StoreOpId id, StoreSink& sink) noexcept override { sink.on_store_done(id, {}); }
  bool broken = true;
};

}  // namespace

TEST_CASE("home: a session that could not be stored is said, until one is") {
  BrokenStore store;
  ClientOptions options;
  options.store = &store;
  ClientWorld world(std::move(options));
  HostLog log;
  widgets::AccountAccess access(*world.client, recording_host(log, world.clock),
                                {"Sky Game", {}, {}});
  const auto said = [&] {
    for (int i = 0; i < 4; ++i) {
      world.clock.advance(16ms);
      (void)world.client->poll();
      access.update(world.clock.now());
    }
    REQUIRE(access.view().place == Place::home);
    return access.view().main->find(MessageId::error_storage) != nullptr;
  };
  world.sign_in();
  access.begin();
  CHECK(said());
  store.broken = false;
  auto again = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
  while (world.transport->open_count() > 0) world.transport->respond(200, signed_in_answer);
  CHECK_FALSE(said());
}
