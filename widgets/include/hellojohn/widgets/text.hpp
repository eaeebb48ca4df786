// The words of every screen in each language, and how a host replaces them.
#pragma once

#include <hellojohn/widgets/language.hpp>
#include <hellojohn/widgets/message.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

/// Longest formatted sentence in bytes; buffers of this size never cut.
inline constexpr std::size_t longest_sentence = 1024;

namespace words {
struct Words;
}

/// What became of a table of words.
struct WordsLoaded {
  std::size_t taken = 0;     ///< Sentences that are replaced.
  std::size_t left_out = 0;  ///< Rows that do not fit.
  std::size_t line = 0;      ///< Where the first of those begins, counted from 1; 0: there is none.
};

/// A language's words, with a host's own ones on top. The language can change at any time.
///
/// **Exceptions** none: without memory the program ends.
/// **Thread safety** one thread at a time. **Lifetime** views it returns live until the next set() or set_language().
class Text {
 public:
  /// The library's own words.
  explicit Text(Language language = Language::en) noexcept { set_language(language); }

  ///@{
  /// Takes effect with the next words() or format().
  void set_language(Language language) noexcept;
  [[nodiscard]] Language language() const noexcept { return language_; }
  ///@}

  /// Replaces a sentence in every language. `one` is used if n is 1; empty: `other` serves both.
  void set(MessageId id, std::string other, std::string one = {});
  /// Replaces a sentence in one language, and goes before a replacement in every language. The forms are CLDR's; `other`
  /// stands in for those that are empty.
  void set(Language language, MessageId id, std::string other, std::string one = {},
           std::string few = {}, std::string many = {});
  /// Back to the library's own words, in every language.
  void reset(MessageId id) noexcept;

  /// How Language::own counts; as in English until it is set.
  void set_own_plurals(Plurals rule) noexcept { own_plurals_ = rule; }
  /// Replaces every sentence of a language for which `csv` has a row that fits. The table is that of messages_csv(); its
  /// first row names the columns, of which "id" and "other" must be there.
  /// **Errors** A row does not fit if its id is unknown, or if its forms or placeholders are not those that are needed.
  /// Such a row is left out and counted. A row without any form is not translated yet, and is not counted.
  WordsLoaded load(Language language, std::string_view csv);

  /// The sentence with its placeholders still in it.
  [[nodiscard]] std::string_view words(MessageId id, std::int32_t n = 0) const noexcept;
  /// The sentence with its values. Cut at a character where `out` is too small; an unknown placeholder stays as it is.
  [[nodiscard]] std::string_view format(const Message& message, std::span<char> out) const noexcept;

 private:
  struct Own {
    std::string other, one, few, many;
  };
  using OwnWords = std::vector<Own>;  ///< Empty, or one for each sentence.
  void put(std::size_t slot, MessageId id, Own own);
  [[nodiscard]] std::string_view own(std::size_t slot, MessageId id, Plural plural) const noexcept;

  void find_plain() noexcept;

  Language language_ = Language::en;
  const words::Words* plain_ = nullptr;  ///< The library's words, if no sentence is replaced.
  Plurals own_plurals_ = Plurals::one;
  std::array<OwnWords, language_count + 1> own_;  ///< The last: in every language.
};

/// The forms of a sentence, placeholders still in it. A form that the sentence or its language does not have is empty.
/// Views have static lifetime.
struct MessageForms {
  ///@{
  /// A form by its name in CLDR; a sentence without plurals has `other` only.
  std::string_view one, few, many, other;
  ///@}
};

/// A translator's notes on a sentence. Views have static lifetime.
struct MessageInfo {
  std::string_view name;  ///< As in MessageId.
  int limit = 0;  ///< Longest translation in characters, placeholders counted as they are written.
  std::string_view context;  ///< What the translator should know: place and placeholders.
};

/// For a translator's tool. An id out of range gives that of MessageId::none.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] MessageInfo message_info(MessageId id) noexcept;
/// The library's own words. All are empty if the language is not linked, or the id out of range.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] MessageForms message_forms(Language language, MessageId id) noexcept;
/// Finds a sentence by its name; `none` if there is no such name.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] MessageId message_named(std::string_view name) noexcept;
/// All sentences as RFC 4180 CSV with the columns id, context, limit, en_one, en_other, one, few, many, other. The last four
/// hold the language's own words, and are empty for `own`: a form to be filled in.
/// **Exceptions** none: without memory the program ends.
/// **Thread safety** any thread.
[[nodiscard]] std::string messages_csv(Language language = Language::own);

/// A sentence as no language has it, for trying out layouts: accents, and 40 % longer. Placeholders stay.
/// **Exceptions** none: without memory the program ends. **Thread safety** any thread.
[[nodiscard]] std::string pseudo_words(std::string_view words);
/// Replaces Language::own by pseudo_words() of English.
/// **Exceptions** none: without memory the program ends. **Thread safety** as Text.
void load_pseudo_language(Text& text);

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
