// Scenes of the self-hosted server: what it asks for, and what it lacks. See scenes.hpp.
#include "apps/common/scenes.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace samples {

using namespace std::chrono_literals;
using widgets::Action;
using widgets::MessageId;
using widgets::Role;

namespace {

void pass_frames(AccessWorld& world) {
  for (int i = 0; i < 8; ++i) world.wait(16ms);
}

void to_proof(AccessWorld& world) {
  world.sign_in_with_totp();
  world.press(Action::replace_codes);
  world.press(Action::replace_codes);
  must(world.says(MessageId::proof_why));
}

void prove(AccessWorld& world, std::string_view password) {
  world.wait(30s);
  world.fill(Role::password_field, password);
  world.type_code(world.service->totp(alice_factor));
  pass_frames(world);
  world.press(Action::submit);
}

void lock(AccessWorld& world) {
  world.sign_in();
  world.press(Action::use_backup_code);
  for (int i = 0; i < 11; ++i) {
    world.type_code("ZZZZZ9999" + std::to_string(2 + i % 8));
    world.press(Action::submit);
  }
  must(world.says(MessageId::challenge_locked));
}

void by_mail(AccessWorld& world) {
  world.sign_in();
  world.press(Action::other_ways);
  world.press(Action::choose, 1);
  pass_frames(world);
  must(world.says(MessageId::challenge_resend_in));
}

void to_removal(AccessWorld& world, Action action) {
  world.sign_in_with_totp();
  world.press(Action::manage_factors);
  if (action != Action::none) world.press(action);
}

}  // namespace

void add_self_hosted_scenes(std::vector<Scene>& out) {
  const auto add = [&](const char* name, void (*play)(AccessWorld&)) {
    Scene scene{name, play};
    scene.server = AccessWorld::self_hosted_options();
    out.push_back(std::move(scene));
  };
  add("own_sign_in", pass_frames);
  add("own_challenge_mail", by_mail);
  add("own_challenge_locked", lock);
  add("own_lost", [](AccessWorld& w) {
    w.sign_in();
    w.press(Action::lost_access);
    must(w.says(MessageId::lost_no_way));
  });
  add("own_home", [](AccessWorld& w) { w.sign_in_with_totp(); });
  add("own_proof", to_proof);
  add("own_proof_wrong", [](AccessWorld& w) {
    to_proof(w);
    prove(w, "wrong");
    must(w.says(MessageId::proof_wrong_password));
  });
  add("own_proof_backup", [](AccessWorld& w) {
    to_proof(w);
    w.press(Action::use_backup_code);
    w.fill(Role::password_field, alice_password);
    w.type_code("ABCD23");
    pass_frames(w);
  });
  add("own_codes", [](AccessWorld& w) {
    to_proof(w);
    prove(w, alice_password);
    must(w.access.view().has_unsaved_codes);
  });
  add("own_factors", [](AccessWorld& w) { to_removal(w, Action::none); });
  add("own_factors_replace", [](AccessWorld& w) {
    to_removal(w, Action::replace_factor);
    must(w.says(MessageId::factors_ask_first));
  });
}

}  // namespace samples
