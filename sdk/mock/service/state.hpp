// The world of the mock service: people, factors, codes, sessions, logs, clock and randomness.
// Knows nothing of routes or HTTP.
#pragma once

#include <hellojohn/testing/mock_service.hpp>

#include "crypto.hpp"
#include "faults.hpp"
#include "jwt.hpp"
#include "limits.hpp"
#include "time.hpp"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

struct Tenant {
  std::string id, publishable_key, secret_key;
  bool mfa_required = false;
};

enum class FactorStatus : std::uint8_t { pending, active, disabled };

struct Factor {
  std::string id, type, name;
  FactorStatus status = FactorStatus::pending;
  Time created_at{};
  std::optional<Time> last_used_at{};
  std::string secret{};         ///< TOTP: raw bytes.
  std::int64_t last_step = -1;  ///< TOTP: steps up to this one are refused.
  std::string otp_hash{};       ///< sms, email_otp: hash of the code that confirms it.
  std::string destination{};    ///< sms, email_otp: where codes go.
};

struct CodeSet {
  std::string salt;
  std::vector<std::string> live;  ///< Hashes of the codes that are not spent.
  Time created_at{};
};

struct User {
  std::string id, tenant_id, email, name, salt, password_hash;
  bool email_verified = true;
  bool locked = false;
  std::string preferred_factor{};  ///< Of the self-hosted face; empty: the first one.
  Time created_at{};
  std::vector<Factor> factors{};
  std::optional<CodeSet> codes{};

  [[nodiscard]] Factor* factor(std::string_view factor_id);
  [[nodiscard]] bool has_active_factor() const;
};

struct Challenge {
  std::string id, tenant_id, user_id;
  Time expires_at{};
  std::map<std::string, std::string> otp_hashes{};  ///< Factor id to hash of the code sent.
  /// self_hosted: met, but its answer leaves only then. Requests with the same TOTP code are simultaneous until then.
  std::optional<Time> met_until{};
  std::string met_code{};
};

enum class SessionKind : std::uint8_t { normal, recovery, impersonation };

struct Session {
  std::string id, tenant_id, user_id;
  SessionKind kind = SessionKind::normal;
  bool mfa_verified = false;
  bool revoked = false;
  std::optional<Time> authenticated_at{};  ///< Last sign-in or verify; never set by impersonation.
};

struct RefreshToken {
  std::string session_id;
  Time expires_at{};
  bool spent = false;
};

struct RecoveryToken {
  std::string tenant_id, user_id;
  Time expires_at{};
};

struct AuditEntry {
  std::uint64_t seq = 0;
  Time created_at{};
  std::string tenant_id;
  json::object body;
};

/// A seeded person's belongings, for describe() and for tests in process.
struct SeedPerson {
  std::string id, tenant_id, email, password;
  std::vector<std::string> factor_ids{};
  std::vector<std::string> codes{};
};

/// How far the clock may be moved. Within it, no time leaves what std::chrono::system_clock can hold.
inline constexpr std::chrono::milliseconds most_clock_offset = std::chrono::days{36'500};

struct World {
  explicit World(MockOptions with);

  MockOptions options;
  std::string public_origin = "https://api.hellojohn.dev";
  std::chrono::milliseconds clock_offset{0};
  Drbg ids, secrets, request_ids;
  SigningKey key;
  std::string lookup_salt;  ///< Of the hashes that tokens are looked up by.
  std::string seed_error{};
  bool scanner = false;
  std::uint64_t audit_seq = 0;

  std::map<std::string, Tenant> tenants{};
  std::map<std::string, User> users{};
  std::map<std::string, Challenge> challenges{};
  std::map<std::string, Session> sessions{};
  std::map<std::string, RefreshToken> refresh_tokens{};
  std::map<std::string, RecoveryToken> recovery_tokens{};
  std::vector<AuditEntry> audit{};
  std::vector<MockMail> outbox{};
  std::vector<json::object> journal{};
  std::deque<json::object> requests{};  ///< The last ones, for the console.
  std::vector<Fault> faults{};
  std::vector<SeedPerson> seeded{};
  Limits limits{};

  [[nodiscard]] Time now() const;
  [[nodiscard]] bool limited() const { return options.limits && !options.lax; }
  [[nodiscard]] std::string new_id(std::string_view prefix);
  [[nodiscard]] std::string lookup_hash(std::string_view token) const;
  [[nodiscard]] User* user(std::string_view tenant_id, std::string_view user_id);
  [[nodiscard]] User* user_by_email(std::string_view tenant_id, std::string_view email);
  [[nodiscard]] Factor* any_factor(std::string_view factor_id);
  /// Replaces the set of a user and returns the codes in plain, the only time they exist so.
  std::vector<std::string> issue_codes(User& user, std::size_t count);
  /// Replaces the set of a user by these codes.
  void set_codes(User& user, const std::vector<std::string>& codes);

 private:
  void keep_codes(User& user, std::string salt, const std::vector<std::string>& codes) const;
};

inline constexpr std::string_view main_tenant = "tnt_01HABCDEF654321";

/// The mails in the order in which they were sent.
[[nodiscard]] json::array outbox_json(const World& world);

/// Fills the world with the built-in people and those of MockOptions::seed_json.
void seed_world(World& world);

[[nodiscard]] const char* to_string(FactorStatus status);
[[nodiscard]] std::string lower(std::string_view text);
[[nodiscard]] std::string totp_now(const World& world, const Factor& factor);

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
