// A stateful HelloJohn service in process: HttpRequest in, HttpResponse out. FakeTransport answers with it, and
// hellojohn-mock-server serves it over real sockets. Shipped, so that integrators test against it offline.
// Knows nothing of sockets; uses none of the client's own codec.
#pragma once

#include <hellojohn/options.hpp>
#include <hellojohn/transport.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace testing {

/// Options of the mock. Each field is one of the choices in docs/contract/assumptions.md.
struct MockOptions {
  std::uint64_t seed = 1;  ///< Codes, ids and keys follow from it.
  /// Which routes are served. With self_hosted the secret key acts as an administrator's access token.
  ServerDialect dialect = ServerDialect::v1;
  bool virtual_clock = false;  ///< Time moves only by advance().
  bool limits = true;          ///< Rate limits.
  bool lax = false;  ///< A careless server: recovery tokens open every route, addresses tell apart.
  bool backup_codes_remaining =
      false;             ///< Adds the number of codes left to verify and sign-in answers.
  bool step_up = false;  ///< Answers 403 reauthentication_required to a stale generate.
  /// Answers 409 mfa_not_enrolled to a generate for somebody without an active factor.
  bool codes_need_factor = false;
  std::chrono::seconds challenge_life{300};      ///< From the sign-in to the verified code.
  std::chrono::seconds recovery_link_life{900};  ///< How long a mailed token may be spent.
  /// How long a token may enrol after it was spent.
  std::chrono::seconds recovery_session_life{3600};
  std::chrono::seconds access_token_life{3600};  ///< After it a refresh is needed.
  std::chrono::milliseconds audit_delay{0};      ///< A record is listed this much later.
  std::size_t codes_per_set = 8;                 ///< How many a new set has; self_hosted: 10.
  /// JSON that adds to or replaces the built-in people; see docs of hellojohn-mock-server. Empty: the built-in ones.
  std::string seed_json{};
};

/// How an answer is to be delivered; the fault table decides (control route /__mock/faults).
enum class Delivery : std::uint8_t {
  normal,       ///< As HTTP asks.
  drop_before,  ///< Nothing was processed; the connection closes without an answer.
  drop_after,   ///< It was processed; the connection closes without an answer.
  truncate,  ///< The head promises the whole body; half of it is sent, then the connection closes.
  garbage,   ///< Bytes that are not HTTP.
};

/// What MockService::serve() answers, and how it is to be delivered.
struct MockAnswer {
  HttpResponse response;                 ///< Ignored if the connection closes without an answer.
  Delivery delivery = Delivery::normal;  ///< Transports that serve it obey this.
  std::chrono::milliseconds delay{0};    ///< Before the first byte of the answer.
};

/// One mail in the outbox.
struct MockMail {
  std::string to;     ///< The address it went to.
  std::string kind;   ///< "recovery" or "otp".
  std::string link;   ///< "https://...?token=rec_tok_..." or empty.
  std::string token;  ///< rec_tok_... or the one-time code.
};

/// The service core.
///
/// **Errors** bad input is refused (docs/contract/assumptions.md#error-codes) and changes nothing.
/// **Exceptions** std::bad_alloc, except serve() and control().
/// **Thread safety** any thread; one internal lock.
/// **Lifetime** must outlive the transports that answer with it.
class MockService {
 public:
  /// Seeds the fixed world of people and factors that describe() shows.
  explicit MockService(MockOptions options = {});
  ~MockService();
  MockService(const MockService&) = delete;
  MockService& operator=(const MockService&) = delete;

  /// Answers one request, fault table included. `/__mock/` routes are refused here with 404.
  [[nodiscard]] MockAnswer serve(const HttpRequest& request) noexcept;

  /// Answers one control request (`/__mock/...`). The caller has checked the token and the Host.
  [[nodiscard]] HttpResponse control(const HttpRequest& request) noexcept;

  /// The origin that mailed links are made with, e.g. "https://localhost:8443".
  void set_public_origin(std::string_view origin);

  /// What is wrong with MockOptions::seed_json; empty if nothing is. The service then has only the built-in people.
  [[nodiscard]] std::string seed_problem() const;

  // What control() does, for tests in process.
  void reset();  ///< Everything back to the seed, faults and clock included.
  /// Users, codes, sessions, mails, the audit log and the clock as JSON, to go on with in another process.
  [[nodiscard]] std::string state() const;
  /// Takes up what state() returned. False, and nothing changed, if it is something else.
  [[nodiscard]] bool load_state(std::string_view state);
  /// The service's clock goes on by this much; it ends 100 years from where it began.
  void advance(std::chrono::milliseconds by);
  [[nodiscard]] std::chrono::system_clock::time_point now() const;  ///< The service's wall clock.
  [[nodiscard]] std::vector<MockMail> outbox() const;  ///< All mails since the seed, oldest first.
  /// The current TOTP code of a factor, or empty if there is no such factor.
  [[nodiscard]] std::string totp(std::string_view factor_id) const;
  /// The live backup codes of a user as issued by the seed, known until they are replaced by the API; else empty.
  [[nodiscard]] std::vector<std::string> seeded_backup_codes(std::string_view user_id) const;
  /// What really happened, in order, as JSON lines.
  [[nodiscard]] std::string journal() const;
  /// Description of the fixed world for the start line of hellojohn-mock-server: one JSON object with tenant_id,
  /// publishable_key, secret_key, users[{id,email,password,factors,backup_codes}].
  [[nodiscard]] std::string describe() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace testing
}  // namespace v0
}  // namespace hellojohn
