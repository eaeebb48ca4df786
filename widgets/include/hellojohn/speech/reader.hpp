// Says what is on screen, for users who do not see it. Reads the tree that the skins draw; knows no toolkit and no voice.
#pragma once

#include <hellojohn/secret.hpp>
#include <hellojohn/widgets/account_access.hpp>
#include <hellojohn/widgets/screen.hpp>
#include <hellojohn/widgets/text.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace hellojohn {
inline namespace v0 {
namespace speech {

/// When a text is said.
enum class Urgency : std::uint8_t {
  polite,  ///< After what is being said.
  next,    ///< Instead of what is being said, unless that is `now`.
  now,     ///< Instead of anything that is being said.
};

/// Says a text. It must not block. The text may hold a secret that the user asked for: keep no copy, and log nothing.
using Speak = std::function<void(SecretView text, Urgency urgency)>;

/// The element that has the focus of keyboard or pad.
struct Focus {
  static constexpr std::size_t nothing = static_cast<std::size_t>(-1);  ///< No element has it.
  widgets::Part part = widgets::Part::main;                             ///< On which screen.
  std::size_t element = nothing;                                        ///< Index in that screen.
  std::uint8_t sub = 0;  ///< Which thing of the element; counts as hellojohn::imgui::Item::sub.
  /// Compares all three.
  friend bool operator==(const Focus&, const Focus&) = default;
};

/// What a user may choose.
struct ReaderOptions {
  bool spelling_words = false;  ///< Spells "A as in Alfa" instead of "A".
  /// On arrival also says everything that can be pressed, for a skin without a focus.
  bool controls_on_arrival = false;
};

/// Turns changes of the screen and of the focus into spoken sentences.
///
/// Says a new screen's title, its texts and the element with the focus; then each move of the focus, each new error and
/// notice, and a countdown at 10 min, 2 min and 30 s. Masked, streamed and typed secrets are said only by say_secret().
/// One call of update() says one text at most. It allocates nothing.
/// **Exceptions** none. The hook must not throw.
/// **Thread safety** the thread that calls AccountAccess::update().
/// **Lifetime** copies the hook; refers to no screen between two calls.
class Reader {
 public:
  /// `speak` empty: nobody listens, and every call returns at once.
  explicit Reader(Speak speak = {}, ReaderOptions options = {}) noexcept
      : speak_(std::move(speak)), options_(options) {}

  /// True if somebody listens.
  [[nodiscard]] bool attached() const noexcept { return static_cast<bool>(speak_); }

  /// Once a frame, after the screen was drawn. `focus` as the skin drew it.
  void update(const widgets::AccountAccessView& view, const widgets::Text& text,
              const Focus& focus = {}) noexcept {
    if (speak_) listen({view.main, view.notice, view.banner}, text, focus);
  }
  /// The same for a component without AccountAccess, or a screen of the host's own.
  void update(const widgets::Screen& screen, const widgets::Text& text,
              const Focus& focus = {}) noexcept {
    if (speak_) listen({&screen, nullptr, nullptr}, text, focus);
  }

  /// The user asks for everything on screen, with all that can be pressed.
  void say_all(const widgets::AccountAccessView& view, const widgets::Text& text) noexcept;
  /// The user asks for the secret at the focus: spells the code that is shown in the row, what is typed into the code field,
  /// or else the first secret that the screen shows. Says so if it is masked. Never says a password or a recovery link.
  void say_secret(const widgets::AccountAccessView& view, const widgets::Text& text,
                  const Focus& focus = {}) noexcept;
  /// The next update() says the screen as if it had just arrived.
  void forget() noexcept;

 private:
  static constexpr std::size_t part_count = 3;
  using Screens = std::array<const widgets::Screen*, part_count>;  ///< In the order of Part.
  class Pass;
  /// An element as it was seen, so that a change is recognised.
  struct Key {
    std::uint64_t words = 0;   ///< Of role, sentence and values, without what a countdown changes.
    std::int64_t seconds = 0;  ///< Of the countdown.
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Seen {
    const widgets::Screen* screen = nullptr;
    std::uint32_t arrival = 0;
    std::uint64_t announcement = 0;
    std::size_t size = 0;
    std::array<Key, widgets::Screen::capacity> elements{};
  };
  /// The state of the element with the focus.
  struct FocusState {
    std::uint64_t words = 0;
    bool enabled = false;
    bool checked = false;
    bool shown = false;
    friend bool operator==(const FocusState&, const FocusState&) = default;
  };

  void listen(const Screens& screens, const widgets::Text& text, const Focus& focus) noexcept;

  Speak speak_;
  ReaderOptions options_;
  std::array<Seen, part_count> seen_{};
  std::uint64_t focus_ = 0;  // Which element has the focus.
  FocusState focus_state_{};
};

}  // namespace speech
}  // namespace v0
}  // namespace hellojohn
