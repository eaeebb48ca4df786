// JSON to types and back: strict in what is written, tolerant in what is read (docs/contract/assumptions.md).
// The only part that knows field names. No DOM, no network, no retry rules; Boost.JSON stays in the .cpp files.
#pragma once

#include "rules/dialect.hpp"

#include <hellojohn/mfa.hpp>
#include <hellojohn/secret.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace codec {

/// The body of a request: empty for a GET and for a call that says nothing. All text is JSON-escaped; invalid UTF-8 in an
/// input is replaced by U+FFFD.
Secret body_of(const Route& route, const Ask& ask);
/// Path and query. Empty if the path is the template itself.
std::string target_of(const Route& route, const Ask& ask);

/// What an answer with tokens says: nested or flat form. Times are left unchanged.
struct Tokens {
  Secret access_token;
  Secret refresh_token;                              ///< Empty if absent.
  std::optional<std::chrono::seconds> expires_in{};  ///< Field expires_in when a sane number.
  std::optional<std::chrono::system_clock::time_point> expires_at{};  ///< access_token_expires_at.
  std::string user_id;       ///< user.id, or the token's sub claim; may be empty.
  std::string session_id;    ///< Of read_tokens_and_session_id().
  std::string session_type;  ///< As sent, else empty.
  std::optional<bool> requires_mfa_reenrollment{};
  std::optional<int> backup_codes_remaining{};
};

/// An error answer, in any of its shapes (docs/contract/assumptions.md#error-shapes).
struct ServerError {
  std::string code;        ///< Lower- or upper-case as sent; only [A-Za-z0-9_.-], else empty.
  std::string message;     ///< Untrusted, but fit to be shown: see display_text().
  std::string request_id;  ///< Printable ASCII, 128 at most, else empty.
  bool is_named = false;   ///< Has a member "error" that is not null, false or empty.
  std::optional<std::chrono::seconds> retry_after{};
  std::optional<Challenge> challenge{};  ///< For mfa_required with a challenge id.
};

/// A page of the audit log (docs/contract/endpoints.md#calls-of-the-support-desk).
struct AuditRecord {
  struct Detail {
    std::string name, value;
    bool is_text;
  };
  std::string id, type, actor_id, actor_email, actor_type, resource_id, resource_type, tenant_id;
  std::string ip_address, user_agent, result, created_at;
  std::vector<Detail> metadata;  ///< Plain values of its first level; at most 32.
};
struct AuditPage {
  std::vector<AuditRecord> data;
  std::optional<long long> total{};
  std::string cursor;  ///< Empty: last page.
};

/// The answer of POST /v1/sessions/verify (docs/contract/endpoints.md#calls-of-the-support-desk).
struct SessionFacts {
  bool valid = false;
  std::string user_id, session_id, session_type;
  std::optional<bool> mfa_verified{};
  std::optional<std::chrono::system_clock::time_point> issued_at{}, expires_at{};
};

/// Claims read from an access token without checking its signature: only for expiry and display.
struct Claims {
  std::string subject;
  std::optional<std::chrono::system_clock::time_point> expires_at{};
};

/// What a decoder answers: null when it is well, else a constant text, ours and safe to log, that says what is wrong.
using Problem = const char*;

// Readers. Limits: depth 16, valid UTF-8, no duplicate keys at a level that is read, one value and nothing after it.
// Unknown fields are skipped. Nothing of a refused body is left in `out`'s caller-visible secrets.
Problem read_tokens(std::string_view body, Tokens& out);
/// The id of the session too, which only a support desk asks for: it costs an allocation.
Problem read_tokens_and_session_id(std::string_view body, Tokens& out);
/// Also: a 200 answer of the form {"mfa_required":true, …}. True when it is that.
bool read_challenge(std::string_view body, Challenge& out);
Problem read_backup_codes(std::string_view body, BackupCodes& out);
Problem read_factors(std::string_view body, std::vector<Factor>& out,
                     std::optional<int>& backup_codes_remaining);
Problem read_enrolment(std::string_view body, Enrolment& out);
Problem read_confirmed(std::string_view body, ConfirmedFactor& out);  ///< An empty body is well.
Problem read_user(std::string_view body, std::string& id, std::string& email);
Problem read_audit_page(std::string_view body, AuditPage& out);
Problem read_session_facts(std::string_view body, SessionFacts& out);
void read_error(std::string_view body,
                ServerError& out);  ///< Never fails: what cannot be read stays empty.
std::optional<Claims> read_claims(std::string_view jwt);
/// A numeric date of a token; empty if it is absent or no time that our clocks can hold.
std::optional<std::chrono::system_clock::time_point> unix_time(
    const std::optional<std::int64_t>& seconds) noexcept;

/// Text for an HTTP path segment: percent-encodes all but RFC 3986 unreserved characters.
std::string path_segment(std::string_view text);

}  // namespace codec
}  // namespace v0
}  // namespace hellojohn
