// One journey over a server that nobody here wrote, over real sockets with TLS, judged by that server's own database.
#include "base/otpauth.hpp"
#include "peer/code_of_app.hpp"
#include "peer/peer_client.hpp"
#include "rules/dialect.hpp"
#include "worlds/catch.hpp"
#include "worlds/recording_host.hpp"
#include "worlds/server_page.hpp"

#include <hellojohn/widgets/enrolment.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <utility>
#include <vector>

#include <sys/wait.h>

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

/// Where install.sh put the peer: the first test of this label has done it.
std::string folder() {
  const char* const set = std::getenv("HELLOJOHN_PEER");
  return set != nullptr ? set : "HELLOJOHN_PEER";
}

/// "yes", or why not.
template <class T>
std::string word(const Result<T>& answer) {
  if (answer) return "yes";
  return std::string(to_string(answer.error().code)) + ", " + to_string(answer.error().outcome);
}

bool holds(const std::vector<std::string>& list, std::string_view code) {
  return std::find(list.begin(), list.end(), code) != list.end();
}

std::vector<std::string> texts_of(const BackupCodes& codes) {
  std::vector<std::string> out;
  for (const Secret& code : codes.codes) out.emplace_back(code.reveal());
  return out;
}

struct World {
  World() : peer(folder(), true), client(make_peer_client(peer)) {}

  Result<SignInResult> sign_in(const PeerPerson& person) {
    return client.auth().sign_in({person.email, SecretView(person.password)}).get();
  }
  Challenge challenge(const PeerPerson& person) {
    const auto answer = sign_in(person);
    INFO(word(answer));
    REQUIRE((answer && answer->challenge() != nullptr));
    return *answer->challenge();
  }
  std::string answer(const PeerPerson& person, std::string_view code) {
    return word(client.mfa().verify_backup_code(challenge(person), code).get());
  }
  /// The peer asks for the password only; the client wants a code beside it.
  static Proof proof(const PeerPerson& person) {
    return {SecretView(person.password), factor::totp, "000000"};
  }
  [[nodiscard]] UserMfa mfa() const { return client.user().mfa(); }

  PeerProcess peer;
  Client client;
};

struct Step {
  const char* name;
  std::string came;
  const char* expected = "yes";
};

void print(const std::vector<Step>& steps) {
  std::printf("%-36s | %s\n", "step", "better-auth");
  for (const Step& step : steps) {
    std::printf("%-36s | %s\n", step.name, step.came.c_str());
    CAPTURE(step.name);
    CHECK(step.came == step.expected);
  }
}

std::string yes_if(bool holds) { return holds ? "yes" : "no"; }

void second_factor(World& world, const PeerPerson& ann, std::vector<Step>& steps) {
  PeerPerson stranger = ann;
  stranger.password = "another password";
  steps.push_back(
      {"wrong password", word(world.sign_in(stranger)), "invalid_credentials, refused"});
  steps.push_back({"wrong backup code", world.answer(ann, "ZZZZZ-zzzzz"), "invalid_code, refused"});
  const Challenge asked = world.challenge(ann);
  steps.push_back({"wrong code of the app",
                   word(world.client.mfa().verify({asked.id, factor::totp, "abcdef"}).get()),
                   "invalid_code, refused"});
  steps.push_back(
      {"a challenge that is not one",
       word(world.client.mfa().verify({"none", factor::totp, code_of_app(ann.uri)}).get()),
       "challenge_expired, refused"});
  steps.push_back({"the database has every code", yes_if(world.peer.look(ann).codes == ann.codes)});
  const std::string code = ann.codes.at(0);
  steps.push_back({"backup code", world.answer(ann, code)});
  const PeerState used = world.peer.look(ann);
  steps.push_back({"the database lost that code only",
                   yes_if(used.codes.size() + 1 == ann.codes.size() && !holds(used.codes, code))});
  steps.push_back({"the same backup code again", world.answer(ann, code), "invalid_code, refused"});
  const Challenge again = world.challenge(ann);
  steps.push_back(
      {"code of the app",
       word(world.client.mfa().verify({again.id, factor::totp, code_of_app(ann.uri)}).get())});
  steps.push_back({"list of factors", word(world.mfa().factors().get())});
}

