// The small ones: sign-in, low-code notices, security card, enrolment, help. Every level, state and error row.
#include "widgets/widget_world.hpp"

#include <hellojohn/widgets/admin_help.hpp>
#include <hellojohn/widgets/enrolment.hpp>
#include <hellojohn/widgets/low_codes.hpp>
#include <hellojohn/widgets/security_card.hpp>
#include <hellojohn/widgets/sign_in.hpp>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using widgets::Action;
using widgets::LowCodesLevel;
using widgets::MessageId;
using widgets::Role;
using Certainty = BackupCodesStatus::Certainty;

namespace {

BackupCodesStatus status(Certainty certainty, std::optional<int> count, bool has_set = true) {
  BackupCodesStatus out;
  out.certainty = certainty;
  out.count = count;
  out.has_set = has_set;
  return out;
}

const char* const two_factors =
    R"({"data":[{"id":"fac_1","type":"totp","name":"Phone","status":"active"},)"
    R"({"id":"backup_codes","type":"backup_codes","status":"active","created_at":"2024-01-10T10:00:00Z"}],)"
    R"("backup_codes_remaining":6})";

}  // namespace

TEST_CASE("sign-in: each refusal has its words") {
  struct Row {
    int status;
    const char* body;
    MessageId said;
  };
  const Row rows[] = {
      {401, R"({"error":{"code":"invalid_credentials"}})", MessageId::sign_in_wrong},
      {403, R"({"error":{"code":"account_locked"}})", MessageId::sign_in_locked},
      {429, R"({"error":{"code":"rate_limited"},"retry_after":30})", MessageId::error_limited},
      {500, R"({"error":{"code":"boom"}})", MessageId::sign_in_unknown},
      {200, "{", MessageId::sign_in_unknown},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    WidgetWorld world;
    widgets::SignIn sign_in(*world.client, world.state);
    world.frame(sign_in);
    sign_in.view().find(Role::text_field)->input->assign("a@example.com");
    sign_in.view().find(Role::password_field)->input->assign("pw");
    world.press(sign_in, Action::submit);
    REQUIRE(world.transport->open_count() == 1);
    world.transport->respond(row.status, row.body);
    world.frame(sign_in);
    CHECK(sign_in.phase() == widgets::SignInPhase::entering);
    CHECK(says(sign_in.view(), row.said));
    // A password that the server may not have looked at stays.
    CHECK(sign_in.view().find(Role::password_field)->input->empty() ==
          (row.said != MessageId::sign_in_unknown));
    CHECK(sign_in.email() == "a@example.com");
  }
}

TEST_CASE("sign-in: the host's captcha token goes with one try") {
  WidgetWorld world;
  widgets::SignIn sign_in(*world.client, world.state);
  world.frame(sign_in);
  for (const bool with : {true, false}) {
    if (with) sign_in.set_captcha_token("cap_1");
    sign_in.view().find(Role::text_field)->input->assign("a@example.com");
    sign_in.view().find(Role::password_field)->input->assign("pw");
    world.press(sign_in, Action::submit);
    const std::string body(world.transport->open().request.body.reveal());
    CHECK((body.find("cap_1") != std::string::npos) == with);
    world.transport->respond(401, R"({"error":{"code":"invalid_credentials"}})");
    world.frame(sign_in);
  }
}

TEST_CASE("sign-in: the busy sign comes after 150 ms and stays for 300 ms") {
  WidgetWorld world;
  widgets::SignIn sign_in(*world.client, world.state);
  world.frame(sign_in);
  sign_in.view().find(Role::text_field)->input->assign("a@example.com");
  sign_in.view().find(Role::password_field)->input->assign("pw");
  world.press(sign_in, Action::submit);
  CHECK_FALSE(sign_in.view().busy);
  world.frame(sign_in, 100ms);
  CHECK_FALSE(sign_in.view().busy);
  world.frame(sign_in, 60ms);
  CHECK(sign_in.view().busy);
  world.transport->respond(401, R"({"error":{"code":"invalid_credentials"}})");
  world.frame(sign_in, 10ms);
  CHECK(sign_in.view().busy);
  world.frame(sign_in, 300ms);
  CHECK_FALSE(sign_in.view().busy);
}

