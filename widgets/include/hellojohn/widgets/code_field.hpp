// A field for one code: filter, groups, caret, paste. Draws nothing; its buffer is wiped and never leaves it as text.
#pragma once

#include <hellojohn/options.hpp>
#include <hellojohn/widgets/fixed_text.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hellojohn::inline v0::widgets {

/// What was found in a pasted text.
enum class Pasted : std::uint8_t {
  nothing,  ///< No character that a code may have.
  code,     ///< The field holds it now.
  sheet,    ///< Several lines that look like codes: nothing was taken, see CodeField::candidate.
  link,     ///< A URL or a recovery token: nothing was taken.
};

/// One code as it is being typed. Length is a hint, never a gate (contract.md E7).
///
/// **Thread** one at a time. **Lifetime** fixed storage; wiped on clear() and destruction.
class CodeField {
 public:
  static constexpr std::size_t longest = 128;         ///< Characters that fit.
  static constexpr std::size_t most_candidates = 64;  ///< Lines of a pasted sheet that are kept.

  /// A field for an authenticator's digits.
  [[nodiscard]] static BackupCodeFormat totp_format() noexcept;

  /// An empty field for codes of this shape.
  explicit CodeField(const BackupCodeFormat& format = {}) noexcept : format_(format) {}
  CodeField(const CodeField&) = delete;
  CodeField& operator=(const CodeField&) = delete;

  /// Changes the alphabet and the groups; empties the field.
  void set_format(const BackupCodeFormat& format) noexcept;
  /// What set_format() was given last.
  [[nodiscard]] const BackupCodeFormat& format() const noexcept { return format_; }

  /// One typed character; false where a code cannot have it. Dashes and spaces are dropped silently.
  bool insert(char32_t character) noexcept;
  /// A pasted text, UTF-8. Replaces what is there only where a single code was found.
  Pasted paste(std::string_view text) noexcept;
  void backspace() noexcept;   ///< Removes the character before the caret.
  void erase() noexcept;       ///< Removes the character behind the caret.
  void move(int by) noexcept;  ///< Moves the caret, no further than either end.
  ///@{
  /// The caret to the first or behind the last character.
  void home() noexcept { caret_ = 0; }
  void end() noexcept { caret_ = text_.size(); }
  ///@}
  void clear() noexcept;  ///< Wipes the text and the candidates.

  /// What is typed, without separators. **Lifetime** until the next change.
  [[nodiscard]] SecretView text() const noexcept { return text_.view(); }
  ///@{
  /// Characters typed, separators not counted.
  [[nodiscard]] std::size_t size() const noexcept { return text_.size(); }
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
  ///@}
  /// Characters before the caret, separators not counted.
  [[nodiscard]] std::size_t caret() const noexcept { return caret_; }
  /// Characters that the format expects; a hint.
  [[nodiscard]] std::size_t expected() const noexcept;
  /// As many characters as expected; a hint, never a condition for sending.
  [[nodiscard]] bool complete() const noexcept { return text_.size() == expected(); }
  /// Characters of one group, for the gap; 0 where there are no groups.
  [[nodiscard]] std::size_t group_size() const noexcept;
  /// True where a code of this format may have the character, as typed.
  [[nodiscard]] bool accepts(char32_t character) const noexcept;
  /// The characters of an on-screen pad, in order. Static storage.
  [[nodiscard]] std::string_view alphabet() const noexcept;

  ///@{
  /// Whether what is typed is drawn, or dots instead. Masked at first.
  [[nodiscard]] bool revealed() const noexcept { return revealed_; }
  void reveal(bool on) noexcept { revealed_ = on; }
  ///@}

  /// Lines that looked like codes in the last pasted sheet, without their numbers. **Lifetime** until the next change.
  [[nodiscard]] std::size_t candidates() const noexcept { return candidate_count_; }
  /// Empty where there is no such line.
  [[nodiscard]] SecretView candidate(std::size_t index) const noexcept;
  /// Puts that line into the field and forgets the others.
  void take_candidate(std::size_t index) noexcept;
  void forget_candidates() noexcept;  ///< Wipes the pasted sheet.

  /// Counts changes, so that a component sees that something was typed.
  [[nodiscard]] std::uint32_t revision() const noexcept { return revision_; }

 private:
  void collect_candidates(std::string_view text) noexcept;

  BackupCodeFormat format_;
  WipedText<longest> text_;
  std::size_t caret_ = 0;
  std::uint32_t revision_ = 0;
  bool revealed_ = false;
  WipedText<4096> sheet_;  // Candidates, NUL-free, one behind the other.
  struct Span {
    std::uint16_t begin = 0, size = 0;
  };
  std::array<Span, most_candidates> spans_{};
  std::size_t candidate_count_ = 0;
};

}  // namespace hellojohn::inline v0::widgets
