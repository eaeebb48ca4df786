// Beginning an examination, and what the steps of both protocols use.
#include "exam_self_hosted.hpp"
#include "exam_v1.hpp"

#include "base/url.hpp"

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

namespace {

/// For a server that answers slowly each time. What is left of a minute is for the cleaning up.
constexpr std::chrono::seconds limit{38};
constexpr std::chrono::seconds limit_with_cleaning{56};
/// The open-source server's, for a route that is there.
constexpr std::string_view no_such_tenant = "TENANT_NOT_FOUND";

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
  if (setup.dialect == ServerDialect::self_hosted)
    return std::unique_ptr<Exam>(std::make_unique<SelfHostedExam>(
        setup, report, std::move(wire).value(), std::move(client).value()));
  return std::unique_ptr<Exam>(
      std::make_unique<V1Exam>(setup, report, std::move(wire).value(), std::move(client).value()));
}

void Exam::judge_address() {
  if (setup_.base_url.starts_with("https://"))
    report_.holds(Point::secrets, "TLS, and the certificate is trusted");
  else
    report_.broken(Point::secrets, "http: everybody on the way reads passwords and codes");
}

bool Exam::speaks(const Answer& probe, std::string_view version) {
  if (probe.status() == 0) {
    report_.unseen(Point::secrets, probe.problem);
    report_.stop(probe.problem);
    return false;
  }
  const std::string path(version);
  if (probe.status() / 100 == 3) {
    report_.broken(Point::base_url,
                   "the server redirects " + path + ": name the address that it leads to");
  } else if (probe.is_refusal() && (probe.status() != 404 || probe.code() == no_such_tenant)) {
    report_.holds(Point::base_url, path + " answers at this origin");
  } else {
    look_for_another_protocol(probe, path);
    return false;
  }
  report_.holds(Point::other_servers, setup_.dialect == ServerDialect::self_hosted
                                          ? "the server speaks the self-hosted protocol, /v2"
                                          : "the server speaks the v1 contract");
  return true;
}

void Exam::look_for_another_protocol(const Answer& probe, const std::string& path) {
  const bool wants_v1 = setup_.dialect == ServerDialect::v1;
  const Answer other = wants_v1 ? post("/v2/auth/login", {}, Secret("{}")) : get("/v1/auth/me", {});
  if (!other.is_refusal() || other.status() == 404) {
    report_.broken(Point::base_url, "there is no HelloJohn under " + path + ": " + probe.words());
    return report_.stop(
        "the address leads to another server: neither the documented service (/v1) nor the "
        "open-source one (/v2)");
  }
  if (wants_v1) {
    report_.broken(Point::other_servers, "the server speaks the self-hosted protocol, /v2");
    report_.option("options.dialect = hellojohn::ServerDialect::self_hosted;");
    report_.option("options.client_id = \"\";  // That of the tenant's client.");
    return report_.stop("run the doctor again with --dialect self_hosted and --client");
  }
  report_.broken(Point::other_servers, "the server speaks the v1 contract");
  report_.option("options.dialect = hellojohn::ServerDialect::v1;");
  report_.option("options.publishable_key = \"\";  // That of the tenant.");
  report_.stop("run the doctor again with --dialect v1 and --key");
}

void Exam::judge_error_shape(const Answer& malformed) {
  if (malformed.status() < 400)
    return report_.unseen(Point::error_shapes,
                          "a malformed request was answered " + malformed.words());
  if (malformed.is_refusal())
    report_.holds(Point::error_shapes, "refusals are JSON with a code");
  else
    report_.broken(
        Point::error_shapes,
        "a refusal without JSON and a code proves nothing to the client: " + malformed.words());
}

void Exam::expect_error(const Error* error, Errc expected, const char* what) {
  if (error == nullptr)
    return report_.broken(Point::error_codes, std::string(what) + " was accepted");
  if (error->code == expected)
    return report_.holds(Point::error_codes,
                         "each wrong input got the error that the client expects");
  if (error->http_status == 0)
    return report_.unseen(Point::error_codes, std::string("no answer: ") + to_string(error->code));
  if (error->code == Errc::rate_limited)
    return report_.unseen(Point::error_codes, "the server limits requests at present");
  report_.broken(Point::error_codes, std::string(what) + " is read as " + to_string(error->code) +
                                         " instead of " + to_string(expected) + ": " +
                                         std::to_string(error->http_status) + " " +
                                         error->server_code);
}

