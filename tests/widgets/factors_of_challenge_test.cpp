// Answers that a factor needs: typed, sent again, given by the host, or not possible in this app.
#include "widgets/mock_world.hpp"

#include <hellojohn/widgets/challenge.hpp>
#include <hellojohn/widgets/enrolment.hpp>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using widgets::Action;
using widgets::MessageId;
using widgets::Place;
using widgets::Role;

namespace {

Factor factor_of(const char* id, const char* type, const char* name) {
  return {id, type, name, {}, {}};
}

struct World : WidgetWorld {
  explicit World(std::vector<Factor> factors, widgets::ChallengeOptions options = {},
                 widgets::Host (*host)(HostLog&, const testing::VirtualClock&) = recording_host)
      : own(host(log, clock), {"Sky Game", {}, {}}), challenge(*client, own, std::move(options)) {
    challenge.start({"chl_1", std::move(factors)}, "al@example.com");
    frame(challenge);
  }
  const widgets::Element* find(Action action) const { return challenge.view().find(action); }

  widgets::HostState own;
  widgets::Challenge challenge;
};

/// Counts the messages that were asked for; `answer` says what became of the last one.
struct Sender {
  std::vector<std::string> asked;
  Client* client = nullptr;

  widgets::ChallengeOptions options() {
    widgets::ChallengeOptions out;
    out.send_code = [this](const hellojohn::Challenge& challenge, std::string_view factor) {
      asked.push_back(challenge.id + " " + std::string(factor));
      return client->recovery().request("a@example.com");  // A call with the same kind of answer.
    };
    return out;
  }
};

struct SendingWorld : World {
  explicit SendingWorld(Sender& sender)
      : World({factor_of("s", "sms", "+1 55"), factor_of("e", "email_otp", "a@")}) {
    sender.client = client.get();
    with.emplace(*client, own, sender.options());
    with->start({"chl_1", {factor_of("s", "sms", "+1 55"), factor_of("e", "email_otp", "a@")}},
                "al@example.com");
    frame(*with);
  }
  void answer(int status, const char* body) {
    transport->respond(status, body);
    frame(*with);
  }
  const widgets::Element* again() const { return with->view().find(Action::resend); }

  std::optional<widgets::Challenge> with;
};

}  // namespace

TEST_CASE("factors: Send again is there once a message was sent, and waits for its cool-down") {
  Sender sender;
  SendingWorld world(sender);
  CHECK(sender.asked == std::vector<std::string>{"chl_1 s"});
  CHECK(world.again() == nullptr);
  world.answer(200, "{}");
  REQUIRE(world.again() != nullptr);
  CHECK_FALSE(world.again()->enabled);
  CHECK(world.again()->label.id == MessageId::challenge_resend_in);
  world.press(*world.with, Action::resend);
  CHECK(sender.asked.size() == 1);
  world.frame(*world.with, 60s);
  REQUIRE(world.again()->enabled);
  CHECK(world.again()->label.id == MessageId::challenge_resend);
  world.press(*world.with, Action::resend);
  CHECK(sender.asked == std::vector<std::string>{"chl_1 s", "chl_1 s"});
  CHECK_FALSE(world.again()->enabled);
}

TEST_CASE("factors: the service's own wait for another message is kept") {
  Sender sender;
  SendingWorld world(sender);
  world.answer(429, R"({"error":{"code":"rate_limit_exceeded"},"retry_after":300})");
  REQUIRE(world.again() != nullptr);
  world.frame(*world.with, 120s);
  CHECK_FALSE(world.again()->enabled);
  world.frame(*world.with, 200s);
  CHECK(world.again()->enabled);
}

TEST_CASE("factors: a message that was not sent is said, and can be asked for at once") {
  Sender sender;
  SendingWorld world(sender);
  for (int i = 0; i < 12 && world.again() == nullptr; ++i) {
    while (world.transport->open_count() > 0)
      world.transport->fail(failed(Errc::connect, Sent::none));
    world.frame(*world.with, 6s);
  }
  REQUIRE(world.again() != nullptr);
  CHECK(world.again()->enabled);
  CHECK(says(world.with->view(), MessageId::error_offline));
  world.press(*world.with, Action::resend);
  CHECK(sender.asked.size() == 2);
  CHECK_FALSE(says(world.with->view(), MessageId::error_offline));
}

TEST_CASE("factors: each factor gets its own message, and keeps its own cool-down") {
  Sender sender;
  SendingWorld world(sender);
  world.answer(200, "{}");
  const auto change_to = [&](std::uint8_t index) {
    world.press(*world.with, Action::other_ways);
    world.press(*world.with, Action::choose, index);
  };
  change_to(1);
  CHECK(sender.asked == std::vector<std::string>{"chl_1 s", "chl_1 e"});
  world.answer(200, "{}");
  change_to(0);
  change_to(1);
  CHECK(sender.asked.size() == 2);
  CHECK_FALSE(world.again()->enabled);
}

TEST_CASE("factors: a service without the call leaves no button and no cool-down") {
  World world({factor_of("s", "sms", "+1 55")});
  world.frame(world.challenge);
  CHECK(world.find(Action::resend) == nullptr);
  world.frame(world.challenge, 61s);
  CHECK(world.find(Action::resend) == nullptr);
}

