// The code of the guides in docs/, cut from here and run here: what a page shows compiles and does what it says, over real
// TLS against the mock server.
#include "worlds/catch.hpp"

#include "apps/common/embedded_mock.hpp"

#include <hellojohn/await.hpp>
#include <hellojohn/hellojohn.hpp>
#include <hellojohn/widgets/account_access.hpp>

#include <string>
#include <vector>

using namespace hellojohn;
using samples::EmbeddedMock;

namespace {

/// What a person sees; the guides call it where an application has its own screens.
struct Shown {
  std::vector<std::string> lines;
  void say(std::string_view text) { lines.emplace_back(text); }
  void code(SecretView code) { lines.emplace_back(code.reveal()); }
};

Client client_of(EmbeddedMock& mock) {
  auto client = Client::create(mock.client_options());
  REQUIRE(client.has_value());
  return std::move(client).value();
}

void sign_in_bob(Client& client, EmbeddedMock& mock) {
  auto signed_in =
      client.auth().sign_in({samples::bob_email, SecretView(samples::bob_password)}).get();
  REQUIRE(signed_in.has_value());
  REQUIRE(signed_in->challenge() != nullptr);
  REQUIRE(client.mfa().verify_backup_code(*signed_in->challenge(), mock.backup_code()).get());
}

void say_what_is_certain(const Error& error, Shown& shown) {
  switch (error.outcome) {
    case Outcome::not_sent: return shown.say("Nothing was sent. Your codes still work.");
    case Outcome::refused: return shown.say("No codes were made. Your codes still work.");
    case Outcome::done_answer_lost:
      return shown.say("New codes were made, but we could not read them. Make a new set.");
    case Outcome::unknown: return shown.say("We can't tell whether new codes were made.");
  }
}

void make_codes(Client& client, Shown& shown) {
  auto made = client.user().mfa().generate_backup_codes().get();
  if (!made) return say_what_is_certain(made.error(), shown);
  for (const Secret& code : made->codes) shown.code(code.view());
}

bool come_back(Client& client, std::string_view email, std::string_view pasted, Shown& shown,
               const std::function<std::string(const Enrolment&)>& ask_for_code) {
  auto token = client.recovery().parse_link(pasted);
  if (!token) return shown.say("This doesn't contain a recovery token."), false;
  auto session = client.recovery().verify_token(token->view()).get();  // on a press, never before
  if (!session) return shown.say("This link no longer works."), false;
  auto account = session->account().get();
  if (!account || account->email != email) return shown.say("Not your account."), false;

  auto enrolment = session->enroll({.type = factor::totp}).get();
  if (!enrolment) return false;
  auto confirmed = session->confirm(enrolment->factor_id, ask_for_code(*enrolment)).get();
  if (!confirmed) return false;
  auto codes = session->generate_backup_codes().get();
  if (codes) {
    for (const Secret& code : codes->codes) shown.code(code.view());
  }
  return session->end().get().has_value();
}

std::string mailed_link(EmbeddedMock& mock) {
  const auto mails = mock.service().outbox();
  REQUIRE_FALSE(mails.empty());
  return mails.back().link;
}

}  // namespace

TEST_CASE("guides: codes are made and shown, and an error says what is certain") {
  EmbeddedMock mock;
  Client client = client_of(mock);
  Shown shown;
  make_codes(client, shown);  // Nobody is signed in.
  REQUIRE(shown.lines.size() == 1);
  CHECK(shown.lines[0] == "Nothing was sent. Your codes still work.");
  shown.lines.clear();
  sign_in_bob(client, mock);
  make_codes(client, shown);
  CHECK(shown.lines.size() == 8);
}

TEST_CASE("guides: the whole way back by recovery mail") {
  EmbeddedMock mock;
  Client client = client_of(mock);
  auto asked = client.recovery().request(samples::bob_email).get();
  REQUIRE(asked.has_value());
  Shown shown;
  const auto phone = [&](const Enrolment& enrolment) {
    return mock.service().totp(enrolment.factor_id);
  };
  CHECK(come_back(client, samples::bob_email, "\"" + mailed_link(mock) + "\"", shown, phone));
  CHECK(shown.lines.size() == 8);
  CHECK_FALSE(come_back(client, samples::bob_email, mailed_link(mock), shown, phone));
  CHECK(shown.lines.back() == "This link no longer works.");
}

TEST_CASE("guides: a link is read and checked, and nothing is sent") {
  EmbeddedMock mock;
  Client client = client_of(mock);
  auto ours = client.recovery().parse_link("rec_tok_0123456789abcdef");
  CHECK(ours.has_value());
  auto foreign = client.recovery().parse_link("https://evil.example/r?token=rec_tok_0123456789");
  REQUIRE_FALSE(foreign.has_value());
  CHECK(foreign.error().code == Errc::forbidden);
  CHECK(foreign.error().detail.find("evil.example") != std::string::npos);
}

TEST_CASE("guides: four ways to wait for a result") {
  EmbeddedMock mock;
  Client client = client_of(mock);
  sign_in_bob(client, mock);
  auto mfa = client.user().mfa();
  int used = 0;
  const auto use = [&](const Result<std::vector<Factor>>& r) { used += r.has_value() ? 1 : 0; };

  // blocks, until the call's own deadline at most
  auto r = mfa.factors().get();
  use(r);

  // once a frame
  auto pending = mfa.factors();
  while (pending.valid()) {
    client.poll();
    if (pending.ready()) use(std::move(pending).take());
  }

  // runs inside Client::poll()
  auto subscription = mfa.factors().then([&](Result<std::vector<Factor>> result) { use(result); });
  while (used < 3) client.poll();
  CHECK(used == 3);
}

TEST_CASE("guides: the components behind one object") {
  EmbeddedMock mock;
  Client client = client_of(mock);
  widgets::Host host;
  host.write_clipboard = [](SecretView) { return true; };
  host.save = [](std::string_view, SecretView) { return std::string("Documents"); };
  host.streaming = [] { return widgets::Streaming::no; };
  widgets::AccountAccessOptions options;
  options.codes.prove_saved = widgets::ProveSaved::ask;
  widgets::AccountAccess access(client, host, {"My game", "help@example.com", {}}, options);
  const auto my_draw = [](const widgets::Screen&) { return widgets::Intents{}; };

  client.poll();
  access.update(system_clock().now() + system_clock().suspended());
  access.apply(my_draw(*access.view().main));

  CHECK(access.view().place == widgets::Place::sign_in);
}
