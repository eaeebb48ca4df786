// See desk_model.hpp: the flow.
#include "apps/support_desk/desk_model.hpp"

#include <hellojohn/widgets/component.hpp>

#include <algorithm>
#include <utility>

namespace desk {

using hellojohn::Error;
using widgets::Action;

namespace {

constexpr const char* lifetimes[] = {"15m", "30m", "1h"};
/// The checklist of the gate in the words of the record.
constexpr const char* checks_made = "call back to the number on file, document seen on video";
constexpr int most_pages = 20;
constexpr std::chrono::hours timeline_reach{24 * 30};

template <class T>
std::optional<hellojohn::Result<T>> harvest(hellojohn::Pending<T>& call) {
  if (!call.valid() || !call.ready()) return {};
  return std::move(call).take();
}

}  // namespace

void DeskModel::arrive(State state) {
  state_ = state;
  ++screen_.arrival;
  shown_since_.reset();
  DeskScreens(*this).build();
}

bool DeskModel::takes(const widgets::Intent& intent) const noexcept {
  if (!shown_since_ || now_ - *shown_since_ < widgets::Component::press_guard) return false;
  if (intent.action == Action::reveal_row) return !codes_.empty();
  return screen_.can(intent.action, intent.index);
}

void DeskModel::apply(const widgets::Intents& intents) {
  for (const widgets::Intent& intent : intents)
    if (takes(intent)) apply(intent);
  DeskScreens(*this).build();
}

void DeskModel::apply(const widgets::Intent& intent) {
  switch (intent.action) {
    case Action::choose: return choose(intent.index);
    case Action::toggle_saved: checklist_[intent.index] = !checklist_[intent.index]; return;
    case Action::reveal: return toggle_secrets();
    case Action::reveal_row:
      codes_.reveal_row(intent.index, now_);
      seen_ = true;
      return;
    case Action::refresh:
      if (state_ == State::user) look_up();
      if (state_ == State::done && done_) receipt_call_ = client_.audit().receipt(*done_);
      return;
    case Action::done:
    case Action::back: forget_secrets(); return state_ == State::user ? leave_user() : look_up();
    case Action::submit:
      if (state_ == State::lookup) {
        user_ = std::string(user_id.view().reveal());
        return look_up();
      }
      if (state_ == State::recovery && !email.empty()) return send_recovery();
      if (state_ == State::gate && gate_problem().empty()) return send();
      return;
    default: return;
  }
}

void DeskModel::choose(std::uint8_t index) {
  if (index == choice_recovery) return arrive(State::recovery);
  if (state_ == State::gate) {
    lifetime_ = index;
    return;
  }
  if (index == choice_codes) return open_gate(Task::codes);
  if (index == choice_session) return open_gate(Task::impersonate);
  if (index >= factors_.size()) return;
  factor_id_ = factors_[index].id;
  open_gate(Task::remove_factor);
}

void DeskModel::look_up() {
  problem_.clear();
  factors_.clear();
  events_.clear();
  pages_ = 0;
  factors_call_ = client_.factors(user_);
  const std::string from = admin::to_rfc3339(clock_.wall_now() - timeline_reach);
  admin::AuditQuery query;
  query.from = from;
  query.limit = 100;
  pager_.emplace(client_.audit().pages(query));
  page_call_ = pager_->next();
  arrive(State::user);
}

void DeskModel::leave_user() {
  factors_call_ = {};
  page_call_ = {};
  problem_.clear();
  arrive(State::lookup);
}

void DeskModel::open_gate(Task task) {
  task_ = task;
  checklist_ = {};
  lifetime_ = 0;
  ticket.clear();
  reason.clear();
  short_id.clear();
  arrive(State::gate);
}

std::string_view DeskModel::gate_problem() const {
  if (std::find(checklist_.begin(), checklist_.end(), false) != checklist_.end())
    return "Tick every line of the checklist.";

  if (const char* problem = admin::problem_of({checks_made, checked_by.view().reveal(),
                                               ticket.view().reveal(), reason.view().reveal()}))
    return problem;
  const std::string_view id = user_;
  if (id.size() < short_id_size || short_id.view().reveal() != id.substr(id.size() - short_id_size))
    return "Type the last 6 characters of the user's id.";
  return {};
}

void DeskModel::send() {
  const admin::IdentityCheck identity{checks_made, checked_by.view().reveal(),
                                      ticket.view().reveal(), reason.view().reveal()};
  switch (task_) {
    case Task::remove_factor:
      remove_call_ = client_.remove_factor(user_, factor_id_, identity);
      break;
    case Task::codes: codes_call_ = client_.generate_backup_codes(user_, identity); break;
    case Task::impersonate:
      session_call_ = client_.impersonate({user_, lifetimes[lifetime_]}, identity);
      break;
  }
  arrive(State::working);
}

void DeskModel::send_recovery() {
  mail_call_ = client_.send_recovery(email.view().reveal());
  arrive(State::working);
}

void DeskModel::update() {
  now_ = clock_.now();
  if (!shown_since_) shown_since_ = now_;
  codes_.update(now_);
  if (token_shown_since_ && now_ - *token_shown_since_ >= widgets::CodeSheet::idle_time)
    token_shown_since_.reset();
  take_lists();
  take_override();
  take_receipt();
  DeskScreens(*this).build();
}

void DeskModel::take_lists() {
  if (auto factors = harvest(factors_call_)) {
    if (!*factors) {
      problem_ =
          factors->error().code == hellojohn::Errc::not_found
              ? "There is no such user."
              : std::string("The user could not be read: ") + to_string(factors->error().code);
      page_call_ = {};
      return arrive(State::lookup);
    }
    factors_ = std::move(**factors);
    arrive(State::user);  // What stood there has moved.
  }
  auto page = harvest(page_call_);
  if (!page) return;
  if (!*page) {
    problem_ = std::string("The audit log could not be read: ") + to_string(page->error().code);
    return;
  }
  for (admin::AuditRecord& record : (**page).data)
    if (record.concerns(user_)) events_.push_back(std::move(record));
  if (!pager_->finished() && ++pages_ < most_pages) page_call_ = pager_->next();
}

void DeskModel::take_override() {
  if (auto removed = harvest(remove_call_)) {
    if (!*removed) return fail(removed->error());
    return finish(**removed);
  }
  if (auto made = harvest(codes_call_)) {
    if (!*made) return fail(made->error());
    codes_.show(std::move((**made).codes));
    return finish((**made).done);
  }
  if (auto opened = harvest(session_call_)) {
    if (!*opened) return fail(opened->error());
    token_ = std::move((**opened).access_token);
    if ((**opened).lifetime)
      granted_ = std::to_string((**opened).lifetime->count() / 60) + " minutes";
    return finish((**opened).done);
  }
  if (auto mailed = harvest(mail_call_)) {
    if (!*mailed) return fail(mailed->error());
    done_.reset();
    arrive(State::done);
  }
}

void DeskModel::finish(const admin::Override& done) {
  done_ = done;
  receipt_.reset();
  receipt_call_ = client_.audit().receipt(done);
  arrive(State::done);
}

void DeskModel::fail(const Error& error) {
  const bool open = error.outcome == hellojohn::Outcome::unknown ||
                    error.outcome == hellojohn::Outcome::done_answer_lost;
  loose_end_ = open ? error.detail : std::string();
  problem_ = std::string(to_string(error.code)) + ", " + to_string(error.outcome);
  if (!error.request_id.empty()) problem_ += ", request id " + error.request_id;
  arrive(State::failed);
}

void DeskModel::take_receipt() {
  auto receipt = harvest(receipt_call_);
  if (!receipt) return;
  if (*receipt) receipt_ = std::move(**receipt);
}

void DeskModel::toggle_secrets() noexcept {
  const bool hidden = screen_.masked;
  hide_secrets();
  if (!hidden) return;
  seen_ = true;
  codes_.reveal_all(now_);
  if (!token_.empty()) token_shown_since_ = now_;
}

void DeskModel::hide_secrets() noexcept {
  codes_.mask();
  token_shown_since_.reset();
}

void DeskModel::forget_secrets() {
  codes_.wipe();
  token_ = {};
  hide_secrets();
  seen_ = false;
  granted_.clear();
}

}  // namespace desk
