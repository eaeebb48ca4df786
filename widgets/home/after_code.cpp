// The question after a sign-in by backup code: is the authenticator still there?
#include "screen/parts.hpp"

#include <hellojohn/widgets/account_access.hpp>

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

using namespace parts;

void AccountAccess::AfterCode::open(std::optional<int> left) {
  left_ = left;
  answer_ = Action::none;
  arrive();
  settle();
}

void AccountAccess::AfterCode::apply(const Intent& intent) {
  if (takes(intent)) answer_ = intent.action;
}

void AccountAccess::AfterCode::update(Time now) {
  tick(now);
  settle();
}

Action AccountAccess::AfterCode::take_answer() noexcept {
  return std::exchange(answer_, Action::none);
}

void AccountAccess::AfterCode::build(Screen& screen) noexcept {
  heading(screen, MessageId::after_code_title);
  text(screen, left_ ? say(MessageId::low_used, *left_) : say(MessageId::low_used_unknown));
  text(screen, MessageId::after_code_question);
  button(screen, Action::set_up, MessageId::after_code_no);
  button(screen, Action::replace_codes, MessageId::after_code_make);
  focus(screen, button(screen, Action::done, MessageId::after_code_yes, Emphasis::primary));
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