void new_codes(World& world, const PeerPerson& ann, std::vector<Step>& steps) {
  steps.push_back({"new codes without a proof", word(world.mfa().generate_backup_codes().get()),
                   "reauthentication_required, not_sent"});
  PeerPerson stranger = ann;
  stranger.password = "another password";
  steps.push_back({"new codes with a wrong password",
                   word(world.mfa().generate_backup_codes(World::proof(stranger)).get()),
                   "invalid_credentials, refused"});
  const std::vector<std::string> old = world.peer.look(ann).codes;
  const auto made = world.mfa().generate_backup_codes(World::proof(ann)).get();
  steps.push_back({"new codes with a proof", word(made)});
  REQUIRE(made);
  steps.push_back(
      {"the database has that set", yes_if(world.peer.look(ann).codes == texts_of(*made))});
  steps.push_back({"a code of the old set", world.answer(ann, old.at(1)), "invalid_code, refused"});
  steps.push_back({"a code of the new set", world.answer(ann, made->codes.at(1).reveal())});
  const auto status = world.mfa().backup_codes_status().get();
  const bool counts =
      status && status->count == 9 && status->certainty == BackupCodesStatus::Certainty::at_most;
  steps.push_back({"count of codes", counts ? "at most" : "unknown", "at most"});
}

void another_app(World& world, const PeerPerson& ann, std::vector<Step>& steps) {
  EnrollRequest request;
  request.name = ann.password;
  steps.push_back(
      {"a second authenticator", word(world.mfa().enroll(request).get()), "conflict, not_sent"});
  steps.push_back({"remove the authenticator",
                   word(world.mfa().remove(factor::totp, World::proof(ann)).get())});
  const PeerState removed = world.peer.look(ann);
  steps.push_back(
      {"the database has no factor", yes_if(!removed.enabled && removed.codes.empty())});
  const auto enrolment = world.mfa().enroll(request).get();
  steps.push_back({"enrol an authenticator", word(enrolment)});
  REQUIRE(enrolment);
  const std::string uri(enrolment->totp_uri.reveal());
  const auto read = read_otpauth(uri);
  steps.push_back({"its address is read",
                   yes_if(read && read->digits == 6 && read->period == std::chrono::seconds(30) &&
                          read->label == "Better Auth:" + ann.email)});
  steps.push_back({"a wrong first code", word(world.mfa().confirm(factor::totp, "abcdef").get()),
                   "invalid_code, refused"});
  const auto confirmed = world.mfa().confirm(factor::totp, code_of_app(uri)).get();
  steps.push_back({"confirm it", word(confirmed)});
  const PeerState now = world.peer.look(ann);
  steps.push_back(
      {"codes with the confirmation", yes_if(now.enabled && confirmed && confirmed->backup_codes &&
                                             texts_of(*confirmed->backup_codes) == now.codes)});
}

}  // namespace

TEST_CASE("peer: one journey, each step judged by the peer's own database") {
  World world;
  const PeerPerson ann = world.peer.add("ann@example.com", true);
  std::vector<Step> steps;
  second_factor(world, ann, steps);
  another_app(world, ann, steps);
  new_codes(world, ann, steps);
  steps.push_back({"recovery by mail", word(world.client.recovery().request(ann.email).get()),
                   "unsupported, not_sent"});
  steps.push_back({"another code by mail",
                   word(world.client.mfa().send_code(Challenge{}, "email").get()),
                   "unsupported, not_sent"});
  const int sessions = world.peer.look(ann).sessions;
  steps.push_back({"sign out", word(world.client.auth().sign_out().get())});
  steps.push_back(
      {"the server ended the session", yes_if(world.peer.look(ann).sessions == sessions - 1)});
  print(steps);
}

TEST_CASE("peer: its columns on the page of servers are the capabilities and the calls") {
  const World world;
  const char* const page = HELLOJOHN_SOURCE_DIR "/docs/26-your-own-server.md";
  check_capabilities_on_page(page, 2, world.client.capabilities());
  check_calls_on_page(page, 2, self_hosted_dialect());
}

TEST_CASE("peer: a foreign Origin is refused by name, and no code is lost") {
  World world;
  const PeerPerson ann = world.peer.add("ann@example.com", true);
  Client foreign =
      make_peer_client("https://elsewhere.example", true, world.peer.port(), world.peer.ca_file());
  const Challenge challenge = world.challenge(ann);
  const auto answer = foreign.mfa().verify_backup_code(challenge, ann.codes.at(0)).get();
  CHECK(word(answer) == "usage, refused");
  CHECK(world.peer.look(ann).codes == ann.codes);
}

