// See actor.hpp.
#include "actor.hpp"

#include <stdexcept>
#include <utility>

#include <boost/json.hpp>

namespace hellojohn::tests {

namespace {

[[noreturn]] void stop(const char* what, const Error& error) {
  throw std::runtime_error(std::string(what) + ": " + to_string(error.code) + " " +
                           error.server_code + " " + error.detail);
}

}  // namespace

Actor::Actor(const MockProcess& server, const MockPerson& person, const std::string& base_url,
             const std::string& ca_file, ServerDialect dialect, bool own_thread)
    : server_(server), person_(person), own_(dialect == ServerDialect::self_hosted) {
  ClientOptions options;
  options.base_url = base_url;
  options.allow_http_on_loopback = true;
  options.tenant_id = server.tenant_id();
  options.dialect = dialect;
  if (own_) options.client_id = "game";
  if (!own_) options.publishable_key = server.publishable_key();
  // Without it every client would read the system's certificates, which takes longer than a script.
  options.network.ca_file = ca_file;
  options.network.own_thread = own_thread;
  options.retry.base_delay = std::chrono::milliseconds(1);
  options.clock = &clock_;
  auto made = Client::create(std::move(options));
  if (!made) stop("no client", made.error());
  client_.emplace(std::move(*made));
}

void Actor::sign_in() {
  auto result = client_->auth().sign_in({person_.email, SecretView(person_.password)}).get();
  if (!result) stop("sign-in", result.error());
  if (const Challenge* challenge = result->challenge()) challenge_ = *challenge;
}

void Actor::verify() {
  const auto result = client_->mfa().verify_backup_code(*challenge_, person_.codes.front()).get();
  if (!result) stop("verify", result.error());
}

void Actor::ask_for_mail() {
  const auto result = client_->recovery().request(person_.email).get();
  if (!result) stop("recovery request", result.error());
  const boost::json::value outbox = boost::json::parse(server_.control("GET", "outbox"));
  for (const auto& mail : outbox.as_array())
    if (mail.at("to").as_string() == person_.email)
      recovery_token_ = std::string(mail.at("token").as_string());
}

std::string Actor::totp_of(const std::string& factor_id) const {
  const boost::json::value totp = boost::json::parse(server_.control("GET", "totp/" + factor_id));
  return std::string(totp.at("code").as_string());
}

Proof Actor::proof() const { return {SecretView(person_.password), factor::totp, proof_code_}; }

std::string Actor::newest_factor() const {
  const std::string journal = server_.control("GET", "journal");
  const std::size_t at = journal.rfind("\"fac_");
  return journal.substr(at + 1, journal.find('"', at + 1) - at - 1);
}

void Actor::enrol() {
  const auto enrolment = client_->user().mfa().enroll({}).get();
  if (!enrolment) stop("enroll", enrolment.error());
  factor_id_ = enrolment->factor_id;
  totp_ = totp_of(own_ ? newest_factor() : factor_id_);
}

void Actor::prepare(char action) {
  if (action == 'R') return ask_for_mail();
  if (action == 'L' || action == 'Q') {
    // Still a kept connection, for what may happen to it.
    const auto result = client_->mfa().verify({"chl_none", factor::backup_codes, "none"}).get();
    if (result || result.error().outcome != Outcome::refused) stop("warm-up", result.error());
    return;
  }
  sign_in();
  if (action == 'V') return;
  verify();
  if (own_) proof_code_ = totp_of(person_.factors.front());
  if (own_ && (action == 'E' || action == 'C')) {
    // That server takes one authenticator at a time.
    const auto removed = client_->user().mfa().remove(factor::totp, proof()).get();
    if (!removed) stop("remove", removed.error());
  }
  if (action == 'C') enrol();
  // Past the end of the access token: the renewal alone decides what is said.
  if (action == 'F') clock_.shift = std::chrono::hours(2);
}

Word Actor::act(char action, std::chrono::milliseconds limit) {
  switch (action) {
    case 'L':
      return word_of(
          client_->auth().sign_in({person_.email, SecretView(person_.password)}).get_for(limit));
    case 'V':
      return word_of(
          client_->mfa().verify_backup_code(*challenge_, person_.codes.front()).get_for(limit));
    case 'G': return word_of(client_->user().mfa().generate_backup_codes(proof()).get_for(limit));
    case 'Q': return word_of(client_->recovery().request(person_.email).get_for(limit));
    case 'R':
      return word_of(client_->recovery().verify_token(SecretView(recovery_token_)).get_for(limit));
    case 'E': return word_of(client_->user().mfa().enroll({}).get_for(limit));
    case 'C': return word_of(client_->user().mfa().confirm(factor_id_, totp_).get_for(limit));
    case 'F': return word_of(client_->auth().access_token().get_for(limit));
    default: {
      const std::string_view id = own_ ? factor::totp : std::string_view(person_.factors.front());
      return word_of(client_->user().mfa().remove(id, proof()).get_for(limit));
    }
  }
}

}  // namespace hellojohn::tests
