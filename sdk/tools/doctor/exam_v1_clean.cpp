// Takes back what an examination made, and judges removal by it.
#include "exam_v1.hpp"

#include <algorithm>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

void V1Exam::clean_up() {
  // If the answer to an enrolment was lost, only the list tells what it made.
  if (wire_->lost() > 0) find_unnamed_factors();
  remove_factors();
  // Newest last, because an early one may be what the others hang on.
  for (const Secret& session : sessions_) (void)post("/v1/auth/sign-out", session.reveal());
}

void V1Exam::find_unnamed_factors() {
  const Answer answer = get(own_path("factors"), access_.reveal());
  const boost::json::array* const list = answer.list("data");
  if (list == nullptr) return;
  for (const boost::json::value& entry : *list) {
    std::string id(text_in(entry, "id"));
    const bool is_known = std::find(factors_.begin(), factors_.end(), id) != factors_.end();
    if (text_in(entry, "name") == factor_name && !is_known) factors_.push_back(std::move(id));
  }
}

void V1Exam::remove_factors() {
  if (factors_.empty()) return;
  std::string refused;
  for (const std::string& id : factors_) {
    const Answer removed = wire_->call({"DELETE", own_path("factors/" + id), access_.reveal()});
    if (!answered(removed, Point::removing_a_factor)) continue;
    if (!removed.is_yes() && refused.empty()) refused = removed.words();
  }
  // A lost answer may mean that the factor is still there; the list tells.
  const Answer list = get(own_path("factors"), access_.reveal());
  const std::string_view text = list.response.body.reveal();
  const auto left = std::count_if(factors_.begin(), factors_.end(), [&](const std::string& id) {
    return text.find("\"" + id + "\"") != std::string_view::npos;
  });
  if (left > 0)
    report_.note("The account keeps " + std::to_string(left) +
                 " factor(s) named \"hellojohn-doctor\": remove them by hand.");
  if (!refused.empty())
    return report_.broken(Point::removing_a_factor, "a removal was refused: " + refused);
  if (!list.is_yes()) return report_.unseen(Point::removing_a_factor, list.words());
  if (left > 0)
    return report_.broken(Point::removing_a_factor, "a removed factor is still in the list");
  report_.holds(Point::removing_a_factor, "removed factors are gone from the list");
  if (text.find("\"backup_codes\"") != std::string_view::npos)
    report_.note("The account keeps a set of backup codes that nobody has seen.");
}

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