TEST_CASE("low codes: each level, by what is known") {
  struct Row {
    BackupCodesStatus known;
    LowCodesLevel level;
    const char* said;
  };
  const Row rows[] = {
      {status(Certainty::exact, 8), LowCodesLevel::none, ""},
      {status(Certainty::exact, 3), LowCodesLevel::none, ""},
      {status(Certainty::exact, 2), LowCodesLevel::low, "Only 2 backup codes left."},
      {status(Certainty::at_most, 2), LowCodesLevel::low, "At most 2 backup codes left."},
      {status(Certainty::exact, 1), LowCodesLevel::last,
       "One code left. Make new ones while you are signed in."},
      {status(Certainty::at_most, 1), LowCodesLevel::last, "At most 1 backup code left."},
      {status(Certainty::exact, 0), LowCodesLevel::empty, "No backup codes left."},
      {status(Certainty::unknown, {}, false), LowCodesLevel::empty, "No backup codes left."},
      {status(Certainty::unknown, {}), LowCodesLevel::none, ""},
  };
  for (const Row& row : rows) {
    WidgetWorld world;
    widgets::LowCodesNotice notice(world.state);
    notice.set(row.known);
    CHECK(notice.level() == row.level);
    CHECK(notice.visible() == (row.level != LowCodesLevel::none));
    if (notice.visible()) CHECK(words(notice.view().begin()->label) == row.said);
  }
}

TEST_CASE("low codes: the threshold is an option") {
  WidgetWorld world;
  widgets::LowCodesNotice notice(world.state, {6, std::chrono::hours(24)});
  notice.set(status(Certainty::exact, 5));
  CHECK(notice.level() == LowCodesLevel::low);
}

TEST_CASE("low codes: put off for its days, per level, and back when it gets worse") {
  WidgetWorld world;
  widgets::LowCodesNotice notice(world.state);
  notice.set(status(Certainty::exact, 2));
  CHECK(words(notice.view().find(Action::later)->label) == "Remind me in 7 days");
  world.press(notice, Action::later);
  CHECK_FALSE(notice.visible());

  widgets::LowCodesNotice restarted(world.state);
  restarted.set(status(Certainty::exact, 2));
  CHECK_FALSE(restarted.visible());
  restarted.set(status(Certainty::exact, 1));
  CHECK(restarted.visible());

  world.clock.advance(std::chrono::hours(7 * 24 + 1));
  widgets::LowCodesNotice later(world.state);
  later.set(status(Certainty::exact, 2));
  CHECK(later.visible());
}

TEST_CASE("low codes: empty is not to be put off") {
  WidgetWorld world;
  widgets::LowCodesNotice notice(world.state);
  notice.set(status(Certainty::exact, 0));
  CHECK(notice.view().find(Action::later) == nullptr);
  world.press(notice, Action::later);
  CHECK(notice.visible());
  world.press(notice, Action::replace_codes);
  CHECK(notice.take_replace());
  CHECK_FALSE(notice.take_replace());
}

TEST_CASE("low codes: nothing is said when MFA is off") {
  WidgetWorld world;
  widgets::LowCodesNotice notice(world.state);
  notice.set(status(Certainty::exact, 0));
  notice.set_mfa_off();
  CHECK_FALSE(notice.visible());
}

TEST_CASE("low codes: the host hears of it once per turn for the worse") {
  HostLog log;
  testing::VirtualClock clock;
  widgets::Host host = recording_host(log, clock);
  std::vector<std::optional<int>> heard;
  host.backup_codes_low = [&](std::optional<int> left) { heard.push_back(left); };
  widgets::HostState state(host);
  widgets::LowCodesNotice notice(state);
  notice.set(status(Certainty::exact, 8));
  notice.set(status(Certainty::exact, 2));
  notice.set(status(Certainty::exact, 2));
  notice.set(status(Certainty::exact, 1));
  CHECK(heard == std::vector<std::optional<int>>{2, 1});
}