TEST_CASE("peer: a refusal without a body proves nothing, and the call stays unknown") {
  World world;
  const PeerPerson bob = world.peer.add("bob@example.com", false);
  REQUIRE(world.sign_in(bob).value().signed_in() != nullptr);
  // This server answers a call without a session with 401 and an empty body.
  world.peer.forget();
  const auto made = world.mfa().generate_backup_codes(World::proof(bob)).get();
  REQUIRE_FALSE(made);
  CHECK(made.error().http_status == 401);
  CHECK(made.error().outcome == Outcome::unknown);
}

#ifdef HELLOJOHN_DOCTOR
TEST_CASE("peer: the doctor says that it is another server, and changes nothing there") {
  World world;
  const PeerPerson bob = world.peer.add("bob@example.com", false);
  const bool as_v1 = GENERATE(true, false);
  const std::string command =
      "HELLOJOHN_DOCTOR_PASSWORD=secret " HELLOJOHN_DOCTOR " " + world.peer.origin() +
      (as_v1 ? " --key pk_peer" : " --dialect self_hosted --client peer") +
      " --tenant peer --email " + bob.email + " --yes --ca " + world.peer.ca_file();
  FILE* const doctor = ::popen(command.c_str(), "r");
  REQUIRE(doctor != nullptr);
  std::string said;
  for (int c; (c = std::fgetc(doctor)) != EOF;) said.push_back(static_cast<char>(c));
  const int status = ::pclose(doctor);
  std::printf("%s", said.c_str());
  CHECK(WEXITSTATUS(status) == 1);
  const std::string missing = as_v1 ? "/v1" : "/v2";
  CHECK(said.find("!! base-url: does not hold (there is no HelloJohn under " + missing) !=
        std::string::npos);
  CHECK(said.find("another server: neither the documented service (/v1) nor the open-source one "
                  "(/v2)") != std::string::npos);
  CHECK(world.peer.look(bob).writes.empty());
}
#endif

TEST_CASE("peer: the enrolment component draws the peer's address and confirms the app") {
  World world;
  const PeerPerson bob = world.peer.add("bob@example.com", false);
  REQUIRE(world.sign_in(bob).value().signed_in() != nullptr);
  HostLog log;
  testing::VirtualClock clock;
  widgets::HostState state(recording_host(log, clock), {"Sky Game", "help@example.com", {}});
  widgets::EnrolmentSource source = widgets::enrolment_of_user(world.client);
  std::string uri;
  source.enroll = [&](EnrollRequest request) {
    request.name = bob.password;
    return world.mfa().enroll(request);
  };
  widgets::Enrolment enrolment(source, state);
  const auto go_on_from = [&](widgets::EnrolmentPhase phase) {
    while (enrolment.phase() == phase) {
      (void)world.client.poll();
      clock.advance(std::chrono::milliseconds(1));
      enrolment.update(clock.now());
      std::this_thread::yield();
    }
  };
  enrolment.open();
  go_on_from(widgets::EnrolmentPhase::starting);
  REQUIRE(enrolment.phase() == widgets::EnrolmentPhase::scanning);
  REQUIRE(enrolment.view().qr != nullptr);
  CHECK(enrolment.view().qr->size() > 20);
  CHECK(enrolment.shown_as() == "Better Auth:bob@example.com");
  const auto* key = enrolment.view().find(widgets::MessageId::enrol_key);
  REQUIRE(key != nullptr);
  std::string shown(key->secret_value.reveal());
  shown.erase(std::remove(shown.begin(), shown.end(), ' '), shown.end());
  const auto* field = enrolment.view().find(widgets::Role::code_field);
  REQUIRE(field != nullptr);
  for (const char c : code_of_app("secret=" + shown)) field->code->insert(static_cast<char32_t>(c));
  go_on_from(widgets::EnrolmentPhase::scanning);
  go_on_from(widgets::EnrolmentPhase::confirming);
  CHECK(enrolment.phase() == widgets::EnrolmentPhase::done);
  const auto confirmed = enrolment.take_confirmed();
  REQUIRE((confirmed && confirmed->backup_codes));
  const PeerState now = world.peer.look(bob);
  CHECK(now.enabled);
  CHECK(now.codes == texts_of(*confirmed->backup_codes));
}
