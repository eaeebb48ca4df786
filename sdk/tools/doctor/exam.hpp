// The examination of a tenant: every step is one question to the server, and its answer judges one or more points.
// What the examinations of both protocols share; exam_v1.hpp and exam_self_hosted.hpp know the calls.
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
  ServerDialect dialect = ServerDialect::v1;
  std::string client_id{};  ///< Instead of the key, for self_hosted.
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
  /// Speaks the protocol of `setup.dialect`. `setup` and `report` outlive it. **Errors** as Client::create.
  [[nodiscard]] static Result<std::unique_ptr<Exam>> begin(const Setup& setup, Report& report);
  virtual ~Exam() = default;
  Exam(const Exam&) = delete;
  Exam& operator=(const Exam&) = delete;

  /// What changes nothing: is this the service, and does it refuse as the client expects?
  virtual void look() = 0;
  /// True if look() found a server that can be examined further.
  [[nodiscard]] bool can_go_on() const { return report_.stopped().empty(); }
  /// What changes the account, and then the removal of all that this made.
  virtual void act() = 0;

 protected:
  Exam(const Setup& setup, Report& report, std::unique_ptr<Wire> wire, Client client);

  void judge_address();
  /// False, and the examination has stopped, if `probe` without a credential was not answered by this protocol.
  [[nodiscard]] bool speaks(const Answer& probe, std::string_view version);
  /// A refusal of a malformed request.
  void judge_error_shape(const Answer& malformed);
  void expect_error(const Error* error, Errc expected, const char* what);
  /// A sign-in that cannot succeed. `name` is of nobody.
  void expect_unknown_address(const std::string& name);
  /// A code that was not issued, without the characters of `never`.
  void try_wrong_code(std::string_view challenge, std::string_view never);
  void judge_end_of_token();
  void judge_verified(const Answer& answer);
  void try_codes_route();
  /// Takes the codes of an answer's list, and notes if they are easy to guess.
  void keep_codes(const Answer& answer, std::string_view list);
  /// Says whether the client can fold what a user types to the shape of the codes.
  virtual void judge_shape() = 0;
  /// Before the cleaning up, which gets the time that is left, and after it.
  void begin_cleaning();
  void end_cleaning();

  [[nodiscard]] Answer get(std::string_view target, std::string_view bearer);
  [[nodiscard]] Answer post(std::string_view target, std::string_view bearer, Secret body = {});
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
  std::vector<Secret> codes_;
  std::size_t next_code_ = 0;
  CodeShape shape_;

 private:
  void look_for_another_protocol(const Answer& probe, const std::string& path);
};

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