TEST_CASE("security card: what is known, and how it is said") {
  struct Row {
    const char* factors;
    widgets::SecurityCardPhase phase;
    const char* said;
    Action action;
  };
  const Row rows[] = {
      {R"({"data":[]})", widgets::SecurityCardPhase::no_mfa,
       "Turn on two-step sign-in to get backup codes.", Action::set_up},
      {R"({"data":[{"id":"f","type":"totp","status":"active"}]})",
       widgets::SecurityCardPhase::no_codes,
       "You have no backup codes. If you lose your authenticator, signing in will take longer.",
       Action::create_codes},
      {two_factors, widgets::SecurityCardPhase::healthy, "6 codes left", Action::replace_codes},
      {R"({"data":[{"id":"f","type":"totp","status":"pending"}]})",
       widgets::SecurityCardPhase::no_mfa, "Turn on two-step sign-in to get backup codes.",
       Action::set_up},
  };
  for (const Row& row : rows) {
    CAPTURE(row.factors);
    WidgetWorld world;
    world.sign_in();
    widgets::SecurityCard card(*world.client, world.state);
    card.refresh();
    while (world.transport->open_count() > 0) world.transport->respond(200, row.factors);
    world.frame(card);
    CHECK(card.phase() == row.phase);
    bool found = false;
    for (const auto& element : card.view()) {
      found = found || words(element.label) == row.said || words(element.value) == row.said;
    }
    CHECK(found);
    world.press(card, row.action);
    CHECK(card.take_request() == row.action);
    CHECK(card.take_request() == Action::none);
  }
}

TEST_CASE("security card: offline it shows what was known, with its age, and changes nothing") {
  WidgetWorld world;
  world.sign_in();
  widgets::SecurityCard card(*world.client, world.state);
  card.refresh();
  while (world.transport->open_count() > 0) world.transport->respond(200, two_factors);
  world.frame(card);
  world.frame(card, 2h);
  card.refresh();
  for (int i = 0; i < 12 && card.phase() != widgets::SecurityCardPhase::offline; ++i) {
    while (world.transport->open_count() > 0)
      world.transport->fail(failed(Errc::connect, Sent::none));
    world.frame(card, 6s);
  }
  REQUIRE(card.phase() == widgets::SecurityCardPhase::offline);
  CHECK(words(card.view().find(MessageId::card_offline)->label) ==
        "No connection. Last checked 2 h ago.");
  CHECK(card.view().find(MessageId::card_codes)->emphasis == widgets::Emphasis::quiet);
  CHECK_FALSE(card.view().can(Action::replace_codes));
  CHECK(card.view().can(Action::refresh));
}

namespace {

const char* const enrolled =
    R"({"factor_id":"fac_2","type":"totp","status":"pending","totp":{"secret":"JBSWY3DPEHPK3PXP",)"
    R"("uri":"otpauth://totp/Sky:al?secret=JBSWY3DPEHPK3PXP&issuer=Sky"}})";

struct EnrolWorld : WidgetWorld {
  explicit EnrolWorld(widgets::EnrolmentOptions options = {})
      : enrolment(widgets::enrolment_of_user(*client), state, std::move(options)) {
    sign_in();
    enrolment.open();
    frame(enrolment);
  }
  void to_scan() {
    transport->respond(201, enrolled);
    frame(enrolment);
    REQUIRE(enrolment.phase() == widgets::EnrolmentPhase::scanning);
  }
  void confirm_with(std::string_view code) {
    type(enrolment, code);
    frame(enrolment);
    REQUIRE(enrolment.phase() == widgets::EnrolmentPhase::confirming);
  }
  widgets::Enrolment enrolment;
};

}  // namespace

TEST_CASE("enrolment: the key in groups of four, the picture of what it encodes, made here") {
  EnrolWorld world;
  world.to_scan();
  const auto* key = world.enrolment.view().find(MessageId::enrol_key);
  REQUIRE(key != nullptr);
  CHECK(key->secret_value.reveal() == "JBSW Y3DP EHPK 3PXP");
  CHECK(world.enrolment.view().qr->size() > 20);
  CHECK(world.log.capture == std::vector<bool>{true});
  world.press(world.enrolment, Action::copy_key);
  CHECK(world.log.clipboard == "JBSWY3DPEHPK3PXP");
}

TEST_CASE("enrolment: with a stream neither key nor picture is in the view") {
  EnrolWorld world;
  world.log.streaming = widgets::Streaming::yes;
  world.to_scan();
  CHECK(world.enrolment.view().qr == nullptr);
  CHECK(world.enrolment.view().find(MessageId::enrol_key) == nullptr);
  world.press(world.enrolment, Action::show_anyway);
  CHECK(world.enrolment.view().qr != nullptr);
}

