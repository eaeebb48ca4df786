// The voice of the system: speech-dispatcher on Linux, SAPI on Windows. In a separate library, hellojohn::system_voice.
#pragma once

#include <hellojohn/secret.hpp>
#include <hellojohn/speech/reader.hpp>
#include <hellojohn/widgets/language.hpp>

#include <memory>
#include <string>

namespace hellojohn {
inline namespace v0 {
namespace speech {

/// Whether the system speaks.
enum class VoiceState : std::uint8_t {
  starting,  ///< The service was not asked yet.
  ready,     ///< It takes texts.
  missing,   ///< This build has no voice, or the service cannot be reached: everything is dropped.
};

/// Hands texts to the system's speech service, on its own thread: no call waits for the service.
///
/// Texts that wait are wiped when they were said. A text that is more urgent removes those that wait.
/// **Exceptions** none. Without memory or a thread the text is dropped.
/// **Thread safety** any thread.
/// **Lifetime** the destructor waits 250 ms for the service, then leaves it behind. A hook of speak() may outlive the object,
/// and then drops its texts.
class SystemVoice {
 public:
  /// `application`: the name that the service shows to the user.
  explicit SystemVoice(std::string application,
                       widgets::Language language = widgets::Language::en) noexcept;
  ~SystemVoice();
  SystemVoice(const SystemVoice&) = delete;
  SystemVoice& operator=(const SystemVoice&) = delete;

  /// Says a text after, or instead of, what was said before.
  void say(SecretView text, Urgency urgency) noexcept;
  /// The hook for a Reader.
  [[nodiscard]] Speak speak() const noexcept;
  /// Takes effect with the next text.
  void set_language(widgets::Language language) noexcept;
  /// What became of the service so far.
  [[nodiscard]] VoiceState state() const noexcept;

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace speech
}  // namespace v0
}  // namespace hellojohn
