// What a proof leaves behind in this process, the password and the code that new codes and a removal want on the
// open-source server: nothing, on each way out.
#include "security/residue/components_world.hpp"
#include "worlds/catch.hpp"

#include <hellojohn/widgets/backup_codes.hpp>
#include <hellojohn/widgets/factor_list.hpp>

#include <cstdio>

using namespace hellojohn;
using namespace hellojohn::tests;
using widgets::Action;
using widgets::Role;

namespace {

struct OwnServer : World {
  OwnServer() : World(options()) {}
  static ClientOptions options() {
    ClientOptions out;
    out.dialect = ServerDialect::self_hosted;
    out.client_id = "residue";
    return out;
  }
  /// The form is open: a backup code, because an authenticator's six digits are anywhere.
  template <class C>
  void prove(C& component, const Scrambled& password, const Scrambled& typed) {
    press(component, Action::use_backup_code);
    Secret plain;
    put(plain, password);
    component.view().find(Role::password_field)->input->assign(plain.reveal());
    plain.clear();
    for (const unsigned char byte : typed)
      component.view().find(Role::code_field)->code->insert(byte ^ scramble);
    // The form holds both.
    CHECK(left_of({password}) > 0);
    CHECK(left_of({typed}) > 0);
    press(component, Action::submit);
    REQUIRE(transport->open_count() == 1);
  }
  void end(End end, Secret&& well) {
    if (end == End::well) answer(200, std::move(well));
    if (end == End::refused) answer(401, Secret(R"({"code":"invalid_password"})"));
    if (end == End::lost) transport->fail(failed(Errc::connection_lost, Sent::all));
  }
};

const std::vector<Scrambled> proof = {made_up(20, upper, 61), made_up(10, upper, 62)};

}  // namespace

TEST_CASE("residue: the proof of new codes, and the codes") {
  const std::vector<Scrambled> codes = {made_up(10, upper, 63), made_up(10, upper, 64)};
  std::size_t found = 0;
  for (const End end : ends) {
    {
      OwnServer world;
      auto source = widgets::backup_codes_of_user(*world.client);
      source.status = {};
      widgets::BackupCodes panel(source, world.state);
      panel.open();
      world.press(panel, Action::create_codes);
      world.prove(panel, proof[0], proof[1]);
      Secret body(R"({"rotated":true,"recovery_codes":[")");
      put(body, codes[0]);
      body.append(R"(",")");
      put(body, codes[1]);
      body.append(R"("]})");
      world.end(end, std::move(body));
      world.frame(panel);
      if (end == End::well) {
        CHECK(panel.has_unsaved_codes());
        // While the codes are on screen, nothing of the proof is left.
        found += left_of(proof);
        world.press(panel, Action::reveal);
        world.press(panel, Action::toggle_saved);
        world.press(panel, Action::done);
        found += left_of(codes);
      }
    }
    found += left_of(proof) + left_of(codes);
  }
  std::printf("residue: a proof of new codes on 4 ways: %zu fragments left\n", found);
  CHECK(found == 0);
}

TEST_CASE("residue: the proof of a removal") {
  std::size_t found = 0;
  for (const End end : ends) {
    {
      OwnServer world;
      widgets::FactorList list(*world.client);
      Factor app;
      app.id = factor::totp;
      app.type = factor::totp;
      app.status = "active";
      list.open({app}, "a@example.com");
      world.press(list, Action::remove_factor);
      world.press(list, Action::leave);
      world.prove(list, proof[0], proof[1]);
      world.end(end, Secret(R"({"disabled":true})"));
      world.frame(list);
      if (end == End::well) {
        CHECK(list.phase() == widgets::FactorListPhase::closed);
        found += left_of(proof);
      }
      if (end == End::refused) CHECK(list.phase() == widgets::FactorListPhase::proving);
    }
    found += left_of(proof);
  }
  std::printf("residue: a proof of a removal on 4 ways: %zu fragments left\n", found);
  CHECK(found == 0);
}