TEST_CASE("enrolment: refusals keep the key, and the second one speaks of the phone's time") {
  EnrolWorld world;
  world.to_scan();
  for (int i = 1; i <= 2; ++i) {
    world.confirm_with("123456");
    world.transport->respond(401, R"({"error":{"code":"invalid_mfa_code"}})");
    world.frame(world.enrolment);
    CHECK(says(world.enrolment.view(), MessageId::enrol_wrong));
    CHECK(says(world.enrolment.view(), MessageId::enrol_skew) == (i == 2));
    CHECK(world.enrolment.view().find(MessageId::enrol_key) != nullptr);
  }
}

TEST_CASE("enrolment: after a start of unknown fate a refusal means an old key") {
  EnrolWorld world;
  world.transport->fail(failed(Errc::connection_lost, Sent::all));
  world.frame(world.enrolment);
  REQUIRE(world.enrolment.phase() == widgets::EnrolmentPhase::failed);
  world.press(world.enrolment, Action::retry);
  world.to_scan();
  world.confirm_with("123456");
  world.transport->respond(401, R"({"error":{"code":"invalid_mfa_code"}})");
  world.frame(world.enrolment);
  CHECK(says(world.enrolment.view(), MessageId::enrol_superseded));
}

TEST_CASE("enrolment: the name in the app is decoded, broken escapes stay as they are") {
  struct Row {
    const char* label;
    const char* shown;
  };
  for (const Row& row : {Row{"Sky%20Game:al%40example.com", "Sky Game:al@example.com"},
                         Row{"Sky:100%25", "Sky:100%"}, Row{"Sky:5%zz%4", "Sky:5%zz%4"}}) {
    EnrolWorld world;
    world.transport->respond(
        201, std::string(R"({"factor_id":"fac_2","type":"totp","status":"pending","totp":)"
                         R"({"secret":"JBSWY3DPEHPK3PXP","uri":"otpauth://totp/)") +
                 row.label + R"(?secret=JBSWY3DPEHPK3PXP"}})");
    world.frame(world.enrolment);
    const auto* account = world.enrolment.view().find(MessageId::enrol_account);
    REQUIRE(account != nullptr);
    CHECK(words(account->value) == row.shown);
  }
}

TEST_CASE("enrolment: only a time-based address is drawn or opened, its digits are asked for") {
  struct Row {
    const char* uri;
    bool good;
    std::size_t digits;
  };
  for (const Row& row :
       {Row{"otpauth://totp/Sky?secret=JBSWY3DPEHPK3PXP&digits=8", true, 8},
        Row{"otpauth://totp/Sky?secret=JBSWY3DPEHPK3PXP", true, 6},
        Row{"otpauth://hotp/Sky?secret=JBSWY3DPEHPK3PXP&counter=1", false, 6},
        Row{"otpauth://totp/Sky?secret=JBSWY3DPEHPK3PXP&digits=12", false, 6},
        Row{"otpauth://totp/Sky?issuer=Sky", false, 6}, Row{"https://evil.example/", false, 6}}) {
    CAPTURE(row.uri);
    WidgetWorld world;
    world.sign_in();
    widgets::Host host = recording_host(world.log, world.clock);
    host.open_authenticator = [](SecretView) { return true; };
    widgets::HostState state(host);
    widgets::Enrolment enrolment(widgets::enrolment_of_user(*world.client), state, {});
    enrolment.open();
    world.frame(enrolment);
    world.transport->respond(
        201,
        std::string(R"({"factor_id":"fac_2","type":"totp","totp":{"secret":"JBSWY3DPEHPK3PXP",)") +
            R"("uri":")" + row.uri + "\"}}");
    world.frame(enrolment);
    REQUIRE(enrolment.phase() == widgets::EnrolmentPhase::scanning);
    CHECK((enrolment.view().find(Role::qr) != nullptr) == row.good);
    CHECK(says(enrolment.view(), MessageId::enrol_qr_too_long) != row.good);
    CHECK(enrolment.view().can(Action::open_authenticator) == row.good);
    CHECK(enrolment.view().find(MessageId::enrol_key) != nullptr);
    CHECK(enrolment.view().find(Role::code_field)->code->expected() == row.digits);
  }
}

