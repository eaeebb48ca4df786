// Words that no language has, and the characters of those that some language has.
#include "base/utf8.hpp"
#include "words/table.hpp"

#include <algorithm>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

namespace {

struct Accent {
  char plain;
  std::string_view accented;
};
// Of Latin-1 only: every font for a European language has them. An accent on a lower-case i is wider than its letter.
constexpr Accent accents[] = {{'a', "á"}, {'e', "é"}, {'o', "ö"}, {'u', "ü"}, {'c', "ç"},
                              {'n', "ñ"}, {'A', "Å"}, {'E', "È"}, {'I', "Ï"}, {'O', "Ø"},
                              {'U', "Û"}, {'C', "Ç"}, {'N', "Ñ"}};
constexpr std::string_view vowels = "aeiou";

/// Longest that words grow: the format's buffer has room for them.
std::size_t grown(std::size_t characters) noexcept { return (characters * 2 + 4) / 5; }

void add_character(std::string& out, char c) {
  const auto* found = std::find_if(std::begin(accents), std::end(accents),
                                   [c](const Accent& accent) { return accent.plain == c; });
  if (found == std::end(accents)) {
    out += c;
  } else {
    out += found->accented;
  }
}

void add_range(std::vector<CharacterRange>& out, char32_t c) {
  if (!out.empty() && out.back().last >= c) return;
  if (!out.empty() && out.back().last + 1 == c) {
    out.back().last = c;
  } else {
    out.push_back({c, c});
  }
}

}  // namespace

std::string pseudo_words(std::string_view words) {
  std::string out;
  std::size_t more = grown(words.size());
  bool inside = false;
  for (const char c : words) {
    inside = c == '{' || (inside && c != '}');
    if (inside) {
      out += c;
      continue;
    }
    add_character(out, c);
    if (more > 0 && vowels.find(c) != std::string_view::npos) {
      add_character(out, c);
      --more;
    }
  }
  for (; more > 0; --more) out += '~';
  return out;
}

void load_pseudo_language(Text& text) {
  text.set_own_plurals(Plurals::one);
  for (std::size_t i = 1; i < message_count; ++i) {
    const auto id = static_cast<MessageId>(i);
    const MessageForms english = message_forms(Language::en, id);
    const bool only_a_value =
        english.other.front() == '{' && english.other.find('}') + 1 == english.other.size();
    if (only_a_value) continue;
    text.set(Language::own, id, pseudo_words(english.other),
             english.one.empty() ? std::string() : pseudo_words(english.one));
  }
}

std::vector<CharacterRange> characters(Language language) {
  std::vector<char32_t> all;
  const auto add = [&all](std::string_view text) {
    while (!text.empty()) all.push_back(utf8::take(text));
  };
  for (char32_t c = 0x20; c < 0x7F; ++c) all.push_back(c);
  add(language_info(language).name);
  for (std::size_t i = 1; i < message_count; ++i) {
    const MessageForms forms = message_forms(language, static_cast<MessageId>(i));
    for (const std::string_view form : {forms.one, forms.few, forms.many, forms.other}) add(form);
  }
  std::sort(all.begin(), all.end());
  std::vector<CharacterRange> ranges;
  for (const char32_t c : all) add_range(ranges, c);
  return ranges;
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
