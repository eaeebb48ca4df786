// The codes while they are shown: numbered, masked, revealed row by row. Knows no server and no toolkit.
#pragma once

#include <hellojohn/mfa.hpp>
#include <hellojohn/widgets/countdown.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

/// How a sheet is written to a file or a clipboard.
struct SheetText {
  std::string_view app{};           ///< "" leaves the header out.
  std::string_view account{};       ///< Masked address; only with the header.
  std::string_view date{};          ///< Only with the header.
  bool numbered = false;            ///< "1. ABCD-1234", the numbers of the screen.
  std::string_view note{};          ///< A note for the reader; only with the header.
  std::string_view line_end{"\n"};  ///< Between lines.
  bool ends = false;                ///< The last line ends too, as in a file.
};

/// A set of codes in wiped storage, and which of them may be drawn at this moment.
///
/// **Exceptions** none: without memory the program ends.
/// **Thread safety** one thread at a time.
/// **Lifetime** owns the codes; views last until the next change.
class CodeSheet {
 public:
  static constexpr std::chrono::seconds row_time{10};  ///< How long a single row stays revealed.
  /// How long revealed codes stay without touch().
  static constexpr std::chrono::seconds idle_time{60};

  /// Takes a set over, masked; an earlier one is wiped.
  void show(hellojohn::BackupCodes&& codes) noexcept;
  void wipe() noexcept;  ///< Nothing of the set stays in memory.

  ///@{
  /// Number of codes.
  [[nodiscard]] std::size_t size() const noexcept { return codes_.codes.size(); }
  [[nodiscard]] bool empty() const noexcept { return codes_.codes.empty(); }
  ///@}
  /// See BackupCodes::had_duplicates.
  [[nodiscard]] bool had_duplicates() const noexcept { return codes_.had_duplicates; }
  /// See BackupCodes::generated_at.
  [[nodiscard]] std::string_view generated_at() const noexcept { return codes_.generated_at; }

  /// The i-th code; an empty view while it is masked. Its number on screen, in copies and files is i + 1.
  [[nodiscard]] SecretView shown(std::size_t i) const noexcept;
  /// The length of the i-th code and where its separators are: bit k is set where character k is a separator. For the
  /// masked shape.
  [[nodiscard]] std::size_t length(std::size_t i) const noexcept;
  /// False if `i` or `k` is out of range.
  [[nodiscard]] bool separator_at(std::size_t i, std::size_t k) const noexcept;
  /// Only for copy, save, print and the check; also while masked.
  [[nodiscard]] SecretView code(std::size_t i) const noexcept;

  /// reveal_all() holds, until mask() or 60 s without touch().
  [[nodiscard]] bool all_revealed() const noexcept { return all_; }
  /// At least one row may be drawn now.
  [[nodiscard]] bool anything_revealed(Time now) const noexcept;
  void reveal_all(Time now) noexcept;  ///< All rows may be drawn.
  /// One row may be drawn for row_time; the one before is masked. Ignored for a row that is not
  /// there.
  void reveal_row(std::size_t i, Time now) noexcept;
  void mask() noexcept;  ///< No row may be drawn.
  /// Masks a row after 10 s and everything after 60 s without touch(). True if something changed.
  bool update(Time now) noexcept;
  /// The person did something: idle_time begins anew.
  void touch(Time now) noexcept { last_touch_ = now; }

  /// All codes joined by `line_end`, with what `how` asks for.
  [[nodiscard]] Secret text(const SheetText& how) const;

 private:
  hellojohn::BackupCodes codes_;
  bool all_ = false;
  std::size_t row_ = static_cast<std::size_t>(-1);
  Time row_until_{};
  Time last_touch_{};
};

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
