// Help from a person: one screen.
#include "screen/parts.hpp"

#include <hellojohn/widgets/admin_help.hpp>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

using namespace parts;

AdminHelp::AdminHelp(HostState& host) : host_(host) { settle(); }

void AdminHelp::open(std::string_view reference) {
  reference_ = reference;
  closed_ = false;
  const std::string& url = host_.branding().support_url;
  if (!url.empty()) (void)page_.make(SecretView(url));
  arrive();
  settle();
}

void AdminHelp::apply(const Intent& intent) {
  if (!takes(intent)) return;
  closed_ = intent.action == Action::back;
  changed();
  settle();
}

void AdminHelp::update(Time now) {
  tick(now);
  settle();
}

void AdminHelp::build(Screen& screen) noexcept {
  if (closed_) return;
  screen.add(Role::heading, say(MessageId::help_title, std::string_view(host_.branding().app)));
  text(screen, MessageId::help_asks);
  notice(screen, Emphasis::warning, say(MessageId::help_never_asks));
  if (!host_.branding().support.empty()) {
    screen.add(Role::value, say(MessageId::help_contact)).value =
        say(MessageId::help_contact_value, std::string_view(host_.branding().support));
  }
  if (page_.size() > 0) {
    screen.add(Role::qr, say(MessageId::help_page));
    screen.qr = &page_;
    screen.masked = false;
  }
  if (!reference_.empty()) {
    screen.add(Role::value, say(MessageId::reference)).value =
        say(MessageId::reference_value, std::string_view(reference_));
  }
  focus(screen, button(screen, Action::back, MessageId::back, Emphasis::primary));
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
