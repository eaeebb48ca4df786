// The examination of a tenant: every step is one question to the server, and its answer judges one or more points.
#pragma once

#include "report.hpp"
#include "shapes.hpp"
#include "wire.hpp"

#include <hellojohn/client.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

/// Where the server is, and as whom to act.
struct Setup {
  std::string base_url, tenant, key;
  ServerDialect dialect = ServerDialect::v1;  ///< Of another one the exam knows nothing.
  std::string client_id{};                    ///< Instead of the key, for self_hosted.
  NetworkOptions network{};
  std::string email;  ///< Of a throw-away account without a second factor.
  Secret password;
  std::string control_token{};  ///< Of a mock server: its outbox is read. Empty: none.
  std::string codes_route{};    ///< "https://backend.example/account/backup-codes". Empty: none.
  bool limits = false;          ///< Types wrong codes until the server refuses to look at more.
};

/// What the factors that the doctor sets up are called.
inline constexpr std::string_view factor_name = "hellojohn-doctor";

[[nodiscard]] ClientOptions client_options(const Setup& setup);

/// Mails in the outbox of a mock server, oldest first: the links, or the one-time codes.
[[nodiscard]] std::vector<Secret> outbox_of(Wire& wire, const Setup& setup, std::string_view kind,
                                            std::string_view member);

class Exam {
 public:
  /// `setup` and `report` outlive it. **Errors** as Client::create.
  [[nodiscard]] static Result<std::unique_ptr<Exam>> begin(const Setup& setup, Report& report);

  /// What changes nothing: is this the service, and does it refuse as the client expects?
  void look();
  /// True if look() found a server that can be examined further.
  [[nodiscard]] bool can_go_on() const { return report_.stopped().empty(); }
  /// What changes the account, and then the removal of all that this made.
  void act();

 private:
  Exam(const Setup& setup, Report& report, std::unique_ptr<Wire> wire, Client client);

  // exam_look.cpp
  void look_at_address();
  void look_for_another_protocol(const Answer& probe);
  void look_at_error_shapes();
  void look_at_error_codes();
  void expect_error(const Error* error, Errc expected, const char* what);

  // exam_codes.cpp
  bool sign_in();
  void judge_token();
  bool has_no_factor();
  void try_codes_without_factor();
  bool enrol(std::string_view bearer, bool is_first);
  void enrol_mail_factor();
  void try_codes_route();
  void make_codes();
  void keep_codes(const Answer& answer);
  void judge_codes();
  void list_factors();

  // exam_challenge.cpp
  std::string open_challenge();
  void try_challenge();
  void try_wrong_code(std::string_view challenge);
  bool try_right_code(std::string& challenge);
  Answer verify(std::string_view challenge, std::string_view code);
  void judge_verified(const Answer& answer);
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
  [[nodiscard]] Answer get(std::string_view target, std::string_view bearer);
  [[nodiscard]] Answer post(std::string_view target, std::string_view bearer, Secret body = {});
  [[nodiscard]] Secret credentials(std::string_view email, std::string_view password) const;
  /// False, and the point cannot be seen, if the request got no answer: a lost answer proves nothing about the server.
  bool answered(const Answer& answer, Point point);
  /// The code's refusal names a key for repeated requests.
  bool wants_idempotency_key(const Answer& answer);

  const Setup& setup_;
  Report& report_;
  std::unique_ptr<Wire> wire_;
  Client client_;

  bool verify_is_there_ = true;
  bool has_mail_factor_ = false;
  Secret access_;  // Of the newest session.
  std::vector<Secret> sessions_;
  std::string user_id_;
  std::vector<std::string> factors_;  // Made here, oldest first.
  std::vector<Secret> codes_;
  std::size_t next_code_ = 0;
  CodeShape shape_;
};

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
