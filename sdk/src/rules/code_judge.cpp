// How sure the search is of what it found, and which of several findings are the codes.
#include "rules/code_labels.hpp"
#include "rules/code_search.hpp"

#include <algorithm>
#include <cstddef>

namespace hellojohn {
inline namespace v0 {

namespace {

using Shape = CodeSpan::Shape;

}  // namespace

/// How sure it is that the span is a code, from its own characters and from what is around it.
void CodeSearch::judge(CodeSpan& span) const {
  bool digit = false, lower = false, upper = false, plain = false, label = false;
  for (std::size_t i = span.first; i <= span.last; ++i) {
    digit = digit || words_[i].digit;
    lower = lower || words_[i].lower;
    upper = upper || words_[i].upper;
    plain = plain || is_plain_word(words_[i]);
    label = label || (span.last > span.first && is_label(text(i)));
  }
  span.whole = span.first == 0 && span.last + 1 == words_.size();
  const std::size_t line = words_[span.first].line;
  std::size_t begin = span.first;
  if (begin > 0 && is_list_number(begin - 1)) --begin;
  std::size_t end = span.last + 1;
  while (end < words_.size() && words_[end].line == words_[span.last].line &&
         (is_label(text(end)) || words_[end].size == 1))
    ++end;
  span.entry = (begin == 0 || words_[begin - 1].line != line) &&
               (end == words_.size() || words_[end].line != words_[span.last].line);
  span.marked = span.whole || words_[span.first].after_label ||
                (span.entry && (begin != span.first || words_[span.first].listed));
  const bool spaced = span.shape == Shape::spaced || span.shape == Shape::loose;
  if (digits_) {
    span.sure = !is_named_number(span.first) && !words_[span.last].is_number &&
                (span.marked || !is_date(span.first, span.last));
  } else if (format_.alphabet == BackupCodeFormat::Alphabet::mixed_alnum) {
    const bool title = span.first == span.last && upper &&
                       !std::any_of(text(span.first).begin() + 1, text(span.first).end(),
                                    [](char c) { return ascii::is_upper(c); });
    span.sure = (digit && (lower || upper)) || (lower && upper && !title);
  } else {
    span.sure = digit && (lower || upper) && (!plain || span.marked || !spaced);
  }
  if (spaced && label) span.sure = false;
}

CodeSearch::Surest CodeSearch::surest(const Spans& found) const {
  Surest out;
  for (const CodeSpan& span : found) {
    if (!span.sure) continue;
    out.shape = out.any ? std::min(out.shape, span.shape) : span.shape;
    out.any = true;
  }
  for (const CodeSpan& span : found) {
    if (span.shape != out.shape) continue;
    const auto has_digit = [](const CodeWord& word) { return word.digit; };
    const auto first = words_.begin() + static_cast<std::ptrdiff_t>(span.first);
    const auto end = words_.begin() + static_cast<std::ptrdiff_t>(span.last) + 1;
    const bool counts = span.sure || std::any_of(first, end, has_digit);
    out.entries += span.entry && counts ? 1U : 0U;
    out.capitals =
        out.capitals || (span.sure && !words_[span.first].lower && !words_[span.last].lower);
  }
  return out;
}

/// Drops what is less sure than the rest.
CodeSearch::Spans CodeSearch::selected(Spans found, bool strict) const {
  const Surest best = surest(found);
  std::size_t kept = 0;
  std::size_t taken = 0;  // Words before this one are part of a code.
  for (const CodeSpan span : found) {
    bool lower = false, label = false, letters = true;
    for (std::size_t i = span.first; i <= span.last; ++i) {
      lower = lower || words_[i].lower;
      label = label || is_label(text(i));
      letters = letters && words_[i].only_letters();
    }
    const bool date = is_date(span.first, span.last);
    bool take = false;
    if (span.sure) {
      take = (span.shape == best.shape && !(best.capitals && lower && !digits_)) ||
             (span.entry && span.marked);
    } else if (best.any) {
      // A code may consist of letters or of digits only: in a list, behind one that is sure. The first line of a list may
      // be its heading, unless it has a list number, or more than two codes of its form follow.
      const bool listed = span.entry && (span.marked || best.entries > 2);
      const bool in_order = span.shape == Shape::grouped || kept > 0 || !span.entry || listed;
      // So may one in a list of small letters; elsewhere it is a word.
      const bool small =
          !best.capitals && (listed || (span.marked && kept > 0) ||
                             (span.shape == Shape::grouped && (kept > 0 || best.entries > 1)));
      take = span.shape == best.shape && (!lower || small) && !label && !date && !digits_ &&
             (letters ? in_order : span.entry && (kept > 0 || listed));
    } else if (!strict) {
      const bool alone = span.whole || words_[span.first].after_label;
      take = !date && !digits_ && (alone ? !label : letters && !lower && !label);
    }
    if (!take || (span.first < taken && kept > 0)) continue;
    if (strict && digits_ == false && !span.sure) continue;
    found[kept++] = span;
    taken = span.last + 1;
  }
  found.resize(kept);
  return found;
}

/// Of several numbers, the last if a label names only that: "Sent 482913 times, your code is 123456".
CodeSearch::Spans CodeSearch::unlabelled_dropped(Spans found) const {
  if (!digits_ || found.size() < 2) return found;
  const auto named = [&](const CodeSpan& span) {
    return span.first > 0 && words_[span.first - 1].line == words_[span.first].line &&
           names_a_code(text(span.first - 1));
  };
  const auto first = std::find_if(found.begin(), found.end(), named);
  if (first + 1 != found.end()) return found;
  return {*first};
}

bool CodeSearch::is_incomplete() const {
  if (words_.empty()) return false;
  const std::size_t last = words_.size() - 1;
  const std::size_t size = size_of(0, last);
  if (size * 2 < length_ || size > length_ + length_ / 2) return false;
  bool digit = false, capitals = true, joined = false;
  for (std::size_t i = 0; i <= last; ++i) {
    const CodeWord& word = words_[i];
    if (!fits_alphabet(word) || word.is_number || (i > 0 && word.before >= Gap::line)) return false;
    if (is_label(text(i))) return false;
    digit = digit || word.digit;
    capitals = capitals && !word.lower;
    joined = joined || (i > 0 && word.before < Gap::blank);
  }
  if (!digit && !capitals && last > 0) return false;
  if (only_digits(0, last)) {
    if (last == 0 && is_year(text(0))) return false;
    if (last > 0 && (joined || size > length_)) return last == 1 && !joined && size < length_;
  }
  return true;
}

}  // namespace v0
}  // namespace hellojohn
