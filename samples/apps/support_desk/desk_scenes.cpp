// See desk_world.hpp.
#include "apps/support_desk/desk_world.hpp"

namespace desk {

using widgets::Action;

namespace {

std::vector<DeskScene> before_the_action() {
  return {
      {"lookup", State::lookup, [](DeskWorld& w) { w.settle(); }},
      {"lookup_unknown", State::lookup, [](DeskWorld& w) { w.look_up("usr_nobody"); }},
      {"user_loading", State::user,
       [](DeskWorld& w) {
         w.answers = false;
         w.look_up();
       }},
      {"user", State::user, [](DeskWorld& w) { w.look_up(); }},
      {"user_without_factors", State::user, [](DeskWorld& w) { w.look_up("usr_01HABCDEF333333"); }},
      {"user_timeline", State::user,
       [](DeskWorld& w) {
         w.carry_out(choice_codes);
         w.press(Action::reveal);
         w.press(Action::done);
         w.carry_out(0);
         w.press(Action::done);
       }},
      {"user_log_unread", State::user,
       [](DeskWorld& w) {
         w.answers = false;
         w.look_up();
         w.answer();
         w.transport->respond(403, R"({"error":{"code":"insufficient_permissions"}})");
         w.settle();
       }},
      {"gate_remove", State::gate, [](DeskWorld& w) { w.open_gate(0); }},
      {"gate_codes", State::gate, [](DeskWorld& w) { w.open_gate(choice_codes); }},
      {"gate_session", State::gate, [](DeskWorld& w) { w.open_gate(choice_session); }},
      {"gate_open", State::gate,
       [](DeskWorld& w) {
         w.open_gate(0);
         w.pass_gate();
       }},
  };
}

std::vector<DeskScene> actions() {
  return {
      {"recovery", State::recovery, [](DeskWorld& w) { w.open_gate(choice_recovery); }},
      {"recovery_sent", State::done,
       [](DeskWorld& w) {
         w.open_gate(choice_recovery);
         w.model->email.assign("alice@example.com");
         w.press(Action::submit);
       }},
      {"working", State::working, [](DeskWorld& w) { w.begin_to_carry_out(0); }},
      {"done_remove", State::done, [](DeskWorld& w) { w.carry_out(0); }},
      {"done_no_receipt", State::done,
       [](DeskWorld& w) {
         w.begin_to_carry_out(0);
         w.answer();
         w.settle();
         w.transport->respond(200, R"({"data":[],"meta":{"cursor":null}})");
         w.settle();
       }},
      {"done_codes", State::done, [](DeskWorld& w) { w.carry_out(choice_codes); }},
      {"done_codes_row", State::done,
       [](DeskWorld& w) {
         w.carry_out(choice_codes);
         w.press(Action::reveal_row, 2);
       }},
      {"done_codes_shown", State::done,
       [](DeskWorld& w) {
         w.carry_out(choice_codes);
         w.press(Action::reveal);
       }},
      {"done_session", State::done, [](DeskWorld& w) { w.carry_out(choice_session); }},
      {"done_session_shown", State::done,
       [](DeskWorld& w) {
         w.carry_out(choice_session);
         w.press(Action::reveal);
       }},
      {"refused", State::failed,
       [](DeskWorld& w) {
         w.begin_to_carry_out(0);
         w.transport->respond(403, R"({"error":{"code":"insufficient_permissions",)"
                                   R"("request_id":"req_01HREFUSED"}})");
         w.settle();
       }},
      {"unknown", State::failed, [](DeskWorld& w) { w.carry_out_unanswered(choice_session); }},
  };
}

}  // namespace

std::vector<DeskScene> desk_scenes() {
  std::vector<DeskScene> all = before_the_action();
  const std::vector<DeskScene> more = actions();
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace desk
