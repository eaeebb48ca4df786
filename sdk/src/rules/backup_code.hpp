// The one reader of codes: what a person typed or pasted, folded to the shape in which the code was issued.
#pragma once

#include <hellojohn/options.hpp>
#include <hellojohn/secret.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hellojohn {
inline namespace v0 {

/// What read_code() found in a text.
struct CodeReading {
  enum class Kind : std::uint8_t {
    nothing,         ///< No code, and nothing that could become one.
    code,            ///< One code, complete.
    sheet,           ///< Several different codes, in their order.
    incomplete,      ///< Characters of one code, too few or too many.
    other,           ///< One or several codes of the other format.
    recovery_token,  ///< A recovery token or a link.
  };
  Kind kind = Kind::nothing;
  std::size_t count = 0;  ///< Codes found; 0 for `nothing` and `recovery_token`.

  /// Characters without separators, folded to ASCII; `index` is below count. **Lifetime** that of the reading.
  [[nodiscard]] std::string_view code(std::size_t index) const noexcept;

  Secret codes;            ///< All of them, one behind the other.
  std::size_t length = 0;  ///< Characters of each.
};

/// Reads a typed or pasted text for a field of codes with this `format`.
///
/// Blanks of every kind, invisible characters, dashes and punctuation around or between the groups do not count. Decimal
/// digits of every script and full-width letters fold to ASCII; O and 0, I and 1 stay what they are. Labels, sentences,
/// list numbers, tick boxes, HTML tags, quotes and brackets around a code are dropped. Dates, years, telephone numbers and
/// headings are not codes. If there is no code of `format`, the text is read for codes of the format `other`.
///
/// Never fails: out of memory reads as `nothing`.
[[nodiscard]] CodeReading read_code(std::string_view text, const BackupCodeFormat& format,
                                    const BackupCodeFormat& other) noexcept;

/// The authenticator's format with this number of digits.
[[nodiscard]] BackupCodeFormat authenticator_format(int digits = 6) noexcept;

/// The characters of one code with the format's separators.
[[nodiscard]] Secret issued_shape(std::string_view code, const BackupCodeFormat& format);

/// The issued shape if `typed` holds exactly one code, else the trimmed original.
[[nodiscard]] Secret normalise_backup_code(std::string_view typed, const BackupCodeFormat& format);

}  // namespace v0
}  // namespace hellojohn
