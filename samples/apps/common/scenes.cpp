// See scenes.hpp.
#include "apps/common/scenes.hpp"

namespace samples {

using namespace std::chrono_literals;
using widgets::Action;
using widgets::MessageId;
using widgets::Part;
using widgets::Place;
using widgets::Role;

namespace {

void settle(AccessWorld& world, int frames = 6) {
  for (int i = 0; i < frames; ++i) world.wait(16ms);
}

/// So that the busy sign is seen: it comes after 150 ms.
void hold_next(AccessWorld& world) { world.fates.push_back(Fate::held); }
void look_busy(AccessWorld& world) {
  settle(world);
  world.wait(400ms);
}

void to_backup(AccessWorld& world) {
  world.sign_in();
  world.press(Action::use_backup_code);
}

void spend_code(AccessWorld& world) {
  to_backup(world);
  world.type_code(world.backup_code());
  world.press(Action::submit);
}

void bob_with_few(AccessWorld& world) {
  const auto codes = world.service->seeded_backup_codes("usr_01HABCDEF222222");
  world.sign_in("bob@example.com", "staple orbit lantern");
  world.press(Action::use_backup_code);
  world.type_code(codes.at(0));
  world.press(Action::submit);
  must(world.place() == Place::after_code);
}

void enrol(AccessWorld& world) {
  world.to_enrolment();
  world.type_code(new_totp(world));
  settle(world);
}

void keep(AccessWorld& world) {
  world.press(Action::copy_all);
  world.press(Action::toggle_saved);
}

void add_sign_in(std::vector<Scene>& out) {
  out.push_back({"sign_in", [](AccessWorld& w) { settle(w); }});
  out.push_back({"sign_in_empty", [](AccessWorld& w) { w.press(Action::submit); }});
  out.push_back({"sign_in_wrong", [](AccessWorld& w) { w.sign_in(alice, "wrong"); }});
  out.push_back({"sign_in_offline", [](AccessWorld& w) {
                   w.fates = {Fate::not_sent, Fate::not_sent, Fate::not_sent};
                   w.sign_in();
                   for (int i = 0; i < 4; ++i) w.wait(6s);
                 }});
  out.push_back({"sign_in_busy", [](AccessWorld& w) {
                   hold_next(w);
                   w.sign_in();
                   look_busy(w);
                 }});
}

void add_challenge(std::vector<Scene>& out) {
  out.push_back({"challenge", [](AccessWorld& w) { w.sign_in(); }});
  out.push_back({"challenge_typing", [](AccessWorld& w) {
                   w.sign_in();
                   w.type_code("4711");
                   settle(w);
                 }});
  out.push_back({"challenge_wrong", [](AccessWorld& w) {
                   w.sign_in();
                   w.type_code("000000");
                   settle(w);
                 }});
  out.push_back({"challenge_busy", [](AccessWorld& w) {
                   w.sign_in();
                   hold_next(w);
                   w.type_code("000000");
                   look_busy(w);
                 }});
}

void add_backup_challenge(std::vector<Scene>& out) {
  out.push_back({"challenge_backup", [](AccessWorld& w) { to_backup(w); }});
  out.push_back({"challenge_backup_typed", [](AccessWorld& w) {
                   to_backup(w);
                   w.type_code("ABCD12");
                   settle(w);
                 }});
  out.push_back({"challenge_backup_shown", [](AccessWorld& w) {
                   to_backup(w);
                   w.type_code("ABCD1234");
                   w.press(Action::reveal_input);
                 }});
  out.push_back({"challenge_backup_wrong", [](AccessWorld& w) {
                   to_backup(w);
                   w.type_code("ZZZZ0000");
                   w.press(Action::submit);
                 }});
  out.push_back({"challenge_backup_used", [](AccessWorld& w) {
                   const std::string code = w.backup_code();
                   spend_code(w);
                   w.press(Action::done);
                   w.press(Action::sign_out);
                   settle(w);
                   to_backup(w);
                   w.type_code(code);
                   w.press(Action::submit);
                 }});
}

void add_refused_challenge(std::vector<Scene>& out) {
  out.push_back({"challenge_limited", [](AccessWorld& w) {
                   to_backup(w);
                   for (int i = 0; i < 8 && !w.says(MessageId::error_limited); ++i) {
                     w.type_code("ZZZZ000" + std::to_string(i));
                     w.press(Action::submit);
                   }
                 }});
  out.push_back({"challenge_not_sent", [](AccessWorld& w) {
                   to_backup(w);
                   w.type_code(w.backup_code());
                   w.fates = {Fate::not_sent, Fate::not_sent, Fate::not_sent};
                   w.press(Action::submit);
                   for (int i = 0; i < 4; ++i) w.wait(6s);
                 }});
  out.push_back({"challenge_unknown", [](AccessWorld& w) {
                   to_backup(w);
                   w.type_code(w.backup_code());
                   w.fates = {Fate::lost_before};
                   w.press(Action::submit);
                 }});
  out.push_back({"challenge_session_lost", [](AccessWorld& w) {
                   to_backup(w);
                   w.type_code(w.backup_code());
                   w.fates = {Fate::garbled};
                   w.press(Action::submit);
                 }});
  out.push_back({"challenge_expired", [](AccessWorld& w) {
                   w.sign_in();
                   w.wait(6min);
                   w.type_code(w.service->totp(alice_factor));
                   settle(w);
                 }});
  out.push_back({"challenge_sheet", [](AccessWorld& w) {
                   to_backup(w);
                   const auto codes = w.service->seeded_backup_codes(alice_id);
                   w.log.clipboard = codes[0] + "\n" + codes[1] + "\n" + codes[2];
                   w.press(Action::paste);
                 }});
}

void add_home(std::vector<Scene>& out) {
  out.push_back({"after_code", [](AccessWorld& w) { spend_code(w); }});
  out.push_back({"after_code_low", [](AccessWorld& w) { bob_with_few(w); }});
  out.push_back({"home", [](AccessWorld& w) { w.sign_in_with_totp(); }});
  out.push_back({"home_low", [](AccessWorld& w) {
                   bob_with_few(w);
                   w.press(Action::done);
                 }});
  out.push_back({"home_offline", [](AccessWorld& w) {
                   w.sign_in_with_totp();
                   w.press(Action::replace_codes);
                   w.wait(2h);
                   w.fates.assign(12, Fate::not_sent);
                   w.press(Action::cancel);
                   for (int i = 0; i < 6; ++i) w.wait(8s);
                   must(w.says(MessageId::card_offline));
                 }});
  out.push_back({"home_unsaved", [](AccessWorld& w) {
                   w.to_codes();
                   w.press(Action::cancel);
                   w.press(Action::leave);
                   settle(w);
                 }});
  out.push_back({"home_no_mfa", [](AccessWorld& w) {
                   w.sign_in("carol@example.com", "plain sailing today");
                   settle(w);
                 }});
}

void add_code_making(std::vector<Scene>& out) {
  out.push_back({"codes_replace", [](AccessWorld& w) {
                   w.sign_in_with_totp();
                   w.press(Action::replace_codes);
                 }});
  out.push_back({"codes_step_up", [](AccessWorld& w) {
                   w.sign_in_with_totp();
                   w.wait(6min);
                   w.press(Action::replace_codes);
                   w.press(Action::replace_codes);
                 }});
  out.push_back({"codes_making", [](AccessWorld& w) {
                   w.sign_in_with_totp();
                   w.press(Action::replace_codes);
                   hold_next(w);
                   w.press(Action::replace_codes);
                   look_busy(w);
                 }});
}

void add_shown_codes(std::vector<Scene>& out) {
  out.push_back({"codes", [](AccessWorld& w) { w.to_codes(); }});
  out.push_back({"codes_shown", [](AccessWorld& w) {
                   w.to_codes();
                   w.press(Action::reveal);
                 }});
  out.push_back({"codes_row", [](AccessWorld& w) {
                   w.to_codes();
                   w.press(Action::reveal_row, 2);
                 }});
  out.push_back({"codes_copied", [](AccessWorld& w) {
                   w.to_codes();
                   w.press(Action::copy_all);
                 }});
  out.push_back({"codes_saved", [](AccessWorld& w) {
                   w.to_codes();
                   w.press(Action::save);
                   w.press(Action::toggle_saved);
                 }});
  out.push_back({"codes_streaming", [](AccessWorld& w) {
                   w.log.streaming = widgets::Streaming::yes;
                   w.to_codes();
                 }});
  out.push_back({"codes_leaving", [](AccessWorld& w) {
                   w.to_codes();
                   w.press(Action::cancel);
                 }});
}

void add_codes_in_doubt(std::vector<Scene>& out) {
  out.push_back({"codes_suspect", [](AccessWorld& w) {
                   w.sign_in_with_totp();
                   w.press(Action::replace_codes);
                   w.fates = {Fate::lost_before};
                   w.press(Action::replace_codes);
                 }});
  out.push_back({"codes_lost", [](AccessWorld& w) {
                   w.sign_in_with_totp();
                   w.press(Action::replace_codes);
                   w.fates = {Fate::garbled};
                   w.press(Action::replace_codes);
                 }});
  out.push_back({"codes_failed", [](AccessWorld& w) {
                   w.sign_in_with_totp();
                   w.press(Action::replace_codes);
                   w.fates = {Fate::not_sent, Fate::not_sent, Fate::not_sent};
                   w.press(Action::replace_codes);
                   for (int i = 0; i < 4; ++i) w.wait(6s);
                 }});
  out.push_back({"codes_not_enrolled", [](AccessWorld& w) {
                   w.sign_in_with_totp();
                   w.press(Action::replace_codes);
                   w.remove_factor();
                   w.press(Action::replace_codes);
                 }});
  Scene check{"codes_check", [](AccessWorld& w) {
                w.to_codes();
                keep(w);
                w.press(Action::done);
                w.type_code("ZZZZ");
                settle(w);
              }};
  check.options.codes.prove_saved = widgets::ProveSaved::ask;
  out.push_back(check);
}

void add_lost_mail(std::vector<Scene>& out) {
  out.push_back({"lost", [](AccessWorld& w) {
                   w.sign_in();
                   w.press(Action::lost_access);
                 }});
  out.push_back({"lost_tips", [](AccessWorld& w) {
                   w.sign_in();
                   w.press(Action::lost_access);
                   w.press(Action::choose, 1);
                 }});
  out.push_back({"lost_help", [](AccessWorld& w) {
                   w.sign_in();
                   w.press(Action::lost_access);
                   w.press(Action::ask_help);
                 }});
  out.push_back({"lost_email", [](AccessWorld& w) { w.to_email(); }});
  out.push_back({"lost_email_offline", [](AccessWorld& w) {
                   w.to_email();
                   w.fill(Role::text_field, alice);
                   w.fates.assign(4, Fate::not_sent);
                   w.press(Action::submit);
                   for (int i = 0; i < 4; ++i) w.wait(6s);
                 }});
  out.push_back({"lost_sent", [](AccessWorld& w) { w.ask_for_mail(); }});
  out.push_back({"lost_sent_foreign", [](AccessWorld& w) {
                   w.ask_for_mail();
                   w.fill(Role::password_field,
                          "https://evil.example/r?token=rec_tok_abcdefgh12345678");
                   w.press(Action::submit);
                 }});
}

void add_recovery_link(std::vector<Scene>& out) {
  out.push_back({"lost_received", [](AccessWorld& w) {
                   w.ask_for_mail();
                   w.wait(150s);
                   w.access.receive_link(w.mailed_link());
                   settle(w);
                 }});
  out.push_back({"lost_checking", [](AccessWorld& w) {
                   w.ask_for_mail();
                   w.fill(Role::password_field, w.mailed_link());
                   hold_next(w);
                   w.press(Action::submit);
                   look_busy(w);
                 }});
  out.push_back({"lost_link_unknown", [](AccessWorld& w) {
                   w.ask_for_mail();
                   w.fill(Role::password_field, w.mailed_link());
                   w.fates = {Fate::lost_before};
                   w.press(Action::submit);
                 }});
  out.push_back({"lost_link_dead", [](AccessWorld& w) {
                   w.ask_for_mail();
                   w.wait(16min);
                   w.fill(Role::password_field, w.mailed_link());
                   w.press(Action::submit);
                 }});
  out.push_back({"lost_wrong_account", [](AccessWorld& w) {
                   w.to_email();
                   w.fill(Role::text_field, "bob@example.com");
                   w.press(Action::submit);
                   const std::string bobs = w.mailed_link();
                   w.press(Action::change);
                   w.wait(2min);
                   w.fill(Role::text_field, alice);
                   w.press(Action::submit);
                   w.fill(Role::password_field, bobs);
                   w.press(Action::submit);
                 }});
}

void add_recovery_session(std::vector<Scene>& out) {
  out.push_back({"lost_account", [](AccessWorld& w) { w.open_link(); }});
  out.push_back({"enrol", [](AccessWorld& w) { w.to_enrolment(); }});
  out.push_back({"enrol_wrong", [](AccessWorld& w) {
                   w.to_enrolment();
                   for (int i = 0; i < 2; ++i) {
                     w.type_code("000000");
                     settle(w);
                   }
                 }});
  out.push_back({"enrol_streaming", [](AccessWorld& w) {
                   w.log.streaming = widgets::Streaming::yes;
                   w.to_enrolment();
                 }});
  out.push_back({"lost_codes", [](AccessWorld& w) {
                   enrol(w);
                   w.press(Action::create_codes);
                   w.press(Action::reveal);
                 }});
  out.push_back({"lost_cancel", [](AccessWorld& w) {
                   w.to_enrolment();
                   w.press(Action::dismiss, 0, Part::banner);
                 }});
  out.push_back({"lost_short_time", [](AccessWorld& w) {
                   w.to_enrolment();
                   w.wait(59min);
                   settle(w);
                 }});
  out.push_back({"lost_over", [](AccessWorld& w) {
                   w.to_enrolment();
                   w.wait(61min);
                   settle(w);
                 }});
  out.push_back({"lost_done", [](AccessWorld& w) {
                   enrol(w);
                   w.press(Action::create_codes);
                   keep(w);
                   w.press(Action::done);
                 }});
}

}  // namespace

std::vector<Scene> all_scenes() {
  std::vector<Scene> out;
  add_sign_in(out);
  add_challenge(out);
  add_backup_challenge(out);
  add_refused_challenge(out);
  add_home(out);
  add_code_making(out);
  add_shown_codes(out);
  add_codes_in_doubt(out);
  add_lost_mail(out);
  add_recovery_link(out);
  add_recovery_session(out);
  add_account_scenes(out);
  add_self_hosted_scenes(out);
  return out;
}

}  // namespace samples
