// Where a sample's speech goes: the system's voice, and a file in which a test reads what was said.
#pragma once

#include <hellojohn/speech/reader.hpp>
#include <hellojohn/speech/system_voice.hpp>

#include <optional>
#include <string>

namespace samples {

struct SpeakerOptions {
  bool voice = false;  ///< --speak
  std::string file;    ///< --speak-to; empty: none.
};

class Speaker {
 public:
  Speaker(const SpeakerOptions& options, hellojohn::widgets::Language language);

  /// Empty if nothing is to be said. It must not outlive the speaker.
  [[nodiscard]] hellojohn::speech::Speak hook();
  void set_language(hellojohn::widgets::Language language);

 private:
  std::string file_;
  std::optional<hellojohn::speech::SystemVoice> voice_;
  hellojohn::widgets::Language language_;
};

}  // namespace samples
