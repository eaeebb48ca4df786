// See recorded.hpp; and the record as a line of text.
#include "admin/recorded.hpp"

#include "base/dates.hpp"
#include "base/out_of_memory.hpp"
#include "json/object_text.hpp"

namespace hellojohn {
inline namespace v0 {
namespace admin {

namespace {

const char* name_of(OverrideRecord::Stage stage) noexcept {
  switch (stage) {
    case OverrideRecord::Stage::begun: return "begun";
    case OverrideRecord::Stage::done: return "done";
    case OverrideRecord::Stage::failed: break;
  }
  return "failed";
}

/// The thing to look for in the log if the outcome of the call is not certain.
const char* loose_end(OverrideKind kind) noexcept {
  switch (kind) {
    case OverrideKind::impersonate:
      return "a session that nobody holds may exist: look for it in the audit log from ";
    case OverrideKind::generate_backup_codes:
      return "the earlier codes may be dead and the new ones unseen: look into the audit log from ";
    case OverrideKind::remove_factor: break;
  }
  return "the factor may be gone: look into the audit log from ";
}

}  // namespace

const char* to_string(OverrideKind kind) noexcept {
  switch (kind) {
    case OverrideKind::remove_factor: return "remove_factor";
    case OverrideKind::generate_backup_codes: return "generate_backup_codes";
    case OverrideKind::impersonate: break;
  }
  return "impersonate";
}

Recorded::Recorded(detail::Core& core, OverrideLog* log, Override subject,
                   const IdentityCheck& identity, std::string_view expires_in)
    : core_(core),
      log_(log),
      subject_(std::move(subject)),
      method_(identity.method.words()),
      checked_by_(identity.checked_by.words()),
      reference_(identity.reference.words()),
      reason_(identity.reason.words()),
      expires_in_(expires_in) {
  subject_.at = core_.clock().wall_now();
  record(OverrideRecord::Stage::begun, nullptr);
}

Override Recorded::done(const HttpResponse& response) {
  Override out = subject_;
  out.at = core_.server_time(response);
  out.request_id = detail::request_id_of(response);
  done_ = true;
  const IdentityCheck identity{method_, checked_by_, reference_, reason_};
  if (log_ != nullptr)
    log_->on_override({OverrideRecord::Stage::done, out, identity, expires_in_, nullptr});
  return out;
}

void Recorded::failed(Error& error) noexcept {
  // The answer was there before its caller gave up.
  if (done_) error.outcome = Outcome::done_answer_lost;
  if (error.outcome == Outcome::unknown || error.outcome == Outcome::done_answer_lost) {
    // Without memory for the words the outcome says enough.
    (void)detail::completes([&] {
      if (!error.detail.empty()) error.detail += "; ";
      error.detail += loose_end(subject_.kind);
      error.detail += write_rfc3339(subject_.at);
    });
  }
  record(OverrideRecord::Stage::failed, &error);
}

void Recorded::record(OverrideRecord::Stage stage, const Error* error) const noexcept {
  if (log_ == nullptr) return;
  const IdentityCheck identity{method_, checked_by_, reference_, reason_};
  log_->on_override({stage, subject_, identity, expires_in_, error});
}

std::string to_json(const OverrideRecord& record) {
  codec::ObjectText out;
  out.text("stage", name_of(record.stage))
      .text("override", to_string(record.subject.kind))
      .text("user_id", record.subject.user_id)
      .text_if("factor_id", record.subject.factor_id)
      .text_if("expires_in", record.expires_in)
      .text("at", write_rfc3339(record.subject.at))
      .text("method", record.identity.method.words())
      .text("checked_by", record.identity.checked_by.words())
      .text("reference", record.identity.reference.words())
      .text("reason", record.identity.reason.words());
  const Error* error = record.error;
  const std::string& id = error != nullptr ? error->request_id : record.subject.request_id;
  out.text_if("request_id", id);
  if (error != nullptr)
    out.text("error", hellojohn::to_string(error->code))
        .text("outcome", hellojohn::to_string(error->outcome))
        .text_if("detail", error->detail);
  return std::string(out.done().reveal());
}

}  // namespace admin
}  // namespace v0
}  // namespace hellojohn
