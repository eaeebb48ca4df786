// Speech: a screen that is heard.
#include "host.hpp"
#include "world.hpp"

#include <hellojohn/speech/reader.hpp>

bool hear_screens() {
  auto client = silent_client();
  if (!client) return false;
  hellojohn::widgets::AccountAccess access(*client, hellojohn::widgets::Host{});
  access.update(hellojohn::widgets::Time{});
  bool heard = false;
  hellojohn::speech::Reader reader(
      [&heard](hellojohn::SecretView said, hellojohn::speech::Urgency) { heard = !said.empty(); });
  reader.update(access.view(), hellojohn::widgets::Text());
  return heard;
}
