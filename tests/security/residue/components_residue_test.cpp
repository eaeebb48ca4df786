// What the components leave behind in this process: nothing of a code, password, key or token, on each way out. The
// secrets are made here and kept scrambled; answers are put together in wiped memory.
#include "security/residue/components_world.hpp"
#include "worlds/catch.hpp"

#include <hellojohn/widgets/backup_codes.hpp>
#include <hellojohn/widgets/challenge.hpp>
#include <hellojohn/widgets/enrolment.hpp>
#include <hellojohn/widgets/lost_access.hpp>
#include <hellojohn/widgets/sign_in.hpp>

#include <cstdio>
#include <string_view>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using widgets::Action;
using widgets::Role;

TEST_CASE("residue: a copy that is kept is found") {
  const Scrambled secret = code(1);
  Secret kept;
  put(kept, secret);
  CHECK(count_fragments(secret) > 0);
  kept.clear();
  CHECK(count_fragments(secret) == 0);
}

TEST_CASE("residue: backup codes") {
  const std::vector<Scrambled> codes = {code(11), code(12), code(13)};
  std::size_t found = 0;
  for (const End end : ends) {
    {
      World world;
      auto source = widgets::backup_codes_of_user(*world.client);
      source.status = {};
      widgets::BackupCodes panel(source, world.state);
      panel.open();
      world.press(panel, Action::create_codes);
      Secret body(R"({"codes":[)");
      for (const Scrambled& one : codes) {
        body.append(&one == codes.data() ? "\"" : ",\"");
        put(body, one);
        body.append("\"");
      }
      if (end != End::lost) body.append("]}");
      world.answer(200, std::move(body));
      world.frame(panel);
      if (end == End::well || end == End::refused) {
        world.press(panel, Action::reveal);
        world.press(panel, Action::copy_all);
        world.press(panel, Action::save);
        world.press(panel, end == End::well ? Action::toggle_saved : Action::cancel);
        world.press(panel, end == End::well ? Action::done : Action::leave);
        CHECK_FALSE(panel.has_unsaved_codes());
        found += left_of(codes);
      }
    }
    found += left_of(codes);
  }
  std::printf("residue: backup codes on 4 ways: %zu fragments left\n", found);
  CHECK(found == 0);
}

TEST_CASE("residue: a code that is typed, sent, refused, lost") {
  const std::vector<Scrambled> typed = {made_up(8, upper, 21)};
  std::size_t found = 0;
  for (const End end : ends) {
    {
      World world;
      widgets::Challenge challenge(*world.client, world.state);
      challenge.start({"chl_1", {}}, "al");
      world.press(challenge, Action::use_backup_code);
      for (const unsigned char byte : typed[0]) {
        challenge.view().find(Role::code_field)->code->insert(byte ^ scramble);
      }
      world.press(challenge, Action::submit);
      if (end == End::well) world.answer(200, Secret(signed_in_answer));
      if (end == End::refused) {
        world.answer(401, Secret(R"({"error":{"code":"invalid_mfa_code"}})"));
        challenge.view().find(Role::code_field)->code->clear();
      }
      if (end == End::lost) world.transport->fail(failed(Errc::connection_lost, Sent::all));
      world.frame(challenge);
      if (end == End::well) found += left_of(typed);
    }
    found += left_of(typed);
  }
  std::printf("residue: a typed code on 4 ways: %zu fragments left\n", found);
  CHECK(found == 0);
}

