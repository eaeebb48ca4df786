// Scenes of whose session it is, of the person's factors, and of outcomes that nobody knows. See scenes.hpp.
#include "apps/common/scenes.hpp"

namespace samples {

using namespace std::chrono_literals;
using hellojohn::Secret;
using hellojohn::SecretView;
using widgets::Action;
using widgets::MessageId;
using widgets::Place;

namespace {

constexpr const char* carol = "carol@example.com";
constexpr const char* carol_password = "plain sailing today";

void wait_frames(AccessWorld& world) {
  for (int i = 0; i < 8; ++i) world.wait(16ms);
}

void order(AccessWorld& world, const char* target, const char* body) {
  hellojohn::HttpRequest request;
  request.method = "POST";
  request.target = target;
  request.headers = {{"Content-Type", "application/json"}};
  request.body = Secret(body);
  must(world.service->control(request).status < 300);
}

/// To the fresh sign-in that new codes need.
void to_step_up(AccessWorld& world) {
  world.sign_in_with_totp();
  world.press(Action::replace_codes);
  world.wait(6min);
  world.press(Action::replace_codes);
  must(world.says(MessageId::sign_in_again_title));
}

void to_carols_enrolment(AccessWorld& world) {
  world.sign_in(carol, carol_password);
  wait_frames(world);
  must(world.place() == Place::home);
}

void to_factors(AccessWorld& world) {
  world.sign_in_with_totp();
  world.press(Action::manage_factors);
  must(world.place() == Place::factors);
}

void add_sessions(std::vector<Scene>& out) {
  out.push_back({"sign_in_ended", [](AccessWorld& w) {
                   w.sign_in_with_totp();
                   order(w, "/__mock/reset", "");
                   w.wait(2h);
                   w.press(Action::replace_codes);
                   for (int i = 0; i < 20; ++i) w.wait(100ms);
                   must(w.says(MessageId::sign_in_ended));
                 }});
  out.push_back({"sign_in_other_account", [](AccessWorld& w) {
                   to_step_up(w);
                   auto other = w.client->auth().sign_in({carol, SecretView(carol_password)});
                   wait_frames(w);
                   must(w.says(MessageId::sign_in_other_account));
                 }});
  out.push_back({"step_up_streaming", [](AccessWorld& w) {
                   w.log.streaming = widgets::Streaming::yes;
                   to_step_up(w);
                 }});
  out.push_back(
      {"codes_other_account", [](AccessWorld& w) {
         w.sign_in_with_totp();
         w.press(Action::replace_codes);
         w.wait(450ms);
         // The host signs somebody else in between two frames.
         auto other = w.client->auth().adopt(
             {SecretView("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c3JfWCIsImV4cCI6NDEwMjQ0NDgwMH0."),
              {},
              {}});
         w.access.apply(widgets::Intent{Action::replace_codes});
         must(w.says(MessageId::codes_other_account));
       }});
}

void add_factors(std::vector<Scene>& out) {
  out.push_back({"challenge_unavailable", [](AccessWorld& w) {
                   order(w, "/__mock/faults",
                         R"({"kind":"status","method":"POST","path":"/v1/auth/sign-in",)"
                         R"("status":403,"body":"{\"error\":{\"code\":\"mfa_required\",)"
                         R"(\"challenge_id\":\"chl_9\",\"available_factors\":[{\"id\":\"k\",)"
                         R"(\"type\":\"webauthn\",\"name\":\"Blue key\"}]}}"})");
                   w.sign_in();
                   must(w.says(MessageId::challenge_unavailable));
                 }});
  out.push_back({"challenge_limited_long", [](AccessWorld& w) {
                   w.sign_in();
                   order(w, "/__mock/faults",
                         R"({"kind":"status","method":"POST","path":"/v1/auth/mfa/verify",)"
                         R"("status":429,"retry_after":591,)"
                         R"("body":"{\"error\":{\"code\":\"rate_limit_exceeded\"}}"})");
                   w.type_code("123456");
                   wait_frames(w);
                   must(w.says(MessageId::challenge_limited));
                 }});
  out.push_back({"challenge_looks_backup", [](AccessWorld& w) {
                   w.sign_in();
                   w.log.clipboard = "Backup code: ABCD-1234";
                   w.press(Action::paste);
                   must(w.says(MessageId::challenge_looks_backup));
                 }});
  out.push_back({"factors", [](AccessWorld& w) { to_factors(w); }});
  out.push_back({"factors_ask", [](AccessWorld& w) {
                   to_factors(w);
                   w.press(Action::remove_factor);
                 }});
  out.push_back({"factors_unknown", [](AccessWorld& w) {
                   to_factors(w);
                   w.press(Action::remove_factor);
                   w.fates.assign(6, Fate::lost_before);
                   w.press(Action::leave);
                   for (int i = 0; i < 8; ++i) w.wait(6s);
                   must(w.says(MessageId::factors_unknown));
                 }});
}

void add_enrolments(std::vector<Scene>& out) {
  out.push_back({"enrol_lost", [](AccessWorld& w) {
                   to_carols_enrolment(w);
                   w.fates = {Fate::garbled};
                   w.press(Action::set_up);
                   wait_frames(w);
                   must(w.says(MessageId::enrol_lost));
                 }});
  out.push_back({"enrol_done_unread", [](AccessWorld& w) {
                   to_carols_enrolment(w);
                   w.press(Action::set_up);
                   wait_frames(w);
                   w.fates = {Fate::garbled};
                   w.fates.insert(w.fates.end(), 40, Fate::not_sent);
                   w.type_code(new_totp(w));
                   for (int i = 0; i < 80; ++i) w.wait(250ms);
                   must(w.says(MessageId::enrol_done_unread));
                 }});
}

}  // namespace

void add_account_scenes(std::vector<Scene>& out) {
  add_sessions(out);
  add_factors(out);
  add_enrolments(out);
}

}  // namespace samples
