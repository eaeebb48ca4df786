// See desk_model.hpp: what is shown in which state.
#include "apps/support_desk/desk_model.hpp"

#include <algorithm>
#include <utility>

namespace desk {

using widgets::Action;
using widgets::Element;
using widgets::Emphasis;
using widgets::Role;

namespace {

constexpr std::size_t most_events = 8;

constexpr const char* checklist[checklist_size] = {
    "I called back on the number that is on file, not on one I was given.",
    "I saw a document on video. Its number is written down nowhere.",
    "A ticket is open for this, and it says what I saw.",
};
constexpr const char* lifetime_words[] = {"15 minutes", "30 minutes", "1 hour"};

std::string title_of(const hellojohn::Factor& factor) {
  return factor.name.empty() ? factor.type : factor.name + " (" + factor.type + ")";
}

std::string line_of(const admin::AuditRecord& record) {
  std::string when = record.created_at.substr(0, 16);
  std::replace(when.begin(), when.end(), 'T', ' ');
  return when + "  " + record.type + ", by " + record.actor_type +
         (record.result == "success" ? "" : ", " + record.result);
}

}  // namespace

widgets::Message DeskScreens::say(std::string words) {
  return widgets::free_text(m_.words_.emplace_back(std::move(words)));
}

Element& DeskScreens::add(Role role, std::string words) {
  return s_.add(role, say(std::move(words)));
}

Element& DeskScreens::notice(Emphasis emphasis, std::string words) {
  Element& element = add(Role::notice, std::move(words));
  element.emphasis = emphasis;
  return element;
}

Element& DeskScreens::button(Action action, std::string words, Emphasis emphasis) {
  Element& element = add(Role::button, std::move(words));
  element.action = action;
  element.emphasis = emphasis;
  return element;
}

Element& DeskScreens::field(std::string label, widgets::TextInput& input) {
  Element& element = add(Role::text_field, std::move(label));
  element.input = &input;
  return element;
}

void DeskScreens::value(std::string label, std::string value) {
  add(Role::value, std::move(label)).value = say(std::move(value));
}

void DeskScreens::build() {
  s_.clear();
  m_.words_.clear();
  s_.busy = false;
  switch (m_.state_) {
    case State::lookup: return lookup();
    case State::user: return user();
    case State::gate: return gate();
    case State::recovery: return recovery();
    case State::working:
      add(Role::heading, "Working");
      add(Role::busy, "The service is asked. Do not close the window.");
      s_.busy = true;
      return;
    case State::done: return done();
    case State::failed: return failed();
  }
}

void DeskScreens::lookup() {
  add(Role::heading, "Support desk");
  add(Role::paragraph, "Whom is it about? Everything you do here is on record.");
  Element& id = field("User id", m_.user_id);
  id.action = Action::submit;
  id.index = 1;
  s_.focus = s_.size() - 1;
  if (!m_.problem_.empty()) add(Role::error, m_.problem_);
  button(Action::submit, "Look up", Emphasis::primary);
}

void DeskScreens::user() {
  const bool known = !m_.factors_call_.valid();
  add(Role::heading, m_.user_);
  if (!known) {
    add(Role::busy, "Reading the factors");
    s_.busy = true;
  }
  notice(Emphasis::info, "Whoever is on the phone may be somebody else. Check first, then help.");
  Element& mail = add(Role::card, "Send a recovery link");
  mail.value = say("The safer way: the person proves the address, and you hold no secret.");
  mail.action = Action::choose;
  mail.index = choice_recovery;
  mail.enabled = known;
  for (std::size_t i = 0; i < m_.factors_.size() && i < 6; ++i) {
    const hellojohn::Factor& factor = m_.factors_[i];
    if (factor.type == hellojohn::factor::backup_codes) {
      value("Backup codes", "A set of " + factor.created_at.substr(0, 10));
      continue;
    }
    Element& card = add(Role::card, "Remove " + title_of(factor));
    card.value = say(factor.status + ", since " + factor.created_at.substr(0, 10));
    card.action = Action::choose;
    card.index = static_cast<std::uint8_t>(i);
  }
  if (known && m_.factors_.empty())
    add(Role::paragraph, "No second factor: the user signs in with the password alone.");
  Element& codes = add(Role::card, "Make new backup codes");
  codes.value = say("You read them out. Whoever hears them can sign in.");
  codes.action = Action::choose;
  codes.index = choice_codes;
  codes.enabled = known;
  Element& session = add(Role::card, "Open a session without MFA");
  session.value = say("Last resort: its token is the account, for whoever holds it.");
  session.action = Action::choose;
  session.index = choice_session;
  session.enabled = known;
  timeline();
  button(Action::back, "Another user");
  button(Action::refresh, "Read again").enabled = known;
}

void DeskScreens::timeline() {
  add(Role::paragraph, "Events of the last 30 days, newest first");
  std::size_t shown = 0;
  for (const admin::AuditRecord& record : m_.events_) {
    if (++shown > most_events) break;
    add(Role::tick, line_of(record)).checked = record.result == "success";
  }
  if (!m_.problem_.empty())
    add(Role::error, m_.problem_);
  else if (m_.page_call_.valid())
    add(Role::hint, "Reading the log");
  else if (m_.events_.empty())
    add(Role::hint, "None.");
  else if (m_.events_.size() > most_events)
    add(Role::hint, std::to_string(m_.events_.size() - most_events) + " more in the log.");
}

void DeskScreens::gate() {
  switch (m_.task_) {
    case Task::remove_factor:
      add(Role::heading, "Remove a factor");
      value("User", m_.user_);
      for (const hellojohn::Factor& factor : m_.factors_)
        if (factor.id == m_.factor_id_) value("Factor", title_of(factor));
      value("Factor id", m_.factor_id_);
      notice(Emphasis::warning, "The user can then sign in with the password alone.");
      break;
    case Task::codes:
      add(Role::heading, "Make new backup codes");
      value("User", m_.user_);
      notice(Emphasis::warning, "Every earlier code dies. Whoever hears the new ones can sign in.");
      break;
    case Task::impersonate:
      add(Role::heading, "Open a session without MFA");
      value("User", m_.user_);
      notice(Emphasis::warning,
             "Never mail the token: a mail is read by more than one. Safer, if the person can read "
             "their mail:");
      {
        Element& safer = add(Role::link, "Send a recovery link instead");
        safer.action = Action::choose;
        safer.index = choice_recovery;
      }
      break;
  }
  for (std::size_t i = 0; i < checklist_size; ++i) {
    Element& line = add(Role::checkbox, checklist[i]);
    line.action = Action::toggle_saved;
    line.index = static_cast<std::uint8_t>(i);
    line.checked = m_.checklist_[i];
  }
  gate_fields();
}

void DeskScreens::gate_fields() {
  field("Checked by (your name)", m_.checked_by).index = 1;
  field("Ticket", m_.ticket).index = 2;
  field("Reason, at least 10 characters", m_.reason).index = 3;
  if (m_.task_ == Task::impersonate) {
    for (std::size_t i = 0; i < std::size(lifetime_words); ++i) {
      Element& choice = add(Role::checkbox, std::string("Ends after ") + lifetime_words[i]);
      choice.action = Action::choose;
      choice.index = static_cast<std::uint8_t>(i);
      choice.checked = m_.lifetime_ == i;
    }
  }
  field("The last 6 characters of the user's id", m_.short_id).index = 4;
  const std::string_view problem = m_.gate_problem();
  if (!problem.empty()) add(Role::hint, std::string(problem));
  button(Action::back, "Back");
  Element& go = button(Action::submit,
                       m_.task_ == Task::remove_factor ? "Remove it"
                       : m_.task_ == Task::codes       ? "Make codes"
                                                       : "Open the session",
                       Emphasis::danger);
  go.enabled = problem.empty();
  if (!problem.empty()) go.reason = say(std::string(problem));
}

void DeskScreens::recovery() {
  add(Role::heading, "Send a recovery link");
  add(Role::paragraph,
      "To the address on the account. The answer is the same whether or not there is one.");
  Element& address = field("E-mail address", m_.email);
  address.action = Action::submit;
  address.index = 1;
  s_.focus = s_.size() - 1;
  button(Action::back, "Back");
  button(Action::submit, "Send", Emphasis::primary).enabled = !m_.email.empty();
}

void DeskScreens::done() {
  if (!m_.done_) {
    add(Role::heading, "Accepted");
    add(Role::paragraph, "If the address has an account, a recovery link is on its way.");
    button(Action::done, "Done", Emphasis::primary);
    return;
  }
  switch (m_.task_) {
    case Task::remove_factor:
      add(Role::heading, "The factor is removed");
      add(Role::paragraph, "At the next sign-in: set up a new factor, then make backup codes.");
      break;
    case Task::codes: add(Role::heading, "New backup codes are made"); break;
    case Task::impersonate: add(Role::heading, "A session is open"); break;
  }
  secrets();
  record();
  if (m_.receipt_) {
    value("Receipt", m_.receipt_->id);
    value("In the audit log", line_of(*m_.receipt_));
  } else {
    add(Role::hint, m_.receipt_call_.valid() ? "Reading the receipt from the audit log"
                                             : "The audit log does not show it yet.");
    if (!m_.receipt_call_.valid()) button(Action::refresh, "Look again");
  }
  Element& end = button(Action::done, "Done", Emphasis::primary);
  end.enabled = !s_.has_secrets || m_.seen_;
  if (!end.enabled) end.reason = say("It is shown this once: look at it first.");
}

void DeskScreens::record() {
  if (!m_.record_lost_) return;
  add(Role::error, "Your own record could not be written. Note this override by hand.");
}

/// The codes one at a time, as they are read out, or all; the token as a whole.
void DeskScreens::secrets() {
  if (m_.codes_.empty() && m_.token_.empty()) return;
  s_.has_secrets = true;
  s_.masked = !m_.token_shown_since_ && !m_.codes_.anything_revealed(m_.now_);
  if (!m_.codes_.empty()) {
    notice(Emphasis::danger, "Shown once. Read them out; write them down nowhere.");
    add(Role::codes, "A press shows a code for 10 seconds").secret = true;
    s_.sheet = &m_.codes_;
  } else {
    notice(Emphasis::danger, "This token is the account. It ends after " + m_.granted_ + ".");
    Element& token = add(Role::value, "Token");
    token.secret = true;
    if (s_.masked) token.value = say("Hidden");
    if (!s_.masked) token.secret_value = m_.token_.view();
  }
  button(Action::reveal, !s_.masked ? "Hide" : m_.codes_.empty() ? "Show" : "Show all");
}

void DeskScreens::failed() {
  add(Role::heading, m_.loose_end_.empty() ? "Nothing was changed" : "It may have happened");
  if (m_.loose_end_.empty())
    notice(Emphasis::info, "The service did not do it: " + m_.problem_ + ".");
  else
    notice(Emphasis::danger, "Not certain: " + m_.loose_end_ + ".");
  if (!m_.loose_end_.empty()) value("What is known", m_.problem_);
  record();
  button(Action::back, m_.loose_end_.empty() ? "Back" : "Look at the user's events",
         Emphasis::primary);
}

}  // namespace desk
