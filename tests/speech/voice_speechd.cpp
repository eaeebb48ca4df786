// The system's voice against a speech-dispatcher of the test's own.
#include "speech/ssip_server.hpp"
#include "worlds/catch.hpp"

#include <hellojohn/speech/system_voice.hpp>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <string>
#include <vector>

using hellojohn::SecretView;
using hellojohn::speech::Speak;
using hellojohn::speech::SystemVoice;
using hellojohn::speech::Urgency;
using hellojohn::speech::VoiceState;
using hellojohn::tests::SsipServer;
using hellojohn::widgets::Language;

namespace {

/// Texts, "CANCEL" and "LANGUAGE de" in their order; the client's other commands are the library's own matter.
std::vector<std::string> told(const std::vector<std::string>& heard) {
  std::vector<std::string> out;
  for (const std::string& line : heard) {
    if (line.starts_with("say: ")) out.push_back(line.substr(5));
    if (line.starts_with("CANCEL")) out.emplace_back("CANCEL");
    const std::size_t at = line.find("LANGUAGE");
    if (at != std::string::npos) out.push_back(line.substr(at));
  }
  return out;
}

}  // namespace

// AddressSanitizer asks for it. libspeechd 0.11 formats the reason of a failed connection and never frees it; nothing of
// this project formats text with vasprintf().
extern "C" const char* __lsan_default_suppressions() { return "leak:__vasprintf_internal"; }

TEST_CASE("voice: texts reach the service in their order, and urgent ones interrupt") {
  SsipServer server;
  setenv("SPEECHD_ADDRESS", server.address().c_str(), 1);
  std::vector<std::string> heard;
  {
    SystemVoice voice("Sky Game", Language::de);
    const Speak speak = voice.speak();
    speak(SecretView("Anmelden"), Urgency::next);
    CHECK(told(server.heard(1)).back() == "Anmelden");
    speak(SecretView("Fehler"), Urgency::now);
    (void)server.heard(2);
    // The words after an error wait for it.
    voice.say(SecretView("E-Mail"), Urgency::next);
    (void)server.heard(3);
    voice.set_language(Language::zh_hans);
    voice.say(SecretView("."), Urgency::polite);
    heard = told(server.heard(4));
    CHECK(voice.state() == VoiceState::ready);
  }
  // A line with only a dot would end the text: the library doubles it.
  CHECK(heard == std::vector<std::string>{"LANGUAGE de", "CANCEL", "Anmelden", "CANCEL", "Fehler",
                                          "E-Mail", "LANGUAGE zh", ".."});
}

TEST_CASE("voice: the application's name is shown to the user, and texts are no markup") {
  SsipServer server;
  setenv("SPEECHD_ADDRESS", server.address().c_str(), 1);
  SystemVoice voice("Sky Game");
  voice.say(SecretView("<speak>"), Urgency::polite);
  const auto heard = server.heard(1);
  const auto has = [&](std::string_view part) {
    return std::any_of(heard.begin(), heard.end(), [&](const std::string& line) {
      return line.find(part) != std::string::npos;
    });
  };
  CHECK(has("Sky Game"));
  CHECK(has("SSML_MODE off"));
  CHECK(has("say: <speak>"));
}

TEST_CASE("voice: without a service nothing is said, and a hook may outlive the voice") {
  setenv("SPEECHD_ADDRESS", "unix_socket:/nonexistent/speechd", 1);
  Speak speak;
  {
    SystemVoice voice("Sky Game");
    speak = voice.speak();
    while (voice.state() == VoiceState::starting) std::this_thread::yield();
    CHECK(voice.state() == VoiceState::missing);
    speak(SecretView("Nobody hears it"), Urgency::now);
  }
  speak(SecretView("Nobody hears it"), Urgency::now);
  CHECK(speak);
}
