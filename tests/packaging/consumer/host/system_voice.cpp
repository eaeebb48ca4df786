// The system's voice: it is linked, and gives a hook. Nothing is said.
#include "host.hpp"

#include <hellojohn/speech/system_voice.hpp>

bool speak_aloud() {
  const hellojohn::speech::SystemVoice voice("consumer");
  return static_cast<bool>(voice.speak());
}
