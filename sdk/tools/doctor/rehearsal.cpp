// The steps of lost access.
#include "rehearsal.hpp"

#include <hellojohn/testing/authenticator.hpp>

#include "base/url.hpp"

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

namespace {

/// A person may take this long to find the mail.
constexpr std::chrono::minutes patience{30};

/// "a***@example.com"
std::string hidden(std::string_view email) {
  const std::size_t at = email.find('@');
  if (at == std::string_view::npos || at == 0) return "***";
  return std::string(email.substr(0, 1)) + "***" + std::string(email.substr(at));
}

}  // namespace

bool Rehearsal::step(std::string_view name, bool is_well, std::string words) {
  has_begun_ = has_begun_ || is_well;
  on_step_({std::string(name), is_well, std::move(words)});
  return is_well;
}

bool Rehearsal::failed(std::string_view name, const Error& error) {
  std::string words = std::string(to_string(error.code)) + ", " + to_string(error.outcome);
  if (error.http_status != 0) words += ", " + std::to_string(error.http_status);
  if (!error.server_code.empty()) words += " " + error.server_code;
  if (!error.detail.empty()) words += ": " + error.detail;
  // The first call of all.
  if (error.http_status == 404 && !has_begun_)
    words += "; the doctor without rehearse tells whether the server speaks the other protocol";
  return step(name, false, std::move(words));
}

bool Rehearsal::play() {
  if (setup_.dialect == ServerDialect::self_hosted) return play_second_factor();
  const bool well = begin() && open_link() && enrol() && make_codes() && sign_in();
  if (factor_.empty()) return false;
  if (client_->auth().current()) return leave() && well;
  note_factor();
  return false;
}

void Rehearsal::note_factor() {
  notes_.emplace_back("The account may keep the factor \"hellojohn-doctor\": remove it by hand.");
}

bool Rehearsal::open() {
  auto client = Client::create(client_options(setup_));
  if (!client) return failed("options", client.error());
  client_.emplace(std::move(client).value());
  // The client has read the same address and accepted it.
  const auto origin = read_base_url(setup_.base_url, true);
  auto wire = Wire::open(setup_.network, origin ? origin->text : std::string(), setup_.tenant,
                         std::chrono::steady_clock::now() + patience);
  if (!wire) return failed("options", wire.error());
  wire_ = std::move(wire).value();
  return true;
}

bool Rehearsal::begin() {
  if (!open()) return false;
  const auto asked = client_->recovery().request(setup_.email).get();
  if (!asked) return failed("mail", asked.error());
  return step("mail", true, "the server accepted the request for a recovery mail");
}

bool Rehearsal::open_link() {
  Secret text;
  if (setup_.control_token.empty()) {
    text = ask_for_link_();
  } else if (auto links = outbox_of(*wire_, setup_, "recovery", "link"); !links.empty()) {
    text = std::move(links.back());
  }
  if (text.empty()) return step("link", false, "no mail with a link");
  auto token = client_->recovery().parse_link(text.reveal());
  if (!token) return failed("link", token.error());
  step("link", true, "the token is read from the link; nothing is spent yet");
  auto opened = client_->recovery().verify_token(token->view()).get();
  if (!opened) return failed("recovery-session", opened.error());
  recovery_.emplace(std::move(opened).value());
  step("recovery-session", true,
       "the token opens a session of " +
           std::to_string((recovery_->expires_in().count() + 59) / 60) + " min");
  const auto account = recovery_->account().get();
  if (!account) return failed("account", account.error());
  return step("account", true, "the account can be shown: " + hidden(account->email));
}

bool Rehearsal::enrol() {
  const auto begun = recovery_->enroll({factor::totp, factor_name, {}}).get();
  if (!begun) return failed("authenticator", begun.error());
  factor_ = begun->factor_id;
  std::string code = testing::authenticator_code(begun->totp_secret.reveal(), wire_->service_now());
  const auto done = recovery_->confirm(factor_, code).get();
  secure_wipe(code.data(), code.size());
  if (!done) return failed("authenticator", done.error());
  return step("authenticator", true, "a new authenticator is set up and confirmed");
}

void Rehearsal::note_weak_codes() {
  const CodeShape shape = shape_of(codes_);
  if (shape.bits < 64)
    notes_.push_back("A backup code holds at most " + std::to_string(shape.bits) +
                     " bits. Below 64 bits, NIST SP 800-63B (look-up secrets) asks the server to "
                     "limit wrong codes for each account.");
}

bool Rehearsal::make_codes() {
  auto made = recovery_->generate_backup_codes().get();
  if (!made) return failed("backup-codes", made.error());
  codes_ = std::move(made->codes);
  note_weak_codes();
  step("backup-codes", !codes_.empty(), std::to_string(codes_.size()) + " new backup codes");
  const auto ended = recovery_->end().get();
  if (!ended) return failed("recovery-ended", ended.error());
  return step("recovery-ended", !codes_.empty(), "the recovery session is over");
}

bool Rehearsal::sign_in() {
  const auto result = client_->auth().sign_in({setup_.email, setup_.password.view()}).get();
  if (!result) return failed("sign-in", result.error());
  const Challenge* const challenge = result->challenge();
  if (challenge == nullptr)
    return step("sign-in", false, "the password alone signs in, although a factor is set up");
  step("sign-in", true, "the sign-in asks for the second factor");
  const auto verified = client_->mfa().verify_backup_code(*challenge, codes_[0].reveal()).get();
  if (!verified) return failed("second-factor", verified.error());
  return step("second-factor", true, "a new backup code completes the sign-in");
}

bool Rehearsal::leave() {
  const auto removed = client_->user().mfa().remove(factor_).get();
  if (!removed) {
    note_factor();
    return failed("cleaned-up", removed.error());
  }
  const auto ended = client_->auth().sign_out().get();
  if (!ended) return failed("cleaned-up", ended.error());
  return step("cleaned-up", true, "the new authenticator is removed, and the user signed out");
}

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
