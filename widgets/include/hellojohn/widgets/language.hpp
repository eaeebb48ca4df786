// The languages that the screens speak, and which of them fits a person. Words are in text.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

/// Languages with words in the library, and one for the host's own. Names are stable; numbers are not.
enum class Language : std::uint8_t {
  en,       ///< English.
  es,       ///< Spanish of Latin America.
  es_es,    ///< Spanish of Spain.
  fr,       ///< French.
  de,       ///< German.
  it,       ///< Italian.
  pt_br,    ///< Portuguese of Brazil.
  pl,       ///< Polish.
  ru,       ///< Russian.
  tr,       ///< Turkish.
  ja,       ///< Japanese.
  ko,       ///< Korean.
  zh_hans,  ///< Chinese in simplified characters.
  zh_hant,  ///< Chinese in traditional characters.
  own,      ///< A language that the host loads at run time. Until then it says the English words.
};

/// Number of languages, `own` included.
inline constexpr std::size_t language_count = static_cast<std::size_t>(Language::own) + 1;

/// How a language counts: the rules of CLDR for whole numbers below a million.
enum class Plurals : std::uint8_t {
  none,      ///< One form for every number, as in Japanese.
  one,       ///< `one` for 1, as in English.
  zero_one,  ///< `one` for 0 and 1, as in French.
  polish,    ///< `one`, `few` for 2 to 4 in the last place, and `many`.
  russian,   ///< As in Polish, but 21 and 31 are `one`.
};

/// The form of a sentence that a number asks for.
enum class Plural : std::uint8_t {
  one,    ///< CLDR's "one".
  few,    ///< CLDR's "few".
  many,   ///< CLDR's "many".
  other,  ///< CLDR's "other".
};

/// Chooses the form for `n`; a negative number counts as its absolute value.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] constexpr Plural plural_of(Plurals rule, std::int32_t n) noexcept {
  const std::int64_t count = n < 0 ? -std::int64_t{n} : std::int64_t{n};
  const std::int64_t last = count % 10;
  const std::int64_t last_two = count % 100;
  if (rule == Plurals::none) return Plural::other;
  if (rule == Plurals::one) return count == 1 ? Plural::one : Plural::other;
  if (rule == Plurals::zero_one) return count <= 1 ? Plural::one : Plural::other;
  const bool one = rule == Plurals::polish ? count == 1 : last == 1 && last_two != 11;
  if (one) return Plural::one;
  const bool few = last >= 2 && last <= 4 && (last_two < 12 || last_two > 14);
  return few ? Plural::few : Plural::many;
}

/// What the library knows of a language. Views have static lifetime.
struct LanguageInfo {
  std::string_view tag;            ///< BCP 47, such as "pt-BR"; empty for `own`.
  std::string_view name;           ///< In the language itself, such as "Deutsch"; empty for `own`.
  Plurals plurals = Plurals::one;  ///< How it counts.
  bool linked =
      false;  ///< True if this build has its words (HELLOJOHN_LANGUAGES); else it says the English ones.
};

/// Describes a language. A value out of range gives that of `own`.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] LanguageInfo language_info(Language language) noexcept;

/// Finds the linked language for a BCP 47 tag or a POSIX locale, in any case: "es-MX" and "es_MX.UTF-8" give `es`, "zh-TW"
/// gives `zh_hant`, "pt" gives `pt_br`. Empty if no linked language fits; simplified never replaces traditional.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] std::optional<Language> language_for(std::string_view tag) noexcept;

/// The first linked language that the system's settings ask for, else English. POSIX: LANGUAGE, LC_ALL, LC_MESSAGES, LANG;
/// Windows: the user's languages in their order.
/// **Exceptions** none. **Thread safety** no other thread may change the environment meanwhile.
[[nodiscard]] Language language_from_environment() noexcept;

/// Characters from `first` to `last`, both included.
struct CharacterRange {
  char32_t first = 0;  ///< A code point.
  char32_t last = 0;   ///< A code point, not below `first`.
  /// Compares both ends.
  friend bool operator==(const CharacterRange&, const CharacterRange&) = default;
};

/// The characters of every sentence of a language, its own name and ASCII, in ascending ranges. Words that users type or
/// that the host sets are not in it.
/// **Exceptions** none: without memory the program ends. **Thread safety** any thread.
[[nodiscard]] std::vector<CharacterRange> characters(Language language);

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
