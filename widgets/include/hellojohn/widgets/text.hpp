// The words of every screen, in English and Spanish, and how a host replaces them.
#pragma once

#include <hellojohn/widgets/message.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

/// Languages with words of the library's own.
enum class Language : std::uint8_t {
  en,  ///< English.
  es,  ///< Spanish.
};

/// Longest formatted sentence in bytes; buffers of this size never cut.
inline constexpr std::size_t longest_sentence = 1024;

/// A language's words, with a host's own ones on top. The language can change at any time.
///
/// **Exceptions** none: without memory the program ends.
/// **Thread safety** one thread at a time. **Lifetime** views it returns live until the next set() or set_language().
class Text {
 public:
  /// The library's own words.
  explicit Text(Language language = Language::en) noexcept : language_(language) {}

  ///@{
  /// Takes effect with the next words() or format().
  void set_language(Language language) noexcept { language_ = language; }
  [[nodiscard]] Language language() const noexcept { return language_; }
  ///@}

  /// Replaces a sentence in every language. `one` is used where n is 1; empty: `other` serves both.
  void set(MessageId id, std::string other, std::string one = {});
  /// Back to the library's own words.
  void reset(MessageId id) noexcept;

  /// The sentence with its placeholders still in it.
  [[nodiscard]] std::string_view words(MessageId id, std::int32_t n = 0) const noexcept;
  /// The sentence with its values. Cut at a character where `out` is too small; an unknown placeholder stays as it is.
  [[nodiscard]] std::string_view format(const Message& message, std::span<char> out) const noexcept;

 private:
  struct Own {
    std::string one, other;
  };
  Language language_;
  std::array<Own, message_count> own_{};
};

/// A translator's notes on a sentence. Views have static lifetime.
struct MessageInfo {
  std::string_view name;  ///< As in MessageId.
  int limit = 0;  ///< Longest translation in characters, placeholders counted as they are written.
  ///@{
  /// The library's words; `one` is empty where the sentence has no plural.
  std::string_view en_one, en_other, es_one, es_other;
  ///@}
  std::string_view context;  ///< What the translator should know: place and placeholders.
};

/// For a translator's tool. An id out of range gives that of MessageId::none.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] MessageInfo message_info(MessageId id) noexcept;
/// none where there is no such name.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] MessageId message_named(std::string_view name) noexcept;
/// All sentences as RFC 4180 CSV: id, context, limit, and the four texts.
/// **Exceptions** none: without memory the program ends.
/// **Thread safety** any thread.
[[nodiscard]] std::string messages_csv();

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
