// The examination of the open-source server, which speaks /v2. docs/26-your-own-server.md says what differs there.
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

/// No backup code of this server has one of them, so the client does not send a code with one.
inline constexpr std::string_view never_in_codes = "01IO";

class SelfHostedExam final : public Exam {
 public:
  SelfHostedExam(const Setup& setup, Report& report, std::unique_ptr<Wire> wire, Client client)
      : Exam(setup, report, std::move(wire), std::move(client)) {}

  void look() override;
  void act() override;

 private:
  /// Ended with its refresh token; without it this server revokes nothing.
  struct Session {
    Secret access, refresh;
  };

  // exam_self_hosted.cpp
  void name_what_is_not_there();
  bool knows_client();
  void look_at_error_codes();
  bool sign_in();
  void judge_claims();
  bool has_no_factor();
  bool list_shows_authenticator(const Answer& list);
  void clean_up();
  void remove_authenticator();

  // exam_self_hosted_codes.cpp
  void judge_shape() override;
  void try_codes_without_factor();
  bool enrol();
  void judge_confirmation(const Answer& done);
  void keep_new_codes(const Answer& made);
  bool make_codes();
  void try_wrong_password();
  void list_factors();
  [[nodiscard]] Secret proof(std::string_view password, std::string_view name,
                             std::string_view code) const;
  [[nodiscard]] Answer post_with_proof(std::string_view target);
  /// Of the next step: the code of this one may be spent.
  [[nodiscard]] Secret next_code_of_app() const;

  // exam_self_hosted_challenge.cpp
  [[nodiscard]] Answer log_in(std::string_view email, std::string_view password);
  std::string open_challenge();
  [[nodiscard]] Answer verify(std::string_view challenge, std::string_view member,
                              std::string_view code);
  bool are_codes_locked(const Answer& answer, Point point);
  void try_challenge();
  bool try_right_code(std::string& challenge);
  void try_second_success(std::string_view challenge);
  void try_typed_code();
  void try_mail();
  void try_limits();
  void keep_session(const Answer& answer);

  std::vector<Session> sessions_;
  Secret app_key_;  // Of the authenticator that this set up; empty: none.
};

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
