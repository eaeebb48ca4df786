// The letters of a code, in groups, by name if the user wants that.
#include "utterance.hpp"

#include <iterator>

namespace hellojohn {
inline namespace v0 {
namespace speech {

namespace {

using widgets::Message;
using widgets::MessageId;

// The international spelling alphabet (ICAO Annex 10, volume II, chapter 5), with its own spelling of Alfa and Juliett.
constexpr std::string_view alphabet[] = {
    "Alfa",    "Bravo", "Charlie", "Delta",  "Echo",     "Foxtrot", "Golf",   "Hotel",  "India",
    "Juliett", "Kilo",  "Lima",    "Mike",   "November", "Oscar",   "Papa",   "Quebec", "Romeo",
    "Sierra",  "Tango", "Uniform", "Victor", "Whiskey",  "X-ray",   "Yankee", "Zulu"};
static_assert(std::size(alphabet) == 26);

constexpr bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
constexpr bool is_separator(char c) noexcept { return c == '-' || c == ' ' || c == '_'; }
constexpr char upper(char c) noexcept { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }

/// Characters of a group if the code has no separators: digits as an authenticator shows them.
std::size_t group_of(std::string_view code) noexcept {
  for (const char c : code) {
    if (is_separator(c)) return code.size();
  }
  return code.size() == 6 ? 3 : 4;
}

}  // namespace

void Utterance::add_letter(char letter, bool with_words, bool both_cases) noexcept {
  const char name = both_cases ? letter : upper(letter);
  const std::string_view said(&name, 1);
  Message message = words_of(MessageId::speech_capital);
  message.text = said;
  const char capital = upper(letter);
  if (with_words && is_upper(capital) && !(both_cases && is_upper(letter))) {
    message.id = MessageId::speech_as_in;
    message.text2 = alphabet[capital - 'A'];
  } else if (!(both_cases && is_upper(letter))) {
    return add(said);
  }
  add_message(message);
}

void Utterance::spell(SecretView code, bool with_words, std::size_t group) noexcept {
  const std::string_view text = code.reveal();
  bool lower_case = false;
  bool upper_case = false;
  for (const char c : text) {
    lower_case = lower_case || is_lower(c);
    upper_case = upper_case || is_upper(c);
  }
  if (group == 0) group = group_of(text);
  std::size_t in_group = 0;
  bool first = true;
  for (const char c : text) {
    if (is_separator(c)) {
      in_group = 0;
      continue;
    }
    if (first || in_group == 0 || in_group == group) {
      open_part();
      in_group = 0;
    } else {
      add(with_words ? text_.words(MessageId::speech_pause) : std::string_view(" "));
    }
    first = false;
    ++in_group;
    add_letter(c, with_words, lower_case && upper_case);
  }
}

}  // namespace speech
}  // namespace v0
}  // namespace hellojohn