void Exam::expect_unknown_address(const std::string& name) {
  const std::string address = name + "@example.invalid";
  const Secret password(name);
  const auto signed_in = client_.auth().sign_in({address, password.view()}).get();
  expect_error(signed_in ? nullptr : &signed_in.error(), Errc::invalid_credentials,
               "an unknown address with a wrong password");
}

void Exam::try_wrong_code(std::string_view challenge, std::string_view never) {
  const Secret wrong = wrong_code(codes_.front(), never);
  const auto tried =
      client_.mfa().verify_challenge({challenge, factor::backup_codes, wrong.reveal()}).get();
  expect_error(tried ? nullptr : &tried.error(), Errc::invalid_code, "a wrong backup code");
}

void Exam::judge_end_of_token() {
  const auto claims = claims_of(access_.reveal());
  const auto* expiry = claims ? claims->if_contains("exp") : nullptr;
  if (expiry != nullptr && expiry->is_int64())
    return report_.holds(Point::adopted_sessions, "the access token names its end");
  report_.broken(Point::adopted_sessions,
                 "the access token has no exp claim: give AdoptRequest::expires_at");
}

void Exam::judge_verified(const Answer& answer) {
  const std::string_view token = answer.text("access_token");
  if (token.empty()) {
    report_.broken(Point::verify_answer, "a right code was answered without an access_token");
  } else {
    report_.holds(Point::verify_answer, "tokens, as after a sign-in");
    access_ = Secret(token);
  }
  const boost::json::value* const left = answer.member("backup_codes_remaining");
  if (left == nullptr)
    return report_.holds(Point::remaining_count, "not sent: the client shows \"at most\"");
  const auto expected = static_cast<std::int64_t>(codes_.size() - next_code_ - 1);
  if (left->is_int64() && left->get_int64() == expected)
    return report_.holds(Point::remaining_count, "sent, and right");
  report_.broken(Point::remaining_count, "backup_codes_remaining is not the number of codes left");
}

void Exam::try_codes_route() {
  if (setup_.codes_route.empty()) return;
  const std::size_t path = setup_.codes_route.find('/', setup_.codes_route.find("//") + 2);
  const std::string origin = setup_.codes_route.substr(0, path);
  const std::string target = path == std::string::npos ? "/" : setup_.codes_route.substr(path);
  if (!read_origin(origin))
    return report_.broken(Point::backup_codes_route, "--codes-route is no address");
  const Answer made = wire_->call({"POST", target, access_.reveal(), {}, origin});
  if (!answered(made, Point::backup_codes_route)) return;
  if (!made.is_yes() || made.member("codes") == nullptr)
    return report_.broken(Point::backup_codes_route,
                          "the backend made no codes for an access token: " + made.words());
  report_.holds(Point::backup_codes_route, "the backend makes codes for an access token");
  report_.option("options.backup_codes_route = {\"" + origin + "\", \"" + target + "\"};");
}

void Exam::keep_codes(const Answer& answer, std::string_view list_name) {
  const boost::json::array* const list = answer.list(list_name);
  if (list == nullptr)
    return report_.broken(Point::codes_in_an_answer, "the answer has no list of codes");
  const std::size_t count = list->size();
  bool well = count >= 1 && count <= 64;
  for (const boost::json::value& entry : *list) {
    const std::string_view code =
        entry.is_string() ? std::string_view(entry.get_string()) : std::string_view();
    const bool usable = is_code(code);
    well = well && usable;
    if (usable && codes_.size() < 64) codes_.emplace_back(code);
  }
  if (well)
    report_.holds(Point::codes_in_an_answer, std::to_string(count) + " codes");
  else
    report_.broken(
        Point::codes_in_an_answer,
        std::to_string(count) + " codes, or one that is not 4 to 128 printable ASCII characters");
  if (codes_.empty()) return;
  shape_ = shape_of(codes_);
  judge_shape();
  if (shape_.bits < 64)
    report_.note(
        "A backup code holds at most " + std::to_string(shape_.bits) +
        " bits. Below 64 bits, NIST SP 800-63B (look-up secrets) asks the server to limit wrong "
        "codes for each account.");
}

void Exam::begin_cleaning() { wire_->extend(limit_with_cleaning - limit); }

void Exam::end_cleaning() {
  if (wire_->lost() > 0)
    report_.note(std::to_string(wire_->lost()) +
                 " request(s) got no answer: run the doctor again for a whole report.");
}

Answer Exam::get(std::string_view target, std::string_view bearer) {
  return wire_->call({"GET", target, bearer});
}

Answer Exam::post(std::string_view target, std::string_view bearer, Secret body) {
  return wire_->call({"POST", target, bearer, std::move(body)});
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
