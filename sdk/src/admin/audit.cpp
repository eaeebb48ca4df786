// Audit: one page, all pages, and the entry that an override left.
#include "admin/recent_texts.hpp"
#include "base/dates.hpp"
#include "client/core.hpp"

#include <hellojohn/admin/audit.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <mutex>
#include <string>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace admin {

using detail::CallBase;
using detail::local_error;

namespace {

constexpr int most_entries = 200;
constexpr int entries_that_fit = 100;  // In an answer of 64 KiB.
constexpr std::chrono::minutes receipt_window{10};
// What a pager remembers of the pages before, so that a log of any length costs it the same.
constexpr std::size_t ids_kept = 1000;
constexpr std::size_t cursors_kept = 100;

const char* problem_of(const AuditQuery& query) noexcept {
  return query.limit < 1 || query.limit > most_entries ? "the limit is not 1..200" : nullptr;
}

detail::Plan plan_of(const detail::Core& core, const AuditQuery& query) {
  const std::string limit = std::to_string(query.limit);
  Ask ask;
  ask.limit = limit;
  ask.kind = query.type;
  ask.actor = query.actor_id;
  ask.resource = query.resource_id;
  ask.result = query.result;
  ask.from = query.from;
  ask.to = query.to;
  ask.position = query.cursor;
  return core.plan(Operation::audit_list, Credential::secret_key, ask);
}

AuditRecord record_from(codec::AuditRecord&& r) {
  AuditRecord out;
  out.kind = audit_kind(r.type);
  out.id = std::move(r.id);
  out.type = std::move(r.type);
  out.actor_id = std::move(r.actor_id);
  out.actor_email = std::move(r.actor_email);
  out.actor_type = std::move(r.actor_type);
  out.resource_id = std::move(r.resource_id);
  out.resource_type = std::move(r.resource_type);
  out.tenant_id = std::move(r.tenant_id);
  out.ip_address = std::move(r.ip_address);
  out.user_agent = std::move(r.user_agent);
  out.result = std::move(r.result);
  out.created_at = std::move(r.created_at);
  for (auto& entry : r.metadata)
    out.metadata.push_back({std::move(entry.name), std::move(entry.value), entry.is_text});
  return out;
}

Result<AuditPage> read_page(const HttpResponse& response) {
  codec::AuditPage read;
  if (const auto problem = codec::read_audit_page(response.body.reveal(), read))
    return detail::bad_body(response, problem);
  AuditPage page;
  page.total = read.total;
  page.cursor = std::move(read.cursor);
  page.data.reserve(read.data.size());
  for (codec::AuditRecord& record : read.data) page.data.push_back(record_from(std::move(record)));
  return page;
}

AuditKind kind_of(OverrideKind kind) noexcept {
  switch (kind) {
    case OverrideKind::remove_factor: return AuditKind::factor_removed_by_admin;
    case OverrideKind::generate_backup_codes: return AuditKind::backup_codes_generated;
    case OverrideKind::impersonate: break;
  }
  return AuditKind::impersonated;
}

/// The one nearest in time: the same may have been done to a user before.
std::optional<AuditRecord> nearest(AuditPage&& page, const Override& done) {
  std::optional<AuditRecord> best;
  auto best_distance = std::chrono::system_clock::duration::max();
  for (AuditRecord& record : page.data) {
    const auto at = read_rfc3339(record.created_at);
    if (record.kind != kind_of(done.kind) || !at || !record.concerns(done.user_id)) continue;
    if (!done.factor_id.empty() && record.resource_id != done.factor_id) continue;
    const auto distance = *at > done.at ? *at - done.at : done.at - *at;
    if (distance >= best_distance) continue;
    best_distance = distance;
    best = std::move(record);
  }
  return best;
}

}  // namespace

struct AuditPager::State {
  std::shared_ptr<detail::Core> core;
  std::string type, actor_id, resource_id, from, to, result;
  const char* problem = nullptr;

  OwnMutex mutex;  // Guards what follows: a call ends on any thread.
  std::string cursor;
  int limit = 0;
  bool under_way = false;
  bool finished = false;
  RecentTexts cursors, ids;
  // A circle of more pages than cursors are kept: one cursor stays, until twice as many pages have gone by (Brent).
  std::string mark;
  std::uint64_t pages = 0;

  [[nodiscard]] AuditQuery query() const {
    return {type, actor_id, resource_id, cursor, limit, from, to, result};
  }
};

namespace {

/// One page under way. If the caller cancels before it has the page, its state is put back, so that nothing is missed.
class PagerCall {
 public:
  explicit PagerCall(std::shared_ptr<AuditPager::State> state) : state_(std::move(state)) {}

