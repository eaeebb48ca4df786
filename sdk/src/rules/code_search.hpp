// Finds the codes of one format among the words of a text.
#pragma once

#include "rules/code_words.hpp"

#include <hellojohn/options.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hellojohn {
inline namespace v0 {

/// Several words that are one code: their characters stand side by side.
struct CodeSpan {
  /// From the surest shape to the least sure one.
  enum class Shape : std::uint8_t { grouped, single, spaced, loose };

  std::size_t first = 0, last = 0;  ///< Indices of words.
  Shape shape = Shape::grouped;
  bool sure = false;   ///< Cannot be a word, a number or a date.
  bool whole = false;  ///< Nothing else is in the text.
  bool entry =
      false;  ///< The rest of its line is a list number, a bullet or a mark such as "(used)".
  bool marked =
      false;  ///< Alone in the text, after a label's colon, or an entry with a list number.
};

class CodeSearch {
 public:
  CodeSearch(const CodeWords& words, const BackupCodeFormat& format);

  /// The codes, in their order. `strict` takes only what cannot be anything else.
  [[nodiscard]] std::vector<CodeSpan> codes(bool strict) const;
  /// Whether the text holds nothing but a part of a code, or a code with some characters too many.
  [[nodiscard]] bool is_incomplete() const;

 private:
  using Spans = std::vector<CodeSpan>;

  void add_chains(Spans& found) const;
  void add_pieces(std::size_t first, std::size_t last, Spans& found) const;
  void add_chain(std::size_t first, std::size_t last, Spans& found) const;
  void add_split(Spans& found) const;
  void add_runs(Spans& found) const;
  void add_segments(Spans& found) const;
  void add_whole(Spans& found) const;
  void judge(CodeSpan& span) const;
  /// What the sure ones have in common, and how many entries have their shape and a digit.
  struct Surest {
    CodeSpan::Shape shape = CodeSpan::Shape::loose;
    bool any = false, capitals = false;
    std::size_t entries = 0;
  };
  [[nodiscard]] Surest surest(const Spans& found) const;
  [[nodiscard]] Spans selected(Spans found, bool strict) const;
  [[nodiscard]] Spans unlabelled_dropped(Spans found) const;

  [[nodiscard]] bool fits_alphabet(const CodeWord& word) const noexcept;
  [[nodiscard]] bool has_equal_words(std::size_t first, std::size_t last) const noexcept;
  [[nodiscard]] bool only_digits(std::size_t first, std::size_t last) const noexcept;
  [[nodiscard]] std::size_t size_of(std::size_t first, std::size_t last) const noexcept;
  [[nodiscard]] bool is_list_number(std::size_t index) const noexcept;
  [[nodiscard]] bool is_date(std::size_t first, std::size_t last) const noexcept;
  [[nodiscard]] bool is_grouped_number(std::size_t first, std::size_t last) const noexcept;
  [[nodiscard]] bool is_named_number(std::size_t index) const noexcept;
  [[nodiscard]] bool is_plain_word(const CodeWord& word) const noexcept;
  [[nodiscard]] std::string_view text(std::size_t index) const noexcept {
    return all_.text(words_[index]);
  }

  const CodeWords& all_;
  const std::vector<CodeWord>& words_;
  const BackupCodeFormat& format_;
  std::size_t group_, length_;
  bool digits_;
};

}  // namespace v0
}  // namespace hellojohn
