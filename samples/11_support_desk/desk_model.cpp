// See desk_model.hpp: the flow.
#include "11_support_desk/desk_model.hpp"

#include <algorithm>
#include <utility>

namespace desk {

using hellojohn::Error;
using hellojohn::Secret;
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
  DeskScreens(*this).build();
}

void DeskModel::apply(const widgets::Intents& intents) {
  for (const widgets::Intent& intent : intents)
    if (screen_.can(intent.action, intent.index)) apply(intent);
  DeskScreens(*this).build();
}

void DeskModel::apply(const widgets::Intent& intent) {
  switch (intent.action) {
    case Action::choose: return choose(intent.index);
    case Action::toggle_saved: checklist_[intent.index] = !checklist_[intent.index]; return;
    case Action::reveal: revealed_ = !revealed_; return;
    case Action::refresh:
      if (state_ == State::user) look_up();
      if (state_ == State::done && done_) receipt_call_ = client_.audit().receipt(*done_);
      return;
    case Action::done:
    case Action::back:
      forget_secrets();
      if (state_ == State::user || state_ == State::lookup) return arrive(State::lookup);
      return look_up();
    case Action::submit:
      if (state_ == State::lookup) {
        user_ = std::string(user_id.view().reveal());
        return look_up();
      }
      if (state_ == State::recovery) return send_recovery();
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
  if (index < factors_.size()) open_gate(Task::remove_factor, factors_[index].id);
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

void DeskModel::open_gate(Task task, std::string factor_id) {
  task_ = task;
  factor_id_ = std::move(factor_id);
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
    secrets_ = std::move((**made).codes.codes);
    return finish((**made).done);
  }
  if (auto opened = harvest(session_call_)) {
    if (!*opened) return fail(opened->error());
    secrets_.push_back(std::move((**opened).access_token));
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

void DeskModel::forget_secrets() {
  secrets_.clear();
  revealed_ = false;
  granted_.clear();
}

}  // namespace desk
