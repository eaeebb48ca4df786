// Answers to calls with a secret key: the audit log and a checked session.
#include "base/display_text.hpp"
#include "json/fields.hpp"

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace codec {

namespace {

class AuditVisitor final : public Visitor {
 public:
  AuditVisitor(AuditPage& out, bool& has_data) : out_(out), has_data_(has_data) {}

  Problem on_text(std::string_view path, std::string_view value) override {
    take(path, value);
    add_detail(path, value, true);
    return nullptr;
  }
  /// Ids are text, whether the server quotes them or not.
  void take(std::string_view path, std::string_view value) {
    if (path == "meta.cursor" || path == "pagination.next_cursor" || path == "meta.next_cursor") {
      out_.cursor = std::string(value);
      return;
    }
    if (out_.data.empty() || path.substr(0, 7) != "data[].") return;
    AuditRecord& r = out_.data.back();
    const std::pair<std::string_view, std::string*> table[] = {{"id", &r.id},
                                                               {"type", &r.type},
                                                               {"actor.id", &r.actor_id},
                                                               {"actor.email", &r.actor_email},
                                                               {"actor.type", &r.actor_type},
                                                               {"actor_id", &r.actor_id},
                                                               {"actor_type", &r.actor_type},
                                                               {"target_id", &r.resource_id},
                                                               {"target_type", &r.resource_type},
                                                               {"resource.id", &r.resource_id},
                                                               {"resource.type", &r.resource_type},
                                                               {"tenant_id", &r.tenant_id},
                                                               {"ip_address", &r.ip_address},
                                                               {"user_agent", &r.user_agent},
                                                               {"result", &r.result},
                                                               {"created_at", &r.created_at}};
    for (const auto& [name, target] : table)
      if (name == path.substr(7)) *target = shown(name, value);
  }
  Problem on_integer(std::string_view path, std::int64_t value) override {
    if (path == "meta.total" || path == "total") out_.total = value;
    if (path == "offset" && value >= 0) offset_ = value;
    return on_number(path, std::to_string(value));
  }
  Problem on_number(std::string_view path, std::string_view written) override {
    take(path, written);
    add_detail(path, written, false);
    return nullptr;
  }
  Problem on_bool(std::string_view path, bool value) override {
    add_detail(path, value ? "true" : "false", false);
    return nullptr;
  }
  Problem on_object(std::string_view path) override {
    if (path == "data[]") out_.data.emplace_back();
    return path == "data" ? "a field has the wrong type" : nullptr;
  }
  Problem on_array(std::string_view path) override {
    if (path == "data") has_data_ = true;
    return nullptr;
  }

  /// Where a server that counts entries is asked on; a short page does not end its list, the total does.
  [[nodiscard]] std::string next_position() const {
    const auto size = static_cast<std::int64_t>(out_.data.size());
    const bool more = offset_ && size > 0 && (!out_.total || *offset_ + size < *out_.total);
    return more ? std::to_string(*offset_ + size) : std::string();
  }
  /// Such a server writes null for an empty list.
  [[nodiscard]] bool counts() const noexcept { return offset_ && out_.total; }

 private:
  /// Ids and types are compared: with something hidden in them they must not become equal to others.
  static std::string shown(std::string_view name, std::string_view value) {
    const bool word = name == "id" || name == "type" || name == "result" || name.ends_with("_id") ||
                      name.ends_with(".id") || name.ends_with(".type");
    return display_text(value, longest_detail, word ? Hidden::mark : Hidden::drop);
  }
  void add_detail(std::string_view path, std::string_view value, bool is_text) {
    constexpr std::string_view prefix = "data[].metadata.";
    constexpr std::size_t most = 32;
    if (out_.data.empty() || path.substr(0, prefix.size()) != prefix) return;
    const std::string_view name = path.substr(prefix.size());
    auto& metadata = out_.data.back().metadata;
    if (name.find_first_of(".[") != std::string_view::npos || metadata.size() == most) return;
    metadata.push_back({display_text(name), shown(name, value), is_text});
  }

  AuditPage& out_;
  bool& has_data_;
  std::optional<std::int64_t> offset_;
};

}  // namespace

Problem read_audit_page(std::string_view body, AuditPage& out) {
  bool has_data = false;
  AuditVisitor visitor(out, has_data);
  if (const Problem problem = read_json(body, visitor)) return problem;
  if (!has_data && !visitor.counts()) return "the list of events is missing";
  for (const AuditRecord& record : out.data)
    if (record.id.empty() || record.type.empty()) return "an event has no id or no type";
  if (out.cursor.empty()) out.cursor = visitor.next_position();
  return nullptr;
}

Problem read_session_facts(std::string_view body, SessionFacts& out) {
  std::optional<bool> valid;
  std::optional<std::int64_t> issued, expires;
  std::string short_id;
  const std::array table{Field{"valid", &valid},
                         Field{"payload.sub", &out.user_id},
                         Field{"payload.session_id", &out.session_id},
                         Field{"payload.sid", &short_id},
                         Field{"payload.session_type", &out.session_type},
                         Field{"payload.mfa_verified", &out.mfa_verified},
                         Field{"payload.iat", &issued},
                         Field{"payload.exp", &expires}};
  Fields visitor(table);
  if (const Problem problem = read_json(body, visitor)) return problem;
  // Nothing else may pass for "valid": what guards an account is read strictly.
  if (!valid) return "the answer does not say whether the session is valid";
  out.valid = *valid;
  if (out.session_id.empty()) out.session_id = std::move(short_id);
  out.issued_at = unix_time(issued);
  out.expires_at = unix_time(expires);
  return nullptr;
}

}  // namespace codec
}  // namespace v0
}  // namespace hellojohn
