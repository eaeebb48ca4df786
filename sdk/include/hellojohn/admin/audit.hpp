// The audit log: entries, queries, pages, and the entry that an override left.
// Knows nothing of what the overrides are for.
#pragma once

#include <hellojohn/admin/overrides.hpp>
#include <hellojohn/pending.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace detail {
class Core;
}

namespace admin {

/// What an entry is about. The first five are the documented actions of recovery (recovery page, "Monitoring").
enum class AuditKind : std::uint8_t {
  recovery_requested,       ///< A recovery mail was asked for.
  recovery_used,            ///< A mailed token was spent.
  factor_removed_by_admin,  ///< Client::remove_factor.
  backup_codes_generated,   ///< By the person or by support.
  backup_code_used,         ///< At a challenge.
  enrolled,                 ///< A factor was confirmed.
  verified,                 ///< A challenge was met.
  removed,                  ///< By the person.
  impersonated,             ///< Client::impersonate.
  login,                    ///< A sign-in with its password.
  login_failed,             ///< A sign-in that was refused.
  other,  ///< Of a type that this version does not know; it is in AuditRecord::type.
};

/// Both spellings are known: "mfa.backup_code_used" and the self-hosted server's "user.mfa_...".
[[nodiscard]] AuditKind audit_kind(std::string_view type) noexcept;
/// The documented spelling; empty for `other`.
[[nodiscard]] std::string_view audit_type(AuditKind kind) noexcept;

/// One entry of the audit log. Unknown types are kept unchanged.
struct AuditRecord {
  /// A name and a plain value of the entry's metadata.
  struct Detail {
    ///@{
    /// Untrusted text.
    std::string name, value;
    ///@}
    bool is_text = true;  ///< False: a number or a flag, as it was written.
  };
  std::string id;                     ///< For AuditPager to see an entry again.
  std::string type;                   ///< E.g. "mfa.backup_code_used".
  AuditKind kind = AuditKind::other;  ///< `type`, if this version knows it.
  ///@{
  /// Who did it: a person or a key. Empty if the server does not say.
  std::string actor_id, actor_email, actor_type;
  ///@}
  ///@{
  /// What it was done to: a user, a factor.
  std::string resource_id, resource_type;
  ///@}
  std::string tenant_id;  ///< The tenant whose log it is.
  ///@{
  /// Of the actor; personal data. Empty if the server does not say.
  std::string ip_address, user_agent;
  ///@}
  std::string result;            ///< "success" or "failure".
  std::string created_at;        ///< RFC 3339.
  std::vector<Detail> metadata;  ///< Plain values of its first level.

  /// Empty if it is not there.
  [[nodiscard]] std::string_view detail(std::string_view name) const noexcept;
  /// The user is its actor, its resource, or named in its metadata as the owner of a factor.
  [[nodiscard]] bool concerns(std::string_view user_id) const noexcept;
};

/// As one line of JSON in the service's own shape, without the line's end: what NDJSON is made of.
[[nodiscard]] std::string to_json(const AuditRecord& record);

/// "2024-01-15T10:00:00Z", for AuditQuery::from and to.
[[nodiscard]] std::string to_rfc3339(std::chrono::system_clock::time_point time);

/// One answer of the log.
struct AuditPage {
  std::vector<AuditRecord> data;     ///< Newest first.
  std::optional<long long> total{};  ///< Entries in all; absent if the server does not count.
  std::string cursor;                ///< For the next page; empty: this is the last.
};

/// Empty fields do not filter. Views are copied before the call returns.
struct AuditQuery {
  std::string_view type{};         ///< Exact, or with a wildcard: "mfa.*".
  std::string_view actor_id{};     ///< A user, or a key (key_...).
  std::string_view resource_id{};  ///< What was acted on: a user, a factor.
  std::string_view cursor{};  ///< AuditPage::cursor of the page before; empty: the newest page.
  int limit = 50;             ///< 1..200
  std::string_view from{};    ///< RFC 3339 time or date; this moment is included.
  std::string_view to{};      ///< The same.
  std::string_view result{};  ///< "success" or "failure".
};

/// Walks a log page by page, newest entry first. Made by Audit::pages().
///
/// It ends on an absent, null, empty or repeated cursor. An entry that comes again, because the log grew while it was paged,
/// is given once: the pager remembers the last 1,000 entries, however long the log is.
/// **Thread safety** one thread at a time. **Lifetime** may outlive the Client; calls then answer Errc::shutting_down.
class AuditPager {
 public:
  struct State;  ///< What the copies of a pager share.
  /// Made by Audit::pages().
  explicit AuditPager(std::shared_ptr<State> state) noexcept : state_(std::move(state)) {}

  /// The next page; one at a time. It may be empty without being the last.
  /// **Errors** those of Audit::list. The same page is asked for again by another call; after too_large with fewer
  /// entries. usage while a page is under way, or after the last one.
  [[nodiscard]] Pending<AuditPage> next();
  /// True when the last page was given.
  [[nodiscard]] bool finished() const noexcept;

 private:
  std::shared_ptr<State> state_;
};

/// What a visitor of pages answers.
enum class Walk : std::uint8_t {
  on,    ///< The next page, if there is one.
  stop,  ///< No further call is made.
};

/// Obtained from Client::audit(); cheap to copy.
class Audit {
 public:
  /// Made by the Client.
  explicit Audit(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}

  /// One page, newest first. An answer may be 64 KiB long, which is about 100 entries.
  /// **Errors** usage for a limit out of range; too_large.
  /// **Source** docs/contract/endpoints.md#calls-of-the-support-desk
  Pending<AuditPage> list(AuditQuery query);

  /// All pages from query.cursor on, one by one. Pages of more than 100 entries are asked for as such of 100.
  /// **Errors** of next(): usage for a limit out of range.
  [[nodiscard]] AuditPager pages(AuditQuery query) const;

  /// The same in one blocking call, for tools and tests: visits page by page until the visitor stops it or the log ends.
  /// The value is how many entries were given. **Thread safety** as Pending::get.
  Result<std::size_t> for_each_page(AuditQuery query,
                                    const std::function<Walk(const AuditPage&)>& visit) const;

  /// The entry that an override left, read back from the log: its receipt. Empty if there is none (yet: servers may
  /// write it later). For an override whose outcome is unknown, the entry says whether it happened.
  Pending<std::optional<AuditRecord>> receipt(const Override& done);

 private:
  std::shared_ptr<detail::Core> core_;
};

}  // namespace admin
}  // namespace v0
}  // namespace hellojohn
