// The steps of an examination around recovery by mail.
#include "exam_v1.hpp"

#include "json/object_text.hpp"

#include <algorithm>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

namespace {

constexpr std::chrono::seconds longest_session{3660};

bool is_accepted(const Answer& answer) {
  return answer.is_yes() && answer.status() != 203 && answer.status() != 206;
}

/// The parts of an answer that an attacker can compare.
bool looks_alike(const Answer& a, const Answer& b) {
  return a.status() == b.status() && a.response.body.reveal() == b.response.body.reveal() &&
         a.response.header("Content-Type") == b.response.header("Content-Type") &&
         a.response.header("Retry-After").empty() == b.response.header("Retry-After").empty();
}

std::string_view status_of(const Answer& answer, std::string_view id) {
  const boost::json::array* const list = answer.list("data");
  if (list == nullptr) return {};
  for (const boost::json::value& entry : *list)
    if (text_in(entry, "id") == id) return text_in(entry, "status");
  return {};
}

}  // namespace

void V1Exam::try_recovery() {
  if (!ask_for_mails() || setup_.control_token.empty()) return;
  try_links();
}

bool V1Exam::ask_for_mails() {
  const auto ask = [this](std::string_view email) {
    return post("/v1/auth/mfa/recovery", {}, codec::ObjectText().text("email", email).done());
  };
  const Answer unknown = ask(random_name() + "@example.com");
  const Answer known = ask(setup_.email);
  if (!answered(unknown, Point::recovery_request) || !answered(known, Point::recovery_request))
    return false;
  if (known.status() == 401 && unknown.status() == 401) {
    report_.broken(Point::base_url, "a recovery call without a key is refused: " + known.words());
    return false;
  }
  if (known.status() == 429 || unknown.status() == 429) {
    report_.unseen(Point::recovery_request, "the server limits recovery mails at present");
    return false;
  }
  if (!is_accepted(known)) {
    report_.broken(Point::recovery_request, "POST /v1/auth/mfa/recovery: " + known.words());
    return false;
  }
  if (looks_alike(known, unknown))
    report_.holds(Point::recovery_request, "a known and an unknown address are answered alike");
  else
    report_.broken(Point::recovery_request, "the answer tells whether an address has an account: " +
                                                known.words() + " and " + unknown.words());
  return !setup_.control_token.empty() && is_accepted(ask(setup_.email));
}

void V1Exam::try_links() {
  const auto links = outbox_of(*wire_, setup_, "recovery", "link");
  const auto tokens = outbox_of(*wire_, setup_, "recovery", "token");
  if (links.size() < 2 || tokens.size() < 2)
    return report_.unseen(Point::recovery_link_life, "the outbox does not show the two mails");
  const auto read = client_.recovery().parse_link(links.back().reveal());
  if (read && read->reveal() == tokens.back().reveal()) {
    report_.holds(Point::recovery_links, "the token is read from the mailed link");
  } else if (!read && read.error().code == Errc::forbidden) {
    report_.broken(Point::recovery_links, "the link leads to another host: " + read.error().detail);
    report_.option("options.recovery_link_hosts = {\"" + read.error().detail + "\"};");
  } else {
    report_.broken(Point::recovery_links, "the client finds no token in the mailed link");
  }
  const Secret old = open_recovery(tokens[tokens.size() - 2].reveal());
  if (!old.empty())
    report_.broken(Point::recovery_link_life, "a newer link does not void the older one");
  const Secret bearer = open_recovery(tokens.back().reveal());
  if (bearer.empty()) return;
  if (open_recovery(tokens.back().reveal()).empty())
    report_.holds(Point::recovery_link_life, "a link works once, and a newer one voids it");
  else
    report_.broken(Point::recovery_link_life, "a link works twice");
  try_recovery_session(bearer.reveal());
  try_earlier_factors(bearer.reveal());
}

Secret V1Exam::open_recovery(std::string_view token) {
  const Answer answer =
      post("/v1/auth/mfa/recovery/verify", {}, codec::ObjectText().text("token", token).done());
  if (!answer.is_yes()) return {};
  judge_recovery_answer(answer);
  Secret bearer(answer.text("access_token"));
  if (!bearer.empty()) sessions_.push_back(bearer.clone());
  return bearer;
}

void V1Exam::judge_recovery_answer(const Answer& answer) {
  const std::string_view type = answer.text("session_type");
  const auto claims = claims_of(answer.text("access_token"));
  const auto* expiry = claims ? claims->if_contains("exp") : nullptr;
  const auto latest = std::chrono::duration_cast<std::chrono::seconds>(
      (wire_->service_now() + longest_session).time_since_epoch());
  if (answer.text("access_token").empty())
    report_.broken(Point::recovery_session, "no access_token");
  else if (!type.empty() && type != "recovery")
    report_.broken(Point::recovery_session, "session_type is " + std::string(type));
  else if (!answer.text("refresh_token").empty())
    report_.broken(Point::recovery_session, "it can be renewed: the answer has a refresh_token");
  else if (expiry != nullptr && expiry->is_int64() && expiry->get_int64() > latest.count())
    report_.broken(Point::recovery_session, "it lasts longer than an hour");
  else
    report_.holds(Point::recovery_session, "limited, and without a refresh_token");
  if (!claims) return report_.unseen(Point::unverified_tokens, "the token is not a JWT");
  const auto* verified = claims->if_contains("mfa_verified");
  if (verified == nullptr || (verified->is_bool() && !verified->get_bool()))
    report_.holds(Point::unverified_tokens, "a recovery token does not claim a second factor");
  else
    report_.broken(Point::unverified_tokens, "a recovery token claims mfa_verified");
}

void V1Exam::try_recovery_session(std::string_view bearer) {
  const Answer account = get("/v1/auth/me", bearer);
  const Answer list = get(own_path("factors"), bearer);
  // A factor that is not there: a server that allows the call removes nothing.
  const Answer removal = wire_->call({"DELETE", own_path("factors/fac_" + random_name()), bearer});
  for (const Answer* answer : {&account, &list, &removal})
    if (!answered(*answer, Point::what_a_recovery_session_may_do)) return;
  if (!account.is_yes() || !list.is_yes())
    return report_.broken(
        Point::what_a_recovery_session_may_do,
        "it reads neither account nor factors: " + account.words() + ", " + list.words());
  if (removal.status() != 403)
    return report_.broken(Point::what_a_recovery_session_may_do,
                          "it may remove factors: " + removal.words() + " instead of 403");
  report_.holds(Point::what_a_recovery_session_may_do, "it reads, and is refused a removal");
}

void V1Exam::try_earlier_factors(std::string_view bearer) {
  const std::vector<std::string> earlier = factors_;
  if (earlier.empty() || !enrol(bearer, false)) return;
  has_mail_factor_ = false;
  const Answer list = get(own_path("factors"), bearer);
  if (!list.is_yes()) return;
  const bool still_active = std::any_of(earlier.begin(), earlier.end(), [&](const auto& id) {
    return status_of(list, id) == "active";
  });
  if (still_active)
    report_.broken(Point::earlier_factors, "the lost factor still opens the account");
  else
    report_.holds(Point::earlier_factors, "a new factor disables the earlier ones");
}

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
