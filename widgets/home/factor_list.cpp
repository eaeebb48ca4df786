// Replacing and removing factors: what a press sends, and what an answer means.
#include "fields/proof_form.hpp"
#include "home/factor_list_steps.hpp"
#include "screen/parts.hpp"

#include <hellojohn/client.hpp>
#include <hellojohn/widgets/factor_list.hpp>

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

using namespace parts;

namespace {

/// What the person calls it; its type if it has no name.
std::string_view name_of(const Factor& factor) noexcept {
  return factor.name.empty() ? factor.type : factor.name;
}

/// More than these have no room on one screen; a person has two or three.
constexpr std::size_t most_factors = 16;

}  // namespace

FactorList::FactorList(const Client& client)
    : mfa_(client.user().mfa()), server_(client.capabilities()) {
  settle();
}

FactorList::~FactorList() {
  if (remove_call_.valid()) std::move(remove_call_).detach();
}

void FactorList::open(const std::vector<Factor>& factors, std::string_view account) {
  if (remove_call_.valid()) return;
  factors_call_ = {};
  waiting(false);
  account_ = account;
  error_.reset();
  replacement_.reset();
  replacing_ = set_up_ = false;
  keep_active(factors);
  go(FactorListPhase::listing);
  settle();
}

void FactorList::remove_replaced(Factor factor, std::string_view account) {
  if (remove_call_.valid()) return;
  account_ = account;
  chosen_ = std::move(factor);
  factors_.clear();
  begin();
  settle();
}

void FactorList::ask_to_replace(Factor factor, std::string_view account) {
  if (remove_call_.valid()) return;
  account_ = account;
  chosen_ = std::move(factor);
  factors_.assign(1, chosen_);
  replacing_ = true;
  go(FactorListPhase::asking);
  settle();
}

bool FactorList::take_set_up() noexcept { return std::exchange(set_up_, false); }

void FactorList::hide_secrets() {
  if (!proof_) return;
  proof_->hide();
  changed();
  settle();
}

void FactorList::forget() {
  if (remove_call_.valid()) std::move(remove_call_).detach();
  remove_call_ = {};
  factors_call_ = {};
  waiting(false);
  factors_.clear();
  chosen_ = {};
  account_.clear();
  replacement_.reset();
  error_.reset();
  proof_.reset();
  replacing_ = set_up_ = false;
  go(FactorListPhase::closed);
  settle();
}

void FactorList::keep_active(const std::vector<Factor>& factors) {
  factors_.clear();
  for (const Factor& factor : factors) {
    const bool listed = factor.type != factor::backup_codes && factor.status == "active";
    if (listed && factors_.size() < most_factors) factors_.push_back(factor);
  }
}

void FactorList::go(FactorListPhase phase) noexcept {
  if (phase == FactorListPhase::listing || phase == FactorListPhase::closed) proof_.reset();
  steps::take<steps::FactorListSteps>(phase_, phase);
  arrive();
}

std::optional<Factor> FactorList::take_replacement() {
  return std::exchange(replacement_, std::nullopt);
}

std::string_view FactorList::name() const noexcept { return name_of(chosen_); }

bool FactorList::is_last() const noexcept { return factors_.size() == 1; }

void FactorList::apply(const Intent& intent) {
  if (!takes(intent)) return;
  if (phase_ == FactorListPhase::proving) {
    apply_to_proof(intent.action);
    changed();
    return settle();
  }
  switch (intent.action) {
    case Action::replace_factor:
    case Action::remove_factor:
      if (intent.action == Action::replace_factor && !server_.one_authenticator) {
        replacement_ = factors_[intent.index];
        break;
      }
      replacing_ = intent.action == Action::replace_factor;
      chosen_ = factors_[intent.index];
      go(FactorListPhase::asking);
      break;
    case Action::leave: begin(); break;
    case Action::stay: go(FactorListPhase::listing); break;
    case Action::retry: begin(); break;
    case Action::check_again:
      factors_call_ = mfa_.factors();
      waiting(true);
      go(FactorListPhase::looking);
      break;
    case Action::back:
    case Action::cancel: go(FactorListPhase::closed); break;
    default: break;
  }
  changed();
  settle();
}

void FactorList::begin() {
  if (!server_.needs_proof) return remove();
  if (!proof_) {
    proof_ = std::make_unique<ProofForm>(server_.backup_code_format.value_or(BackupCodeFormat{}));
  }
  proof_->open();
  go(FactorListPhase::proving);
}

void FactorList::apply_to_proof(Action action) {
  if (action == Action::back) return go(FactorListPhase::listing);
  if (action == Action::submit && proof_->complete()) return remove();
  // The focus goes to what is missing, or to the other field.
  if (action == Action::submit || proof_->apply(action)) arrive();
}

void FactorList::remove() {
  if (remove_call_.valid()) return;
  error_.reset();
  remove_call_ = proof_ ? mfa_.remove(chosen_.id, proof_->proof()) : mfa_.remove(chosen_.id);
  waiting(true);
  go(FactorListPhase::removing);
}

