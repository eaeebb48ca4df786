// The examination of a server that speaks the v1 contract.
#pragma once

#include "exam.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

class V1Exam final : public Exam {
 public:
  V1Exam(const Setup& setup, Report& report, std::unique_ptr<Wire> wire, Client client)
      : Exam(setup, report, std::move(wire), std::move(client)) {}

  void look() override;
  void act() override;

 private:
  // exam_v1.cpp
  void look_at_error_codes();

  // exam_v1_codes.cpp
  void judge_shape() override { report_.option(option_of(shape_.format)); }
  bool sign_in();
  bool has_no_factor();
  void try_codes_without_factor();
  bool enrol(std::string_view bearer, bool is_first);
  void enrol_mail_factor();
  void make_codes();
  void list_factors();

  // exam_challenge.cpp
  std::string open_challenge();
  void try_challenge();
  bool try_right_code(std::string& challenge);
  Answer verify(std::string_view challenge, std::string_view code);
  void try_second_success(std::string_view challenge);
  void try_typed_code();
  void try_limits();

  // exam_recovery.cpp
  void try_recovery();
  bool ask_for_mails();
  void try_links();
  Secret open_recovery(std::string_view token);
  void judge_recovery_answer(const Answer& answer);
  void try_recovery_session(std::string_view bearer);
  void try_earlier_factors(std::string_view bearer);

  // exam_clean.cpp
  void clean_up();
  void find_unnamed_factors();
  void remove_factors();

  [[nodiscard]] std::string own_path(std::string_view rest) const;
  [[nodiscard]] Secret credentials(std::string_view email, std::string_view password) const;

  std::vector<Secret> sessions_;
  std::string user_id_;
  std::vector<std::string> factors_;  // Made here, oldest first.
};

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
