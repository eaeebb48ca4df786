// The table of points, and a report as text and as JSON.
#include "report.hpp"

#include "base/display_text.hpp"

#include <utility>

#include <boost/json.hpp>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

namespace {

constexpr const char* not_reached = "the examination did not get that far";
constexpr const char* needs_mail =
    "needs the mailed link: --control-token reads it from a mock server";
constexpr const char* needs_key = "needs the secret key, which the doctor never takes";

struct PointText {
  const char* name;
  const char* unseen;
};

constexpr std::array<PointText, point_count> texts{{
    {"verify-path", not_reached},
    {"verify-answer", not_reached},
    {"challenge-form", not_reached},
    {"challenge-life", not_reached},
    {"codes-by-sms-and-e-mail", needs_mail},
    {"fresh-sign-in", not_reached},
    {"adopted-sessions", not_reached},
    {"who-may-generate", not_reached},
    {"backup-codes-route", "needs --codes-route"},
    {"codes-need-a-factor", not_reached},
    {"remaining-count", not_reached},
    {"codes-in-an-answer", not_reached},
    {"typed-codes", not_reached},
    {"codes-with-a-confirmation", not_reached},
    {"waits", "needs --limits, which locks the account for a while"},
    {"error-codes", not_reached},
    {"error-shapes", not_reached},
    {"retries", not_reached},
    {"recovery-request", not_reached},
    {"recovery-link-life", needs_mail},
    {"recovery-session", needs_mail},
    {"what-a-recovery-session-may-do", needs_mail},
    {"earlier-factors", needs_mail},
    {"recovery-links", needs_mail},
    {"removing-a-factor", not_reached},
    {"capabilities", not_reached},
    {"ids", not_reached},
    {"base-url", not_reached},
    {"secrets", not_reached},
    {"impersonation", needs_key},
    {"audit-log", needs_key},
    {"unverified-tokens", needs_mail},
    {"other-servers", not_reached},
}};

const char* words_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::holds: return "holds";
    case Verdict::broken: return "does not hold";
    case Verdict::unseen: break;
  }
  return "cannot be seen from here";
}

/// Parts of a server's answers may be in a reason: nothing may move the cursor.
std::string shown(std::string_view text) { return display_text(text, longest_detail); }

}  // namespace

std::string_view name_of(Point point) noexcept {
  return texts[static_cast<std::size_t>(point)].name;
}

Report::Report() {
  for (std::size_t i = 0; i < point_count; ++i) findings_[i].why = texts[i].unseen;
}

void Report::judge(Point point, Verdict verdict, std::string&& why) {
  Finding& finding = findings_[static_cast<std::size_t>(point)];
  if (finding.verdict == Verdict::broken) return;
  finding = {verdict, std::move(why)};
}

void Report::holds(Point point, std::string why) { judge(point, Verdict::holds, std::move(why)); }

void Report::broken(Point point, std::string why) { judge(point, Verdict::broken, std::move(why)); }

void Report::unseen(Point point, std::string why) {
  if (at(point).verdict == Verdict::unseen) judge(point, Verdict::unseen, std::move(why));
}

std::vector<Point> Report::broken_points() const {
  std::vector<Point> out;
  for (std::size_t i = 0; i < point_count; ++i)
    if (findings_[i].verdict == Verdict::broken) out.push_back(static_cast<Point>(i));
  return out;
}

std::string Report::text() const {
  std::array<int, 3> counts{};
  std::string out;
  for (std::size_t i = 0; i < point_count; ++i) {
    const Finding& finding = findings_[i];
    ++counts[static_cast<std::size_t>(finding.verdict)];
    std::string line = std::string(texts[i].name) + ": " + words_of(finding.verdict);
    if (!finding.why.empty()) line += " (" + shown(finding.why) + ")";
    out += (finding.verdict == Verdict::broken ? "!! " : "   ") + line + "\n";
  }
  out += "\n" + std::to_string(counts[1]) + " hold, " + std::to_string(counts[2]) +
         " do not hold, " + std::to_string(counts[0]) + " cannot be seen from here.\n";
  for (const std::string& note : notes_) out += "Note: " + shown(note) + "\n";
  if (!stopped_.empty()) out += "Stopped early: " + shown(stopped_) + "\n";
  if (!options_.empty()) out += "\nSet in ClientOptions:\n";
  for (const std::string& line : options_) out += "  " + shown(line) + "\n";
  return out;
}

std::string Report::json() const {
  boost::json::array points;
  for (std::size_t i = 0; i < point_count; ++i)
    points.push_back({{"assumption", texts[i].name},
                      {"verdict", words_of(findings_[i].verdict)},
                      {"why", findings_[i].why}});
  boost::json::object out{{"assumptions", std::move(points)},
                          {"options", boost::json::array(options_.begin(), options_.end())},
                          {"notes", boost::json::array(notes_.begin(), notes_.end())}};
  if (!stopped_.empty()) out["stopped"] = stopped_;
  return boost::json::serialize(out) + "\n";
}

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