void FactorList::update(Time now) {
  tick(now);
  if (phase_ == FactorListPhase::proving && proof_->typed()) changed();
  if (remove_call_.valid() && remove_call_.ready()) {
    waiting(false);
    take_removed(std::move(remove_call_).take());
  }
  if (factors_call_.valid() && factors_call_.ready()) {
    waiting(false);
    take_factors(std::move(factors_call_).take());
  }
  settle();
}

void FactorList::removed() noexcept {
  set_up_ = replacing_;
  replacing_ = false;
  go(FactorListPhase::closed);
}

void FactorList::take_removed(const Result<Unit>& answer) {
  // A 2xx whose body cannot be read removed it as well: nothing in the body is needed.
  if (answer || answer.error().outcome == Outcome::done_answer_lost) return removed();
  error_ = answer.error();
  if (error_->outcome != Outcome::unknown && proof_ && proof_->refuse(*error_)) {
    return go(FactorListPhase::proving);
  }
  go(error_->outcome == Outcome::unknown ? FactorListPhase::unknown : FactorListPhase::failed);
}

void FactorList::take_factors(Result<std::vector<Factor>> answer) {
  if (!answer) {
    // Nothing is claimed: the same question again, on a press.
    error_ = std::move(answer).error();
    return go(FactorListPhase::unknown);
  }
  error_.reset();
  keep_active(*answer);
  for (const Factor& factor : factors_) {
    if (factor.id == chosen_.id) return go(FactorListPhase::failed);
  }
  removed();
}

Message FactorList::say_of(MessageId named, MessageId app) const noexcept {
  return server_.one_authenticator ? say(app) : say(named, name());
}

void FactorList::build_asking(Screen& screen) const noexcept {
  screen.add(Role::heading, say_of(MessageId::factors_ask_title, MessageId::factors_ask_app));
  notice(screen, is_last() || replacing_ ? Emphasis::danger : Emphasis::warning,
         say(replacing_  ? MessageId::factors_ask_first
             : is_last() ? MessageId::factors_ask_last
                         : MessageId::factors_ask));
  button(screen, Action::leave, MessageId::factors_yes, Emphasis::danger);
  focus(screen, button(screen, Action::stay, MessageId::stay, Emphasis::primary));
}

void FactorList::build(Screen& screen) noexcept {
  if (phase_ == FactorListPhase::closed) return;
  if (phase_ == FactorListPhase::asking) return build_asking(screen);
  if (phase_ == FactorListPhase::proving) {
    screen.streamed = true;  // No host tells here who sees the screen.
    return proof_->build(screen);
  }
  heading(screen, MessageId::card_methods);
  if (!account_.empty()) {
    screen.add(Role::value, say(MessageId::account)).value =
        say(MessageId::account_value, std::string_view(account_));
  }
  if (phase_ == FactorListPhase::listing) return build_list(screen);
  build_end(screen);
}

void FactorList::build_list(Screen& screen) const noexcept {
  for (std::size_t i = 0; i < factors_.size(); ++i) {
    const auto add = [&](MessageId label, MessageId app, Action action) -> Element& {
      Element& element = screen.add(
          Role::button, server_.one_authenticator ? say(app) : say(label, name_of(factors_[i])));
      element.action = action;
      element.index = static_cast<std::uint8_t>(i);
      return element;
    };
    Element& replace =
        add(MessageId::factors_replace, MessageId::factors_replace_app, Action::replace_factor);
    if (i == 0) focus(screen, replace);
    add(MessageId::factors_remove, MessageId::factors_remove_app, Action::remove_factor);
  }
  button(screen, Action::back, MessageId::back);
}

void FactorList::build_end(Screen& screen) const noexcept {
  if (phase_ == FactorListPhase::removing || phase_ == FactorListPhase::looking) {
    screen.add(Role::busy, say(phase_ == FactorListPhase::removing ? MessageId::factors_removing
                                                                   : MessageId::card_loading));
    return;
  }
  if (phase_ == FactorListPhase::unknown) {
    screen.announcement = notice(screen, Emphasis::warning,
                                 say_of(MessageId::factors_unknown, MessageId::factors_unknown_app))
                              .label;
    if (error_) reference(screen, *error_);
    button(screen, Action::back, MessageId::back);
    return focus(screen, button(screen, Action::check_again, MessageId::challenge_check_again,
                                Emphasis::primary));
  }
  if (error_) {
    screen.add(Role::error, say(words_for(*error_)));
    reference(screen, *error_);
  }
  // Said after a refusal, or when the list shows it: either way it is certain.
  Message said = say_of(MessageId::factors_failed, MessageId::factors_failed_app);
  if (error_) said.id = honest(said.id, *error_);
  screen.announcement = notice(screen, Emphasis::danger, said).label;
  button(screen, Action::back, MessageId::back);
  focus(screen, button(screen, Action::retry, MessageId::retry, Emphasis::primary));
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