TEST_CASE("factors: one that nobody here can answer has no field, chosen by hand as well") {
  for (const char* type : {"webauthn", "pigeon"}) {
    CAPTURE(type);
    World world({factor_of("k", type, "Blue one"), factor_of("t", "totp", "Phone"),
                 factor_of("b", "backup_codes", "")});
    CHECK(world.challenge.view().find(Role::code_field) != nullptr);
    world.press(world.challenge, Action::other_ways);
    // Behind the authenticator and the backup codes.
    world.press(world.challenge, Action::choose, 2);
    CHECK(world.challenge.view().find(Role::code_field) == nullptr);
    CHECK(says(world.challenge.view(), MessageId::challenge_unavailable));
    CHECK(world.find(Action::submit) == nullptr);
    world.press(world.challenge, Action::submit);
    CHECK(world.transport->started_count() == 0);
    CHECK(world.challenge.view().can(Action::use_backup_code));
    CHECK(world.challenge.view().can(Action::other_ways));
    world.press(world.challenge, Action::use_backup_code);
    CHECK(world.challenge.view().find(Role::code_field) != nullptr);
  }
}

TEST_CASE("factors: a host that cannot begin leaves the screen as it was") {
  const auto host = [](HostLog& log, const testing::VirtualClock& clock) {
    widgets::Host out = recording_host(log, clock);
    out.answer_factor = [](const hellojohn::Challenge&, const Factor&) { return false; };
    return out;
  };
  World world({factor_of("k", "webauthn", "Blue key")}, {}, host);
  CHECK(says(world.challenge.view(), MessageId::challenge_host_factor));
  world.press(world.challenge, Action::answer_factor);
  CHECK_FALSE(world.challenge.host_answers());
  CHECK(world.challenge.view().can(Action::answer_factor));
}

TEST_CASE("factors: what the host answers signs the person in") {
  MockWorld world;
  std::vector<std::string> answered;
  widgets::Host host = world.host();
  host.answer_factor = [&](const hellojohn::Challenge& challenge, const Factor& factor) {
    answered.push_back(challenge.id + " " + factor.id);
    return true;
  };
  widgets::AccountAccess access(*world.client, std::move(host), {"Sky Game", {}, {}});
  world.frame(access);
  HttpRequest order;
  order.method = "POST";
  order.target = "/__mock/faults";
  order.headers = {{"Content-Type", "application/json"}};
  order.body = Secret(
      R"({"kind":"status","method":"POST","path":"/v1/auth/sign-in","status":403,"body":)"
      R"("{\"error\":{\"code\":\"mfa_required\",\"challenge_id\":\"chl_9\",)"
      R"(\"available_factors\":[{\"id\":\"k\",\"type\":\"webauthn\",\"name\":\"Blue key\"}]}}"})");
  REQUIRE(world.service->control(order).status == 201);
  access.view().main->find(Role::text_field)->input->assign(alice);
  access.view().main->find(Role::password_field)->input->assign(alice_password);
  world.press(access, Action::submit);
  REQUIRE(access.view().place == Place::challenge);
  world.press(access, Action::answer_factor);
  CHECK(answered == std::vector<std::string>{"chl_9 k"});
  CHECK(access.view().place == Place::challenge);
  // The host's own way ends in a session.
  auto adopted = world.client->auth().adopt(
      {SecretView("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c3JfWCIsImV4cCI6NDEwMjQ0NDgwMH0."), {}, {}});
  for (int i = 0; i < 4; ++i) world.frame(access);
  CHECK(access.view().place == Place::home);
  CHECK(world.codes_sent.empty());
}

TEST_CASE("enrolment: as many digits are asked for and sent as the otpauth URI says") {
  struct Row {
    const char* query;
    std::size_t digits;
  };
  for (const Row& row : {Row{"&digits=7", 7}, Row{"&digits=8", 8}, Row{"&digits=6", 6}, Row{"", 6},
                         Row{"&digits=9", 6}, Row{"&digits=80", 6}}) {
    CAPTURE(row.query);
    WidgetWorld world;
    world.sign_in();
    widgets::Enrolment enrolment(widgets::enrolment_of_user(*world.client), world.state);
    enrolment.open();
    world.frame(enrolment);
    const std::string body =
        R"({"factor_id":"fac_2","type":"totp","status":"pending","totp":{"secret":"JBSWY3DPEHPK3PXP",)"
        R"("uri":"otpauth://totp/Sky:al?secret=JBSWY3DPEHPK3PXP)" +
        std::string(row.query) + R"(&issuer=Sky"}})";
    world.transport->respond(201, body.c_str());
    world.frame(enrolment);
    const auto* step = enrolment.view().find(MessageId::enrol_step_3);
    REQUIRE(step != nullptr);
    CHECK(words(step->label).find(std::to_string(row.digits) + "-digit") != std::string::npos);
    world.type(enrolment, std::string_view("12345678").substr(0, row.digits - 1));
    world.press(enrolment, Action::submit);
    const auto* send = enrolment.view().find(MessageId::enrol_confirm);
    CHECK_FALSE(send->enabled);
    CHECK(words(send->reason) == "Codes have " + std::to_string(row.digits) + " characters.");
    CHECK(enrolment.phase() == widgets::EnrolmentPhase::scanning);
    world.type(enrolment, "0");
    world.frame(enrolment);
    CHECK(enrolment.phase() == widgets::EnrolmentPhase::confirming);
  }
}
