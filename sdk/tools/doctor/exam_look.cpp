// The steps of an examination that change nothing.
#include "exam.hpp"

#include "json/object_text.hpp"

namespace hellojohn {
inline namespace v0 {
namespace doctor {

namespace {

/// A whole HelloJohn answer to somebody without a credential.
bool is_refusal(const Answer& answer) {
  return answer.status() >= 400 && answer.status() < 500 && answer.is_json &&
         !answer.code().empty();
}

/// The route is missing, and not what the route was asked about.
bool is_missing_route(const Answer& answer, std::string_view subject) {
  if (answer.status() != 404 && answer.status() != 405 && answer.status() != 501) return false;
  return answer.code().find(subject) == std::string_view::npos;
}

}  // namespace

void Exam::look() {
  look_at_address();
  if (!can_go_on()) return;
  look_at_error_shapes();
  look_at_error_codes();
}

void Exam::look_at_address() {
  if (setup_.base_url.starts_with("https://"))
    report_.holds(Point::secrets, "TLS, and the certificate is trusted");
  else
    report_.broken(Point::secrets, "http: everybody on the way reads passwords and codes");
  const Answer probe = get("/v1/auth/me", {});
  if (probe.status() == 0) {
    report_.unseen(Point::secrets, probe.problem);
    return report_.stop(probe.problem);
  }
  if (probe.status() / 100 == 3)
    report_.broken(Point::base_url, "the server redirects /v1: name the address that it leads to");
  else if (is_refusal(probe) && probe.status() != 404)
    report_.holds(Point::base_url, "/v1 answers at this origin");
  else
    return look_for_another_protocol(probe);
  report_.holds(Point::other_servers, "the server speaks the v1 contract");
}

void Exam::look_for_another_protocol(const Answer& probe) {
  const Answer other = post("/v2/auth/login", {}, Secret("{}"));
  if (other.is_json && other.status() != 404 && !other.code().empty()) {
    report_.broken(Point::other_servers, "the server speaks the self-hosted protocol, /v2");
    report_.option("options.dialect = hellojohn::ServerDialect::self_hosted;");
    report_.option("options.client_id = \"\";  // That of the tenant's client.");
    return report_.stop("the points below are those of the v1 contract");
  }
  report_.broken(Point::base_url, "there is no HelloJohn under /v1: " + probe.words());
  report_.stop("the address leads to another server");
}

void Exam::look_at_error_shapes() {
  const Answer malformed = wire_->call({"POST", "/v1/auth/sign-in", setup_.key, Secret("{")});
  if (malformed.status() < 400)
    return report_.unseen(Point::error_shapes,
                          "a malformed request was answered " + malformed.words());
  if (is_refusal(malformed))
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

void Exam::look_at_error_codes() {
  const std::string name = random_name();
  const std::string address = name + "@example.invalid";
  const Secret password(name);
  const auto signed_in = client_.auth().sign_in({address, password.view()}).get();
  expect_error(signed_in ? nullptr : &signed_in.error(), Errc::invalid_credentials,
               "an unknown address with a wrong password");
  const auto opened = client_.recovery().verify_token(Secret("rec_tok_" + name).view()).get();
  expect_error(opened ? nullptr : &opened.error(), Errc::token_used_or_expired,
               "an unknown recovery token");
  const Answer probe = verify("chl_" + name, "000000");
  verify_is_there_ = !is_missing_route(probe, "challenge");
  if (!verify_is_there_)
    return report_.broken(Point::verify_path, "POST /v1/auth/mfa/verify: " + probe.words());
  const auto verified = client_.mfa().verify_challenge({"chl_" + name, "totp", "000000"}).get();
  expect_error(verified ? nullptr : &verified.error(), Errc::challenge_expired,
               "an unknown challenge");
}

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
