// One entry: the last user whose codes were made or spent here.
#include "client/codes_ledger.hpp"

#include "base/dates.hpp"

#include "json/json.hpp"

namespace hellojohn {
inline namespace v0 {
namespace detail {

void CodesLedger::on_made(const std::string& user_id, std::size_t count, const std::string& set_id,
                          WallTime made_at) {
  const std::lock_guard lock(mutex_);
  // Dates have whole seconds: the set may have the same one as its answer.
  entry_ = Entry{user_id, set_id, static_cast<int>(count), made_at + std::chrono::seconds(1)};
}

void CodesLedger::on_used(const std::string& user_id, std::optional<int> left, WallTime seen_at) {
  const std::lock_guard lock(mutex_);
  if (left)
    entry_ = Entry{user_id, {}, *left, seen_at};
  else if (entry_ && entry_->user_id == user_id && entry_->left > 0)
    --entry_->left;
}

void CodesLedger::forget() noexcept {
  const std::lock_guard lock(mutex_);
  entry_.reset();
}

bool CodesLedger::speaks_of(const Entry& entry, const std::string& set_created_at) {
  if (!entry.set_id.empty()) return entry.set_id == set_created_at;
  // One set is in force at a time: one that is older than the accepted code is the one that the code came from.
  const auto made = read_rfc3339(set_created_at);
  return made && *made < entry.seen_at;
}

BackupCodesStatus CodesLedger::status(const std::string& user_id,
                                      const std::vector<Factor>& factors,
                                      std::optional<int> from_server, bool list_shows_sets) const {
  BackupCodesStatus status;
  for (const Factor& f : factors) {
    if (!list_shows_sets && f.type == factor::totp) status.has_set = true;
    if (f.type != factor::backup_codes) continue;
    status.has_set = true;
    status.set_created_at = f.created_at;
  }
  if (from_server) {
    status.certainty = BackupCodesStatus::Certainty::exact;
    status.count = from_server;
    return status;
  }
  const std::lock_guard lock(mutex_);
  if (entry_ && status.has_set && entry_->user_id == user_id &&
      (!list_shows_sets || speaks_of(*entry_, status.set_created_at))) {
    status.certainty = BackupCodesStatus::Certainty::at_most;
    status.count = entry_->left;
  }
  return status;
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
