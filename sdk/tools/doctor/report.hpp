// The points that the doctor judges, what it found at each, and how a report is written. Knows no network.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

/// The headings of docs/contract/assumptions.md, in their order.
enum class Point : unsigned char {
  verify_path,
  verify_answer,
  challenge_form,
  challenge_life,
  codes_by_sms_and_mail,
  fresh_sign_in,
  adopted_sessions,
  who_may_generate,
  backup_codes_route,
  codes_need_a_factor,
  remaining_count,
  codes_in_an_answer,
  typed_codes,
  codes_with_a_confirmation,
  waits,
  error_codes,
  error_shapes,
  retries,
  recovery_request,
  recovery_link_life,
  recovery_session,
  what_a_recovery_session_may_do,
  earlier_factors,
  recovery_links,
  removing_a_factor,
  capabilities,
  ids,
  base_url,
  secrets,
  impersonation,
  audit_log,
  unverified_tokens,
  other_servers,
};
inline constexpr std::size_t point_count = 33;

/// The heading's anchor on the page of assumptions, such as "verify-path".
[[nodiscard]] std::string_view name_of(Point point) noexcept;

enum class Verdict : unsigned char { unseen, holds, broken };

struct Finding {
  Verdict verdict = Verdict::unseen;
  std::string why{};
};

class Report {
 public:
  Report();
  void holds(Point point, std::string why);
  /// Stays, whatever is found later.
  void broken(Point point, std::string why);
  /// Says why a point that was not judged could not be.
  void unseen(Point point, std::string why);
  /// A line of C++ that sets a member of ClientOptions.
  void option(std::string line) { add(options_, std::move(line)); }
  /// Something that a studio should know and that is no assumption of the client.
  void note(std::string text) { add(notes_, std::move(text)); }
  /// Why the examination ended early. The first reason stays.
  void stop(std::string why) {
    if (stopped_.empty()) stopped_ = std::move(why);
  }

  [[nodiscard]] const Finding& at(Point point) const {
    return findings_[static_cast<std::size_t>(point)];
  }
  [[nodiscard]] const std::vector<std::string>& options() const noexcept { return options_; }
  [[nodiscard]] const std::vector<std::string>& notes() const noexcept { return notes_; }
  [[nodiscard]] const std::string& stopped() const noexcept { return stopped_; }
  [[nodiscard]] std::vector<Point> broken_points() const;

  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::string json() const;

 private:
  void judge(Point point, Verdict verdict, std::string&& why);
  /// Unless it is there.
  static void add(std::vector<std::string>& lines, std::string&& line) {
    if (std::find(lines.begin(), lines.end(), line) == lines.end())
      lines.push_back(std::move(line));
  }
  std::array<Finding, point_count> findings_;
  std::vector<std::string> options_, notes_;
  std::string stopped_;
};

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
