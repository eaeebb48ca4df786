// See journey.hpp.
#include "01_recovery_journey/journey.hpp"

#include "01_recovery_journey/backend_gate.hpp"

#include <hellojohn/testing/authenticator.hpp>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <utility>

#include <boost/json.hpp>

namespace journey {

namespace {

using namespace hellojohn;
using namespace std::chrono_literals;

constexpr const char* tenant = "tnt_01HABCDEF654321";
constexpr const char* bob_id = "usr_01HABCDEF222222";
constexpr const char* bob_email = "bob@example.com";
constexpr const char* bob_password = "staple orbit lantern";
constexpr const char* bob_factor = "fac_01HABCDEF222222";
constexpr const char* alice_id = "usr_01HABCDEF123456";
constexpr const char* alice_factor = "fac_01HABCDEF555444";

std::string words(const Error& error) {
  return std::string(to_string(error.code)) + ", outcome " + to_string(error.outcome);
}

/// A request that the SDK does not offer, to show that the server refuses it.
int status_of_ordinary_call(World& world, std::string_view token) {
  HttpRequest request;
  request.method = "DELETE";
  request.target = std::string("/v1/users/") + bob_id + "/mfa/factors/" + bob_factor;
  request.headers = {{"X-Tenant-ID", tenant}};
  request.authorization = Secret("Bearer " + std::string(token));
  return world.call(std::move(request)).status;
}

/// A recovery token's session as the wire shows it; the SDK never hands one out.
std::string raw_recovery_token(World& world, const std::string& mailed) {
  HttpRequest request;
  request.method = "POST";
  request.target = "/v1/auth/mfa/recovery/verify";
  request.headers = {{"X-Tenant-ID", tenant}, {"Content-Type", "application/json"}};
  request.body = Secret(boost::json::serialize(boost::json::object{{"token", mailed}}));
  const auto answer = world.call(std::move(request));
  if (answer.status != 200) return {};
  const auto body = boost::json::parse(answer.body.reveal());
  return std::string(body.at("access_token").as_string());
}

std::string hidden_address(const std::string& email) {
  return email.substr(0, 2) + "•••" + email.substr(std::min(email.find('@'), email.size()));
}

}  // namespace

Journey::Journey(World& world, Transcript& transcript) : world_(world), transcript_(transcript) {}

bool Journey::fails(const std::string& name, const Error& error) {
  return transcript_.step(name, false, name + ": " + words(error));
}

std::optional<Challenge> Journey::challenge() {
  auto result = client_->auth().sign_in({bob_email, SecretView(bob_password)}).get();
  if (!result) why_ = ": " + words(result.error());
  if (!result || result->challenge() == nullptr) return {};
  return *result->challenge();
}

bool Journey::play() {
  ClientOptions options;
  options.base_url = world_.address().base_url;
  options.tenant_id = tenant;
  options.publishable_key = "pk_live_abc123";
  options.network.ca_pem = world_.address().ca_pem;
  options.allow_http_on_loopback = true;
  auto client = Client::create(std::move(options));
  if (!client) return fails("client", client.error());
  client_.emplace(std::move(client).value());

  admin::ClientOptions desk_options;
  desk_options.base_url = world_.address().base_url;
  desk_options.tenant_id = tenant;
  desk_options.secret_key = Secret("sk_live_abc123");
  desk_options.network.ca_pem = world_.address().ca_pem;
  desk_options.allow_http_on_loopback = true;
  auto desk = admin::Client::create(std::move(desk_options));
  if (!desk) return fails("support_desk", desk.error());
  desk_.emplace(std::move(desk).value());

  return sign_in_with_backup_code() && replace_codes() && ask_for_mail() &&
         open_recovery_session() && show_restrictions() && enrol_again() &&
         sign_in_with_new_factor() && support_desk_and_audit() && transcript_.all_well();
}

bool Journey::sign_in_with_backup_code() {
  const auto first = challenge();
  if (!transcript_.step("challenge", first.has_value(),
                        "Sign-in with a password asks for a second factor" + why_))
    return false;
  const auto paper = world_.paper(bob_id);
  if (!transcript_.step("paper", paper.size() == 3, "Bob has 3 backup codes left on paper"))
    return false;
  old_code_ = paper[1];
  // As a person types it: lower case, a blank instead of the dash.
  std::string typed = paper[0];
  for (char& c : typed)
    c = c == '-' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  auto verified = client_->mfa().verify_backup_code(*first, typed).get();
  if (!verified) return fails("backup_code", verified.error());
  transcript_.step("backup_code", verified->session.user_id == bob_id,
                   "Backup code " + masked(paper[0]) + " signs Bob in");
  const auto left = verified->backup_codes_remaining;
  transcript_.step("low_codes", left == 2, "Warning: 2 backup codes left");
  const auto second = challenge();
  if (!second) return transcript_.step("challenge", false, "No second challenge" + why_);
  auto again = client_->mfa().verify_backup_code(*second, paper[0]).get();
  return transcript_.step("backup_code_once", !again && again.error().code == Errc::invalid_code,
                          "The same code is refused the second time");
}

bool Journey::replace_codes() {
  auto made = client_->user().mfa().generate_backup_codes().get();
  if (!made) return fails("new_codes", made.error());
  transcript_.step(
      "new_codes", made->codes.size() == 8,
      "A new set of 8 codes is made: " + masked(made->codes[0].reveal()) + " and 7 more");
  const auto next = challenge();
  if (!next) return transcript_.step("challenge", false, "No challenge" + why_);
  auto old = client_->mfa().verify_backup_code(*next, old_code_).get();
  return transcript_.step("old_codes_dead", !old && old.error().code == Errc::invalid_code,
                          "An unused code of the old set is refused");
}

bool Journey::ask_for_mail() {
  (void)client_->auth().sign_out().get();
  transcript_.step("signed_out", !client_->auth().current(),
                   "Bob signs out, and loses phone and paper");
  auto unknown = client_->recovery().request("nobody@example.com").get();
  auto known = client_->recovery().request(bob_email).get();
  transcript_.step("uniform", unknown.has_value() && known.has_value(),
                   "Lost access: an unknown address is answered like a known one");
  return transcript_.step("mail", world_.outbox().size() == 1,
                          "One recovery mail is in the outbox");
}

bool Journey::open_recovery_session() {
  const auto mail = world_.outbox().back();
  auto token = client_->recovery().parse_link("Use this link:\n" + mail.link);
  if (!token) return fails("link", token.error());
  transcript_.step("link", true, "The token is read from the pasted link; nothing is opened");
  auto opened = client_->recovery().verify_token(token->view()).get();
  if (!opened) return fails("recovery_session", opened.error());
  recovery_.emplace(std::move(opened).value());
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(recovery_->expires_in());
  transcript_.step("recovery_session",
                   minutes > 55min && minutes <= 60min && !client_->auth().current(),
                   "The token opens a recovery session of 1 h; Bob is not signed in by it");
  auto reused = client_->recovery().verify_token(token->view()).get();
  transcript_.step("token_once", !reused && reused.error().code == Errc::token_used_or_expired,
                   "The token works once");
  auto account = recovery_->account().get();
  if (!account) return fails("account", account.error());
  return transcript_.step(
      "account", account->email == bob_email,
      "The account is shown before anything is changed: " + hidden_address(account->email));
}

bool Journey::show_restrictions() {
  if (!client_->recovery().request(bob_email).get())
    return transcript_.step("mail", false, "No second mail");
  const auto mailed = world_.outbox().back().token;
  const std::string token = raw_recovery_token(world_, mailed);
  transcript_.step("ordinary_call", status_of_ordinary_call(world_, token) == 403,
                   "An ordinary call with a recovery token is refused: 403");
  return transcript_.step(
      "backend_gate", !backend_accepts(world_, token),
      "A studio backend refuses the recovery token: no second factor behind it");
}

bool Journey::enrol_again() {
  auto enrolment = recovery_->enroll({}).get();
  if (!enrolment) return fails("enrol", enrolment.error());
  new_factor_ = enrolment->factor_id;
  new_secret_ = enrolment->totp_secret.clone();
  auto confirmed = recovery_
                       ->confirm(new_factor_, hellojohn::testing::authenticator_code(
                                                  new_secret_.reveal(), world_.now()))
                       .get();
  if (!confirmed) return fails("confirm", confirmed.error());
  transcript_.step("enrolled", true, "A new authenticator is enrolled and confirmed");
  const auto next = challenge();
  if (!next) return transcript_.step("challenge", false, "No challenge" + why_);
  const bool offered = std::any_of(next->factors.begin(), next->factors.end(),
                                   [](const Factor& f) { return f.id == bob_factor; });
  auto old = client_->mfa().verify_challenge({next->id, bob_factor, world_.totp(bob_factor)}).get();
  transcript_.step("old_factor_dead", !offered && !old,
                   "The old authenticator is no longer offered and is refused");
  auto codes = recovery_->generate_backup_codes().get();
  if (!codes) return fails("recovery_codes", codes.error());
  transcript_.step("recovery_codes", codes->codes.size() == 8,
                   "New backup codes are made in the same pass");
  auto ended = recovery_->end().get();
  auto after = recovery_->factors().get();
  return transcript_.step("recovery_ended",
                          ended && !after && after.error().outcome == Outcome::not_sent,
                          "The recovery session is over; nothing more can be sent with it");
}

bool Journey::sign_in_with_new_factor() {
  // A TOTP code works once: the next sign-in needs the next 30 s step.
  world_.advance(30s);
  const auto next = challenge();
  if (!next) return transcript_.step("challenge", false, "No challenge" + why_);
  auto verified = client_->mfa()
                      .verify_challenge({next->id, new_factor_,
                                         hellojohn::testing::authenticator_code(
                                             new_secret_.reveal(), world_.now())})
                      .get();
  if (!verified) return fails("signed_in", verified.error());
  transcript_.step("signed_in", true, "Bob signs in with the new authenticator");
  auto token = client_->auth().access_token().get();
  if (!token) return fails("access_token", token.error());
  return transcript_.step("backend_gate_opens", backend_accepts(world_, token->reveal()),
                          "The studio backend accepts this token");
}

bool Journey::support_desk_and_audit() {
  const admin::IdentityCheck identity{"video call", "ana", "T-4711", "Lost phone, no codes left"};
  auto removed = desk_->remove_factor(alice_id, alice_factor, identity).get();
  if (!removed) return fails("support_desk", removed.error());
  transcript_.step("support_desk", true,
                   "Support, with its secret key, removes Alice's lost factor");
  auto page = desk_->audit().list({"mfa.*", "", "", "", 200}).get();
  if (!page) return fails("audit", page.error());
  bool all = true;
  for (const char* action :
       {"mfa.recovery_requested", "mfa.recovery_used", "mfa.factor_removed_by_admin",
        "mfa.backup_codes_generated", "mfa.backup_code_used"}) {
    const auto found = std::find_if(page->data.begin(), page->data.end(),
                                    [&](const auto& record) { return record.type == action; });
    const bool there = found != page->data.end();
    all = transcript_.step("audit", there,
                           std::string("Audit log: ") + action +
                               (there ? ", by " + found->actor_type : ": missing")) &&
          all;
  }
  return all;
}

}  // namespace journey
