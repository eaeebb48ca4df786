// See desk_world.hpp.
#include "11_support_desk/desk_world.hpp"

namespace desk {

using hellojohn::Errc;
using hellojohn::Sent;
using widgets::Action;

namespace {

void to_gate(DeskWorld& world, std::uint8_t choice) {
  world.look_up();
  world.press(Action::choose, choice);
}

void do_it(DeskWorld& world, std::uint8_t choice) {
  to_gate(world, choice);
  world.pass_gate();
  world.press(Action::submit);
}

void lose_answer(DeskWorld& world) {
  world.answers = false;
  world.press(Action::submit);
  (void)world.transport->last_write();
  hellojohn::TransportFailure failure;
  failure.code = Errc::connection_lost;
  failure.sent = Sent::all;
  world.transport->fail(std::move(failure));
  world.settle();
}

}  // namespace

std::vector<DeskScene> desk_scenes() {
  return {
      {"lookup", [](DeskWorld& w) { w.settle(); }},
      {"lookup_unknown", [](DeskWorld& w) { w.look_up("usr_nobody"); }},
      {"user_loading",
       [](DeskWorld& w) {
         w.answers = false;
         w.look_up();
       }},
      {"user", [](DeskWorld& w) { w.look_up(); }},
      {"user_without_factors", [](DeskWorld& w) { w.look_up("usr_01HABCDEF333333"); }},
      {"user_timeline",
       [](DeskWorld& w) {
         do_it(w, choice_codes);
         w.press(Action::done);
         w.press(Action::choose, 0);
         w.pass_gate();
         w.press(Action::submit);
         w.press(Action::done);
       }},
      {"gate_remove", [](DeskWorld& w) { to_gate(w, 0); }},
      {"gate_codes", [](DeskWorld& w) { to_gate(w, choice_codes); }},
      {"gate_session", [](DeskWorld& w) { to_gate(w, choice_session); }},
      {"gate_open",
       [](DeskWorld& w) {
         to_gate(w, 0);
         w.pass_gate();
       }},
      {"recovery", [](DeskWorld& w) { to_gate(w, choice_recovery); }},
      {"recovery_sent",
       [](DeskWorld& w) {
         to_gate(w, choice_recovery);
         w.model->email.assign("alice@example.com");
         w.settle();
         w.press(Action::submit);
       }},
      {"working",
       [](DeskWorld& w) {
         to_gate(w, 0);
         w.pass_gate();
         w.answers = false;
         w.press(Action::submit);
       }},
      {"done_remove", [](DeskWorld& w) { do_it(w, 0); }},
      {"done_codes", [](DeskWorld& w) { do_it(w, choice_codes); }},
      {"done_codes_shown",
       [](DeskWorld& w) {
         do_it(w, choice_codes);
         w.press(Action::reveal);
       }},
      {"done_session", [](DeskWorld& w) { do_it(w, choice_session); }},
      {"refused",
       [](DeskWorld& w) {
         to_gate(w, 0);
         w.pass_gate();
         w.answers = false;
         w.press(Action::submit);
         w.transport->respond(403, R"({"error":{"code":"insufficient_permissions",)"
                                   R"("request_id":"req_01HREFUSED"}})");
         w.settle();
       }},
      {"unknown",
       [](DeskWorld& w) {
         to_gate(w, choice_session);
         w.pass_gate();
         lose_answer(w);
       }},
  };
}

}  // namespace desk
