// Beginning an examination, and what all its steps use.
#include "exam.hpp"

#include "base/url.hpp"
#include "json/object_text.hpp"

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

namespace {

/// For a server that answers slowly each time. What is left of a minute is for the cleaning up.
constexpr std::chrono::seconds limit{38};
constexpr std::chrono::seconds limit_with_cleaning{56};

}  // namespace

ClientOptions client_options(const Setup& setup) {
  ClientOptions options;
  options.base_url = setup.base_url;
  options.tenant_id = setup.tenant;
  options.publishable_key = setup.key;
  options.dialect = setup.dialect;
  options.client_id = setup.client_id;
  options.network = setup.network;
  options.allow_http_on_loopback = true;
  options.timeouts = {std::chrono::seconds(10), std::chrono::seconds(10)};
  options.retry.max_attempts = 1;
  return options;
}

std::vector<Secret> outbox_of(Wire& wire, const Setup& setup, std::string_view kind,
                              std::string_view member) {
  const Answer answer = wire.call({"GET", "/__mock/outbox", {}, {}, {}, setup.control_token});
  std::vector<Secret> out;
  const boost::json::array* const mails = answer.body.if_array();
  if (mails == nullptr) return out;
  for (const boost::json::value& mail : *mails)
    if (text_in(mail, "to") == setup.email && text_in(mail, "kind") == kind)
      out.emplace_back(text_in(mail, member));
  return out;
}

Exam::Exam(const Setup& setup, Report& report, std::unique_ptr<Wire> wire, Client client)
    : setup_(setup), report_(report), wire_(std::move(wire)), client_(std::move(client)) {}

Result<std::unique_ptr<Exam>> Exam::begin(const Setup& setup, Report& report) {
  auto client = Client::create(client_options(setup));
  if (!client) return std::move(client).error();
  // The client has read the same address and accepted it.
  const auto origin = read_base_url(setup.base_url, true);
  auto wire = Wire::open(setup.network, origin ? origin->text : std::string(), setup.tenant,
                         std::chrono::steady_clock::now() + limit);
  if (!wire) return std::move(wire).error();
  return std::unique_ptr<Exam>(
      new Exam(setup, report, std::move(wire).value(), std::move(client).value()));
}

void Exam::act() {
  if (!sign_in()) return;
  judge_token();
  if (has_no_factor()) {
    try_codes_without_factor();
    if (enrol(access_.reveal(), true)) {
      enrol_mail_factor();
      try_codes_route();
      make_codes();
      list_factors();
      try_challenge();
    }
    try_recovery();
    if (setup_.limits) try_limits();
  }
  wire_->extend(limit_with_cleaning - limit);
  clean_up();
  if (wire_->lost() > 0)
    report_.note(std::to_string(wire_->lost()) +
                 " request(s) got no answer: run the doctor again for a whole report.");
}

std::string Exam::own_path(std::string_view rest) const {
  return "/v1/users/" + user_id_ + "/mfa/" + std::string(rest);
}

Answer Exam::get(std::string_view target, std::string_view bearer) {
  return wire_->call({"GET", target, bearer});
}

Answer Exam::post(std::string_view target, std::string_view bearer, Secret body) {
  return wire_->call({"POST", target, bearer, std::move(body)});
}

Secret Exam::credentials(std::string_view email, std::string_view password) const {
  return codec::ObjectText().text("email", email).text("password", password).done();
}

bool Exam::answered(const Answer& answer, Point point) {
  if (answer.status() != 0) return true;
  report_.unseen(point, answer.problem);
  return false;
}

bool Exam::wants_idempotency_key(const Answer& answer) {
  if (answer.is_yes()) report_.holds(Point::retries, "no Idempotency-Key was asked for");
  if (answer.code().find("idempotency") == std::string_view::npos) return false;
  report_.broken(Point::retries, "the server asks for an Idempotency-Key: " + answer.words());
  return true;
}

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