  Result<AuditPage> operator()(HttpResponse& response, CallBase&) {
    auto page = read_page(response);
    const std::lock_guard lock(state_->mutex);
    if (!page || given_up_) return page;
    state_->under_way = false;
    take(*page);
    return page;
  }
  void on_error(Error& error) noexcept {
    const std::lock_guard lock(state_->mutex);
    given_up_ = true;
    state_->under_way = false;
    if (error.code == Errc::too_large && state_->limit > 1) state_->limit /= 2;
    if (taken_) give_back();
  }

 private:
  void take(AuditPage& page) {
    AuditPager::State& state = *state_;
    state.ids.keep(ids_kept);
    state.cursors.keep(cursors_kept);
    before_ = state.cursor;
    taken_ = true;
    std::erase_if(page.data, [&](const AuditRecord& record) {
      const bool is_new = state.ids.add(record.id);
      ids_added_ += is_new ? 1 : 0;
      return !is_new;
    });
    cursors_added_ = state.cursors.add(state.cursor) ? 1 : 0;
    if (std::has_single_bit(++state.pages)) state.mark = state.cursor;
    state.cursor = page.cursor;
    state.finished =
        state.cursor.empty() || state.cursors.contains(state.cursor) || state.cursor == state.mark;
    if (state.finished) page.cursor.clear();
  }
  void give_back() noexcept {
    state_->ids.take_back(ids_added_);
    state_->cursors.take_back(cursors_added_);
    state_->cursor = std::move(before_);
    state_->finished = false;
  }

  std::shared_ptr<AuditPager::State> state_;
  std::string before_;
  std::size_t ids_added_ = 0;
  std::size_t cursors_added_ = 0;
  bool taken_ = false;
  bool given_up_ = false;
};

}  // namespace

Pending<AuditPage> AuditPager::next() {
  AuditPager::State& state = *state_;
  bool begun = false;
  bool started = false;
  auto pending = state.core->attempt<AuditPage>([&]() -> Pending<AuditPage> {
    std::unique_lock lock(state.mutex);
    const char* problem = state.problem;
    if (state.under_way) problem = "a page is under way";
    if (state.finished) problem = "the last page was given";
    if (problem != nullptr)
      return state.core->finished<AuditPage>(local_error(Errc::usage, problem));
    detail::Plan plan = plan_of(*state.core, state.query());
    begun = state.under_way = true;
    lock.unlock();  // A call that fails at once comes back here.
    auto call = state.core->start<AuditPage>(std::move(plan), PagerCall(state_));
    started = true;
    return call;
  });
  if (begun && !started) {
    const std::lock_guard lock(state.mutex);
    state.under_way = false;
  }
  return pending;
}

bool AuditPager::finished() const noexcept {
  const std::lock_guard lock(state_->mutex);
  return state_->finished;
}

Pending<AuditPage> Audit::list(AuditQuery query) {
  return core_->attempt<AuditPage>([&]() -> Pending<AuditPage> {
    if (const char* problem = problem_of(query))
      return core_->finished<AuditPage>(local_error(Errc::usage, problem));
    return core_->start<AuditPage>(plan_of(*core_, query), [](HttpResponse& response, CallBase&) {
      return read_page(response);
    });
  });
}

AuditPager Audit::pages(AuditQuery query) const {
  auto state = std::make_shared<AuditPager::State>();
  state->core = core_;
  state->type = query.type;
  state->actor_id = query.actor_id;
  state->resource_id = query.resource_id;
  state->from = query.from;
  state->to = query.to;
  state->result = query.result;
  state->cursor = query.cursor;
  state->limit = std::min(query.limit, entries_that_fit);
  state->problem = problem_of(query);
  return AuditPager(std::move(state));
}

Result<std::size_t> Audit::for_each_page(AuditQuery query,
                                         const std::function<Walk(const AuditPage&)>& visit) const {
  AuditPager pager = pages(query);
  std::size_t given = 0;
  int limit = query.limit;
  while (!pager.finished()) {
    auto page = pager.next().get();
    // The pager asks for half of it then, down to one entry.
    if (!page && page.error().code == Errc::too_large && limit > 1) {
      limit /= 2;
      continue;
    }
    if (!page) return std::move(page).error();
    given += page->data.size();
    if (visit(*page) == Walk::stop) break;
  }
  return given;
}

Pending<std::optional<AuditRecord>> Audit::receipt(const Override& done) {
  using Value = std::optional<AuditRecord>;
  return core_->attempt<Value>([&]() -> Pending<Value> {
    const std::string from = write_rfc3339(done.at - receipt_window);
    AuditQuery query;
    query.type = audit_type(kind_of(done.kind));
    query.resource_id = done.factor_id.empty() ? done.user_id : done.factor_id;
    query.from = from;
    return core_->start<Value>(plan_of(*core_, query),
                               [done](HttpResponse& response, CallBase&) -> Result<Value> {
                                 auto page = read_page(response);
                                 if (!page) return std::move(page).error();
                                 return nearest(std::move(*page), done);
                               });
  });
}

}  // namespace admin
}  // namespace v0
}  // namespace hellojohn
