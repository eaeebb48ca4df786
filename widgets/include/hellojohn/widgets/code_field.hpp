// A field for one code: filter, groups, caret, paste. Draws nothing; its buffer is wiped and never leaves it as text.
#pragma once

#include <hellojohn/options.hpp>
#include <hellojohn/widgets/fixed_text.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

/// What was found in a pasted text.
enum class Pasted : std::uint8_t {
  nothing,     ///< No code, and nothing that could become one: the field is unchanged.
  code,        ///< The field holds it now, complete.
  sheet,       ///< Several codes: nothing was taken, see CodeField::candidate.
  link,        ///< A URL or a recovery token: nothing was taken.
  incomplete,  ///< The field holds what was there; see CodeField::state for what is wrong.
  other,       ///< A code of the other kind: nothing was taken, see CodeField::use_other.
};

/// Whether what is typed can be sent.
enum class CodeState : std::uint8_t {
  empty,      ///< Nothing is typed.
  too_short,  ///< CodeField::missing characters are missing.
  complete,   ///< As many characters as the format says.
  too_long,   ///< More characters than the format says.
};

/// One code as it is being typed, of one of two kinds: an authenticator's code or a backup code.
///
/// A code of the other kind is recognised in a paste, so that a screen can offer it to the right field.
///
/// **Exceptions** none.
/// **Thread safety** one thread at a time. **Lifetime** fixed storage; wiped on clear() and destruction.
class CodeField {
 public:
  static constexpr std::size_t longest = 128;         ///< Characters that fit.
  static constexpr std::size_t most_candidates = 64;  ///< Lines of a pasted sheet that are kept.

  /// The shape of an authenticator's code; `digits` is what its otpauth URI says, 6 to 8.
  [[nodiscard]] static BackupCodeFormat totp_format(int digits = 6) noexcept;

  /// An empty field for codes of this shape; the other kind as in set_format().
  explicit CodeField(const BackupCodeFormat& format = {}) noexcept { set_format(format); }
  CodeField(const CodeField&) = delete;
  CodeField& operator=(const CodeField&) = delete;

  /// Changes the alphabet and the groups; empties the field. `other` is what a paste is compared with if it holds no code
  /// of this shape.
  void set_format(const BackupCodeFormat& format, const BackupCodeFormat& other) noexcept;
  /// The same. The other kind is a backup code of the default shape for an authenticator's field (6 to 8 digits without a
  /// separator), and an authenticator's code of 6 digits for any other field.
  void set_format(const BackupCodeFormat& format) noexcept;
  /// What set_format() was given last.
  [[nodiscard]] const BackupCodeFormat& format() const noexcept { return format_; }

  /// One typed character; false if a code cannot have it. Dashes and spaces are dropped silently.
  bool insert(char32_t character) noexcept;
  /// A pasted text, UTF-8. Replaces what is there only if it holds a single code, whole or incomplete.
  Pasted paste(std::string_view text) noexcept;
  void backspace() noexcept;   ///< Removes the character before the caret.
  void erase() noexcept;       ///< Removes the character behind the caret.
  void move(int by) noexcept;  ///< Moves the caret, no further than either end.
  ///@{
  /// The caret to the first or behind the last character.
  void home() noexcept;
  void end() noexcept;
  ///@}
  /// Selects all: the next typed character replaces the text, and backspace() or erase() empties the field.
  void select_all() noexcept { selected_ = !text_.empty(); }
  [[nodiscard]] bool selected() const noexcept { return selected_; }  ///< See select_all().
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
  /// Characters that the format expects.
  [[nodiscard]] std::size_t expected() const noexcept;
  /// Whether the code can be sent, and the reason if it cannot. A format with Alphabet::exact says nothing about the
  /// length: any text is complete.
  [[nodiscard]] CodeState state() const noexcept;
  /// Characters that are missing; 0 unless state() is `empty` or `too_short`.
  [[nodiscard]] std::size_t missing() const noexcept;
  /// Only a complete code is worth a request.
  [[nodiscard]] bool complete() const noexcept { return state() == CodeState::complete; }
  /// Characters of one group, for the gap; 0 without groups.
  [[nodiscard]] std::size_t group_size() const noexcept;
  /// True if a code of this format may have the character, as typed.
  [[nodiscard]] bool accepts(char32_t character) const noexcept;
  /// The characters of an on-screen pad, in order. Static storage.
  [[nodiscard]] std::string_view alphabet() const noexcept;

  ///@{
  /// Whether what is typed is drawn, or dots instead. Masked at first.
  [[nodiscard]] bool revealed() const noexcept { return revealed_; }
  void reveal(bool on) noexcept { revealed_ = on; }
  ///@}

  /// The codes in the last pasted sheet, in their order, each once. **Lifetime** until the next change.
  [[nodiscard]] std::size_t candidates() const noexcept { return other_ ? 0 : candidate_count_; }
  /// As it was issued, with separators; empty if there is no such code.
  [[nodiscard]] SecretView candidate(std::size_t index) const noexcept;
  /// Puts that code into the field and forgets the others.
  void take_candidate(std::size_t index) noexcept;
  void forget_candidates() noexcept;  ///< Wipes the pasted sheet, and the code of the other kind.

  /// True after a paste that held a code of the other kind, until the next change.
  [[nodiscard]] bool has_other() const noexcept { return other_; }
  /// The shape of the other kind.
  [[nodiscard]] const BackupCodeFormat& other_format() const noexcept { return other_format_; }
  /// Makes this a field of the other kind that holds the pasted code; with several, they are the candidates.
  void use_other() noexcept;

  /// Counts changes, so that a component sees that something was typed.
  [[nodiscard]] std::uint32_t revision() const noexcept { return revision_; }

 private:
  void keep(std::string_view code, const BackupCodeFormat& format) noexcept;
  void replace(std::string_view code) noexcept;

  BackupCodeFormat format_;
  BackupCodeFormat other_format_;
  WipedText<longest> text_;
  std::size_t caret_ = 0;
  std::uint32_t revision_ = 0;
  bool revealed_ = false;
  bool selected_ = false;
  bool other_ = false;     // The candidates are of the other kind.
  WipedText<4096> sheet_;  // Candidates, NUL-free, one behind the other.
  struct Span {
    std::uint16_t begin = 0, size = 0;
  };
  std::array<Span, most_candidates> spans_{};
  std::size_t candidate_count_ = 0;
};

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