TEST_CASE("enrolment: a key that could not be copied or opened is said so") {
  WidgetWorld world;
  world.sign_in();
  widgets::Host host = recording_host(world.log, world.clock);
  host.write_clipboard = [](SecretView) { return false; };
  std::string opened;
  host.open_authenticator = [&opened](SecretView link) {
    opened = std::string(link.reveal());
    return false;
  };
  widgets::HostState state(host);
  widgets::Enrolment enrolment(widgets::enrolment_of_user(*world.client), state, {});
  enrolment.open();
  world.frame(enrolment);
  world.transport->respond(201, enrolled);
  world.frame(enrolment);
  world.press(enrolment, Action::copy_key);
  CHECK(says(enrolment.view(), MessageId::copy_failed));
  world.press(enrolment, Action::open_authenticator);
  CHECK(says(enrolment.view(), MessageId::enrol_open_failed));
  CHECK(opened == "otpauth://totp/Sky:al?secret=JBSWY3DPEHPK3PXP&issuer=Sky");
}

TEST_CASE("enrolment: cancelled while it begins, the next refusal means an old key") {
  EnrolWorld world;
  REQUIRE(world.transport->open_count() == 1);
  world.press(world.enrolment, Action::cancel);
  CHECK(world.enrolment.phase() == widgets::EnrolmentPhase::cancelled);
  REQUIRE(world.transport->open_count() == 1);
  world.transport->fail(failed(Errc::cancelled, Sent::all));
  world.enrolment.open();
  world.frame(world.enrolment);
  world.to_scan();
  world.confirm_with("123456");
  world.transport->respond(401, R"({"error":{"code":"invalid_mfa_code"}})");
  world.frame(world.enrolment);
  CHECK(says(world.enrolment.view(), MessageId::enrol_superseded));
}

TEST_CASE("enrolment: done, with codes where the server made them") {
  for (const bool with_codes : {false, true}) {
    EnrolWorld world;
    world.to_scan();
    world.confirm_with("123456");
    world.transport->respond(
        200, with_codes ? R"({"id":"fac_2","backup_codes":["ABCD-1234"]})" : R"({"id":"fac_2"})");
    world.frame(world.enrolment);
    const auto confirmed = world.enrolment.take_confirmed();
    REQUIRE(confirmed);
    CHECK(confirmed->backup_codes.has_value() == with_codes);
    CHECK(world.log.capture.back() == false);
  }
}

TEST_CASE("enrolment: several kinds, a phone number, a masked destination") {
  widgets::EnrolmentOptions options;
  options.types = {"totp", "sms", "email_otp"};
  EnrolWorld world(options);
  REQUIRE(world.enrolment.phase() == widgets::EnrolmentPhase::choosing);
  world.press(world.enrolment, Action::choose, 1);
  REQUIRE(world.enrolment.phase() == widgets::EnrolmentPhase::phone);
  world.press(world.enrolment, Action::submit);
  CHECK(says(world.enrolment.view(), MessageId::enrol_phone_missing));
  world.enrolment.view().find(Role::text_field)->input->assign("+15550100000");
  world.press(world.enrolment, Action::submit);
  CHECK(world.transport->open().request.body.reveal().find("+15550100000") !=
        std::string_view::npos);
  world.transport->respond(
      201, R"({"factor_id":"fac_3","type":"sms","status":"pending","phone_number":"+1••••00"})");
  world.frame(world.enrolment);
  CHECK(words(world.enrolment.view().find(MessageId::enrol_sent_to)->label) ==
        "We sent a code to +1••••00.");
  CHECK(world.enrolment.view().qr == nullptr);
}

TEST_CASE("help: what is asked, what never, and the reference to read out") {
  WidgetWorld world;
  widgets::AdminHelp help(world.state);
  CHECK(help.closed());
  help.open("req_42");
  world.frame(help);
  CHECK(says(help.view(), MessageId::help_never_asks));
  CHECK(words(help.view().find(MessageId::reference)->value) == "req_42");
  CHECK(words(help.view().find(MessageId::help_contact)->value) == "help@example.com");
  world.press(help, Action::back);
  CHECK(help.closed());
}

TEST_CASE("no hook, no button: what the host cannot do is not shown") {
  testing::VirtualClock clock;
  WidgetWorld world;
  widgets::HostState bare{widgets::Host{}};
  widgets::Enrolment enrolment(widgets::enrolment_of_user(*world.client), bare);
  world.sign_in();
  enrolment.open();
  world.transport->respond(201, enrolled);
  world.frame(enrolment);
  CHECK(enrolment.view().find(Action::copy_key) == nullptr);
  CHECK(enrolment.view().find(Action::open_authenticator) == nullptr);
}
