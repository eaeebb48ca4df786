// The headless components: a field that takes text, a screen with words.
#include "host.hpp"
#include "world.hpp"

#include <hellojohn/widgets/account_access.hpp>
#include <hellojohn/widgets/text.hpp>

#include <span>

namespace {
namespace ui = hellojohn::widgets;
}

bool show_screens() {
  auto client = silent_client();
  if (!client) return false;
  ui::AccountAccess access(*client, ui::Host{});
  access.update(ui::Time{});
  const ui::Element* email = access.view().main->find(ui::Role::text_field);
  if (access.view().place != ui::Place::sign_in || email == nullptr) return false;
  char room[ui::longest_sentence];
  return !ui::Text(ui::Language::es).format(email->label, std::span<char>(room)).empty();
}
