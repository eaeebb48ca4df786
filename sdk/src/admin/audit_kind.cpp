// Names of audit events in both spellings, and an entry as a line of JSON. Pure.
#include "base/dates.hpp"
#include "json/object_text.hpp"

#include <hellojohn/admin/audit.hpp>

#include <algorithm>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace admin {

namespace {

struct Name {
  AuditKind kind;
  std::string_view type;
};

// The documented spelling of each kind comes first.
constexpr Name names[] = {
    {AuditKind::recovery_requested, "mfa.recovery_requested"},
    {AuditKind::recovery_used, "mfa.recovery_used"},
    {AuditKind::factor_removed_by_admin, "mfa.factor_removed_by_admin"},
    {AuditKind::backup_codes_generated, "mfa.backup_codes_generated"},
    {AuditKind::backup_code_used, "mfa.backup_code_used"},
    {AuditKind::enrolled, "mfa.enrolled"},
    {AuditKind::verified, "mfa.verified"},
    {AuditKind::removed, "mfa.removed"},
    {AuditKind::impersonated, "admin.user_impersonated"},
    {AuditKind::login, "user.login"},
    {AuditKind::login_failed, "user.login_failed"},
    // Types of the open-source server.
    {AuditKind::enrolled, "mfa.enroll"},
    {AuditKind::verified, "mfa.verify"},
    {AuditKind::removed, "mfa.disable"},
};

codec::ObjectText object() { return {}; }

std::string pair_json(std::string_view first, std::string_view first_value, std::string_view second,
                      std::string_view second_value) {
  auto out = object();
  out.text_if(first, first_value).text_if(second, second_value);
  return std::string(out.done().reveal());
}

}  // namespace

AuditKind audit_kind(std::string_view type) noexcept {
  constexpr std::string_view user_prefix = "user.mfa_";
  const bool other_spelling = type.substr(0, user_prefix.size()) == user_prefix;
  const std::string_view tail = other_spelling ? type.substr(user_prefix.size()) : type;
  for (const Name& name : names) {
    if (!other_spelling && name.type == tail) return name.kind;
    if (other_spelling && name.type.substr(0, 4) == "mfa." && name.type.substr(4) == tail)
      return name.kind;
  }
  return AuditKind::other;
}

std::string_view audit_type(AuditKind kind) noexcept {
  for (const Name& name : names)
    if (name.kind == kind) return name.type;
  return {};
}

std::string_view AuditRecord::detail(std::string_view name) const noexcept {
  for (const Detail& entry : metadata)
    if (entry.name == name) return entry.value;
  return {};
}

bool AuditRecord::concerns(std::string_view user_id) const noexcept {
  return !user_id.empty() &&
         (actor_id == user_id || resource_id == user_id || detail("user_id") == user_id);
}

std::string to_rfc3339(std::chrono::system_clock::time_point time) { return write_rfc3339(time); }

std::string to_json(const AuditRecord& record) {
  auto metadata = object();
  for (const AuditRecord::Detail& entry : record.metadata) {
    if (entry.is_text)
      metadata.text(entry.name, entry.value);
    else
      metadata.raw(entry.name, entry.value);
  }
  auto actor = object();
  actor.text_if("id", record.actor_id)
      .text_if("email", record.actor_email)
      .text_if("type", record.actor_type);
  auto out = object();
  out.text("id", record.id)
      .text("type", record.type)
      .raw("actor", actor.done().reveal())
      .raw("resource", pair_json("id", record.resource_id, "type", record.resource_type))
      .text_if("tenant_id", record.tenant_id)
      .text_if("ip_address", record.ip_address)
      .text_if("user_agent", record.user_agent)
      .text_if("result", record.result)
      .raw("metadata", metadata.done().reveal())
      .text_if("created_at", record.created_at);
  return std::string(out.done().reveal());
}

}  // namespace admin
}  // namespace v0
}  // namespace hellojohn
