// See speaker.hpp.
#include "apps/common/speaker.hpp"

#include <fstream>

namespace samples {

namespace speech = hellojohn::speech;

namespace {

const char* name(speech::Urgency urgency) {
  switch (urgency) {
    case speech::Urgency::now: return "now: ";
    case speech::Urgency::next: return "next: ";
    case speech::Urgency::polite: break;
  }
  return "polite: ";
}

}  // namespace

Speaker::Speaker(const SpeakerOptions& options, hellojohn::widgets::Language language)
    : file_(options.file), language_(language) {
  if (options.voice) voice_.emplace("hellojohn-sample", language);
}

speech::Speak Speaker::hook() {
  if (!voice_ && file_.empty()) return {};
  return [this](hellojohn::SecretView text, speech::Urgency urgency) {
    if (voice_) voice_->say(text, urgency);
    // For a test of the sample. An app writes nothing that was said: a code may be in it.
    if (!file_.empty()) {
      std::ofstream(file_, std::ios::app) << name(urgency) << text.reveal() << '\n' << std::flush;
    }
  };
}

void Speaker::set_language(hellojohn::widgets::Language language) {
  if (language == language_) return;
  language_ = language;
  if (voice_) voice_->set_language(language);
}

}  // namespace samples
