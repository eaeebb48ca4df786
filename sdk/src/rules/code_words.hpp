// Splits a text into the words that a code could be made of, and says what is between them. Knows no format.
#pragma once

#include <hellojohn/secret.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {

/// The gap between a word and the one before it, from the closest to the farthest.
enum class Gap : std::uint8_t {
  dash,    ///< "-", "_", a dot in the middle.
  dot,     ///< "." or "/" between two characters.
  comma,   ///< "," between two characters.
  blank,   ///< One blank, perhaps with a dash.
  column,  ///< Tabs, or several blanks.
  line,    ///< The end of a line.
  hard,    ///< Any other mark.
};

/// A run of letters and digits.
struct CodeWord {
  std::size_t begin = 0, size = 0;  ///< In CodeWords::characters.
  std::size_t line = 0;             ///< Lines that are not empty count.
  Gap before = Gap::hard;
  bool digit = false, lower = false, upper = false;
  bool foreign = false;      ///< Has a letter that is not ASCII.
  bool is_number = false;    ///< "#", "+" or a sign of currency is beside it.
  bool after_label = false;  ///< A colon or an equals sign is before it.
  bool continued =
      false;            ///< A dash at the end of a line, or at the beginning of this one, joins it.
  bool listed = false;  ///< The first word of a line that begins with a bullet or a box.

  [[nodiscard]] bool only_digits() const noexcept { return digit && !lower && !upper && !foreign; }
  [[nodiscard]] bool only_letters() const noexcept { return !digit; }
};

struct CodeWords {
  Secret characters;  ///< Folded to ASCII, words one behind the other; "?" for a foreign letter.
  std::vector<CodeWord> words;
  bool has_link = false;   ///< A URL was left out.
  bool has_token = false;  ///< Holds a recovery token.

  [[nodiscard]] std::string_view text(const CodeWord& word) const noexcept {
    return characters.reveal().substr(word.begin, word.size);
  }
};

/// Leaves out invisible characters, HTML tags, URLs and e-mail addresses.
[[nodiscard]] CodeWords split_into_words(std::string_view text);

}  // namespace v0
}  // namespace hellojohn
