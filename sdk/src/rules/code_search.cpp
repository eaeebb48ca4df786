// See code_search.hpp. Every shape of a code is looked for; the surest shape that was found decides.
#include "rules/code_search.hpp"

#include "rules/code_labels.hpp"

#include <algorithm>
#include <utility>

namespace hellojohn {
inline namespace v0 {

namespace {

using Shape = CodeSpan::Shape;

constexpr std::size_t longest_chain = 64;

int number(std::string_view text) noexcept {
  int value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return value;
}

bool is_compact_date(std::string_view text) noexcept {
  if (text.size() != 8) return false;
  const auto is_day = [](int month, int day) {
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
  };
  const int front = number(text.substr(0, 2));
  const int second = number(text.substr(2, 2));
  return (is_year(text.substr(0, 4)) &&
          is_day(number(text.substr(4, 2)), number(text.substr(6)))) ||
         (is_year(text.substr(4)) && (is_day(second, front) || is_day(front, second)));
}

}  // namespace

CodeSearch::CodeSearch(const CodeWords& words, const BackupCodeFormat& format)
    : all_(words),
      words_(words.words),
      format_(format),
      group_(static_cast<std::size_t>(format.group_size)),
      length_(group_ * static_cast<std::size_t>(format.groups)),
      digits_(format.alphabet == BackupCodeFormat::Alphabet::digits) {}

std::vector<CodeSpan> CodeSearch::codes(bool strict) const {
  Spans found;
  add_chains(found);
  add_split(found);
  add_runs(found);
  add_segments(found);
  if (found.empty()) add_whole(found);
  std::sort(found.begin(), found.end(), [](const CodeSpan& a, const CodeSpan& b) {
    return a.first != b.first ? a.first < b.first : a.shape < b.shape;
  });
  for (CodeSpan& span : found) judge(span);
  return unlabelled_dropped(selected(std::move(found), strict));
}

bool CodeSearch::fits_alphabet(const CodeWord& word) const noexcept {
  return !word.foreign && (!digits_ || word.only_digits());
}

std::size_t CodeSearch::size_of(std::size_t first, std::size_t last) const noexcept {
  return words_[last].begin + words_[last].size - words_[first].begin;
}

bool CodeSearch::has_equal_words(std::size_t first, std::size_t last) const noexcept {
  for (std::size_t i = first; i <= last; ++i)
    if (words_[i].size != words_[first].size || !fits_alphabet(words_[i])) return false;
  return true;
}

bool CodeSearch::only_digits(std::size_t first, std::size_t last) const noexcept {
  for (std::size_t i = first; i <= last; ++i)
    if (!words_[i].only_digits()) return false;
  return true;
}

bool CodeSearch::is_list_number(std::size_t index) const noexcept {
  const CodeWord& word = words_[index];
  return word.only_digits() && word.size <= 3 &&
         (index == 0 || words_[index - 1].line != word.line);
}

/// Three numbers with dashes or dots between them, or the span of two years.
bool CodeSearch::is_date(std::size_t first, std::size_t last) const noexcept {
  if (!only_digits(first, last)) return false;
  if (first == last) return is_compact_date(text(first));
  bool joined = true;
  for (std::size_t i = first + 1; i <= last; ++i) joined = joined && words_[i].before < Gap::comma;
  if (!joined) return false;
  if (last - first == 1) return is_year(text(first)) && is_year(text(last));
  if (last - first != 2 || words_[first].size != 2) return false;
  const int a = number(text(first));
  const int b = number(text(first + 1));
  const int c = number(text(last));
  const auto day_and_month = [](int day, int month) {
    return day >= 1 && day <= 31 && month >= 1 && month <= 12;
  };
  return day_and_month(a, b) || day_and_month(b, a) || day_and_month(c, b);
}

/// "1,234,567", "10.000.000", "600 123 456": groups of three behind a shorter or an equal one, more than a code has.
bool CodeSearch::is_grouped_number(std::size_t first, std::size_t last) const noexcept {
  if (!only_digits(first, last) || size_of(first, last) == length_) return false;
  for (std::size_t i = first + 1; i <= last; ++i)
    if (words_[i].size != 3) return false;
  return last > first && words_[first].size <= 3;
}

/// "Order 482913", "#482913", "+34 600 123 456".
bool CodeSearch::is_named_number(std::size_t index) const noexcept {
  if (words_[index].is_number) return true;
  return index > 0 && words_[index - 1].line == words_[index].line && words_[index].only_digits() &&
         names_a_number(text(index - 1));
}

bool CodeSearch::is_plain_word(const CodeWord& word) const noexcept {
  return word.only_letters() && word.lower;
}

/// Words that are joined by dashes, dots, slashes or commas.
void CodeSearch::add_chains(Spans& found) const {
  const Gap farthest = digits_ ? Gap::comma : Gap::dot;
  for (std::size_t first = 0; first < words_.size();) {
    std::size_t last = first;
    while (last + 1 < words_.size() && words_[last + 1].before <= farthest) ++last;
    add_pieces(first, last, found);
    first = last + 1;
  }
}

/// A chain that is longer than a code and what is around it, in pieces: add_chain() tries every place to cut.
void CodeSearch::add_pieces(std::size_t first, std::size_t last, Spans& found) const {
  if (last - first < longest_chain) return add_chain(first, last, found);
  Gap widest = Gap::dash;
  for (std::size_t i = first + 1; i <= last; ++i) widest = std::max(widest, words_[i].before);
  if (widest == Gap::dash) return;
  for (std::size_t end = first; first <= last; first = end) {
    for (++end; end <= last && words_[end].before != widest;) ++end;
    add_pieces(first, end - 1, found);
  }
}

void CodeSearch::add_chain(std::size_t first, std::size_t last, Spans& found) const {
  if (size_of(first, last) == length_ && has_equal_words(first, last)) {
    if (!is_date(first, last) || first == last)
      found.push_back({first, last, first == last ? Shape::single : Shape::grouped});
    return;
  }
  if (first == last || is_grouped_number(first, last)) return;
  // "3.ABCD-1234", and "G-123456" for digits.
  const bool numbered =
      is_list_number(first) && (words_[first + 1].before == Gap::dot || !only_digits(first, last));
  const bool prefixed = digits_ && words_[first].only_letters() && words_[first].size <= 3;
  const bool tried = numbered || prefixed;
  if (tried) {
    const std::size_t before = found.size();
    add_chain(first + 1, last, found);
    if (found.size() != before) return;
  }
  // Where the farthest separator is: "123456,654321", "123456.It".
  std::size_t cut = first + 1;
  for (std::size_t i = first + 1; i <= last; ++i)
    if (words_[i].before > words_[cut].before) cut = i;
  const Gap gap = words_[cut].before;
  if (gap == Gap::dash) return;
  const bool decimals = gap == Gap::comma && words_[cut].only_digits() && words_[cut].size < 3;
  if (decimals || (gap == Gap::dot && only_digits(first, last))) return;
  add_chain(first, cut - 1, found);
  if (!tried) add_chain(cut, last, found);  // Else it was looked at, and holds none.
}

/// One code on two lines: a dash joins its groups over the end of the line.
void CodeSearch::add_split(Spans& found) const {
  for (std::size_t i = 1; i < words_.size(); ++i) {
    if (!words_[i].continued) continue;
    std::size_t first = i - 1;
    while (first > 0 && (words_[first].before == Gap::dash || words_[first].continued)) --first;
    std::size_t last = i;
    while (last + 1 < words_.size() && words_[last + 1].before == Gap::dash) ++last;
    if (size_of(first, last) != length_ || !has_equal_words(first, last)) continue;
    if (!is_date(first, last)) found.push_back({first, last, Shape::grouped});
  }
}

/// Groups of equal size with blanks between them.
void CodeSearch::add_runs(Spans& found) const {
  for (std::size_t parts = 2; parts <= length_; ++parts) {
    if (length_ % parts != 0) continue;
    const std::size_t size = length_ / parts;
    if (!digits_ && size != group_) continue;
    for (std::size_t first = 0; first < words_.size();) {
      std::size_t last = first;
      const auto is_part = [&](std::size_t i) {
        return words_[i].size == size && fits_alphabet(words_[i]) && !is_label(text(i));
      };
      if (!is_part(first)) {
        ++first;
        continue;
      }
      const auto is_next = [&](std::size_t i) {
        return i < words_.size() && words_[i].before == Gap::blank;
      };
      while (is_next(last + 1) && is_part(last + 1)) ++last;
      // Digits beside it make it a longer number, such as a telephone's.
      const bool longer =
          only_digits(first, last) &&
          ((is_next(last + 1) && words_[last + 1].only_digits()) || words_[last].is_number ||
           (first > 0 && words_[first].before < Gap::column && words_[first - 1].only_digits()));
      if ((last - first + 1) % parts == 0 && !longer && !is_named_number(first))
        for (std::size_t i = first; i <= last; i += parts)
          found.push_back({i, i + parts - 1, Shape::spaced});
      first = last + 1;
    }
  }
}

/// The text between two hard separators, or of a line, after a list number.
void CodeSearch::add_segments(Spans& found) const {
  for (std::size_t first = 0; first < words_.size();) {
    std::size_t last = first;
    while (last + 1 < words_.size() && words_[last + 1].before <= Gap::blank) ++last;
    std::size_t begin = first;
    // Digits with a blank between are one number: "34 600 123", "15 01 2024".
    const bool numbered = is_list_number(first) && !(digits_ && only_digits(first, last));
    if (first < last && numbered && size_of(first, last) != length_) ++begin;
    bool fits = begin < last && size_of(begin, last) == length_;
    bool digit = false;
    for (std::size_t i = begin; i <= last && fits; ++i) {
      fits = fits_alphabet(words_[i]) && words_[i].size <= group_;
      digit = digit || words_[i].digit;
      if (i > begin && words_[i].before < Gap::blank && words_[i].only_digits() &&
          words_[i - 1].only_digits())
        fits = false;
    }
    const bool marked = begin > first || words_[first].listed || words_[first].after_label ||
                        (first == 0 && last + 1 == words_.size());
    if (fits && digit && marked) found.push_back({begin, last, Shape::loose});
    first = last + 1;
  }
}

/// The whole text, over the ends of lines: one code, or one group on each line.
void CodeSearch::add_whole(Spans& found) const {
  if (words_.empty() || words_.size() > 2048) return;
  const std::size_t last = words_.size() - 1;
  bool fits = true, capitals = true, digit = false, joined = false, letters = true;
  for (std::size_t i = 0; i <= last; ++i) {
    fits = fits && fits_alphabet(words_[i]) && !words_[i].is_number &&
           (i == 0 || words_[i].before < Gap::hard);
    capitals = capitals && !words_[i].lower;
    digit = digit || words_[i].digit;
    letters = letters && words_[i].size == 1;
    joined = joined || (i > 0 && words_[i].before < Gap::blank);
  }
  if (!fits || !(digit || capitals || letters)) return;
  const std::size_t parts = length_ / group_;
  if (parts > 1 && words_[0].size == group_ && has_equal_words(0, last) &&
      words_.size() % parts == 0) {
    for (std::size_t i = 0; i <= last; i += parts)
      found.push_back({i, i + parts - 1, Shape::loose});
    return;
  }
  if (size_of(0, last) == length_ && !(joined && only_digits(0, last)))
    found.push_back({0, last, Shape::loose});
}

}  // namespace v0
}  // namespace hellojohn