TEST_CASE("residue: a password") {
  const std::vector<Scrambled> password = {made_up(20, upper, 31)};
  std::size_t found = 0;
  for (const End end : ends) {
    {
      World world;
      widgets::SignIn sign_in(*world.client, world.state);
      world.frame(sign_in);
      sign_in.view().find(Role::text_field)->input->assign("a@example.com");
      Secret plain;
      put(plain, password[0]);
      sign_in.view().find(Role::password_field)->input->assign(plain.reveal());
      plain.clear();
      if (end != End::destroyed) {
        world.press(sign_in, Action::submit);
        if (end == End::well) world.answer(200, Secret(signed_in_answer));
        if (end == End::refused) {
          world.answer(401, Secret(R"({"error":{"code":"invalid_credentials"}})"));
        }
        if (end == End::lost) {
          world.transport->fail(failed(Errc::connection_lost, Sent::all));
          world.frame(sign_in);
          // The field keeps the password for another try: one copy.
          CHECK(left_of(password) == password[0].size() - Needles::fragment + 1);
          sign_in.view().find(Role::password_field)->input->clear();
        }
        world.frame(sign_in);
        found += left_of(password);
      }
    }
    found += left_of(password);
  }
  std::printf("residue: a password on 4 ways: %zu fragments left\n", found);
  CHECK(found == 0);
}

TEST_CASE("residue: the key of an authenticator, its picture and its address") {
  const std::vector<Scrambled> key = {made_up(32, upper, 41)};
  std::size_t found = 0;
  for (const End end : ends) {
    {
      World world;
      widgets::Enrolment enrolment(widgets::enrolment_of_user(*world.client), world.state);
      enrolment.open();
      Secret body(R"({"factor_id":"fac_2","type":"totp","totp":{"secret":")");
      put(body, key[0]);
      body.append(R"(","uri":"otpauth://totp/Sky?secret=)");
      put(body, key[0]);
      body.append(end == End::lost ? "" : "\"}}");
      world.answer(201, std::move(body));
      world.frame(enrolment);
      if (end == End::well || end == End::refused) {
        for (const char digit : std::string_view("123456")) {
          enrolment.view().find(Role::code_field)->code->insert(static_cast<char32_t>(digit));
        }
        world.frame(enrolment);
        if (end == End::well) {
          world.answer(200, Secret(R"({"id":"fac_2"})"));
        } else {
          world.answer(404, Secret(R"({"error":{"code":"not_found"}})"));
        }
        world.frame(enrolment);
        found += left_of(key);
      }
    }
    found += left_of(key);
  }
  std::printf("residue: an authenticator's key on 4 ways: %zu fragments left\n", found);
  CHECK(found == 0);
}

TEST_CASE("residue: a recovery link and the session it opens") {
  const std::vector<Scrambled> secrets = {made_up(30, upper, 51), made_up(40, upper, 52)};
  std::size_t found = 0;
  for (const End end : ends) {
    {
      World world;
      auto gone = world.client->auth().sign_out();
      world.transport->respond(204, "");
      (void)std::move(gone).take();
      widgets::LostAccess lost(*world.client, world.state);
      lost.open("");
      world.frame(lost);
      Secret link("https://auth.example.com/r?token=rec_tok_");
      put(link, secrets[0]);
      lost.receive_link(link.reveal());
      link.clear();
      if (end != End::destroyed) {
        world.press(lost, Action::submit);
        REQUIRE(world.transport->open_count() == 1);
        if (end == End::well) {
          Secret body(R"({"session_type":"recovery","access_token":")");
          put(body, secrets[1]);
          body.append("\"}");
          world.answer(200, std::move(body));
          world.frame(lost);
          world.transport->respond(200, R"({"id":"usr_1","email":"a@example.com"})");
          world.frame(lost);
          world.press(lost, Action::cancel);
        } else if (end == End::refused) {
          world.answer(401, Secret(R"({"error":{"code":"invalid_token"}})"));
        } else {
          world.transport->fail(failed(Errc::connection_lost, Sent::all));
        }
        world.frame(lost);
        if (end == End::lost) world.press(lost, Action::cancel);
        while (world.transport->open_count() > 0) world.transport->respond(204, "");
        world.frame(lost);
        found += left_of(secrets);
      }
    }
    found += left_of(secrets);
  }
  std::printf("residue: a recovery link on 4 ways: %zu fragments left\n", found);
  CHECK(found == 0);
}
