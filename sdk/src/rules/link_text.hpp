// Undoes what mail programs and filters do to a link: layers of encoding, invisible characters and broken lines.
#pragma once

#include <hellojohn/secret.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {

/// A text in its innermost layer, without the ends of lines.
struct LinkText {
  Secret characters;                    ///< UTF-8. A paragraph's end is a blank.
  std::vector<std::size_t> breaks;      ///< Where a line began, in order.
  std::vector<std::size_t> paragraphs;  ///< The blanks between paragraphs, in order.

  [[nodiscard]] std::string_view view() const noexcept { return characters.reveal(); }
  /// The first break at or behind `at`; the size of the text if there is none.
  [[nodiscard]] std::size_t next_break(std::size_t at) const noexcept;
};

/// Decodes quoted-printable, HTML entities, backslash escapes, Proofpoint's second version, percent-encoding up to three
/// times, and links in base64. Malformed encoding stays unchanged.
[[nodiscard]] LinkText read_link_text(std::string_view text);

/// The outermost layer: what a browser would open, before it decodes anything.
[[nodiscard]] LinkText read_outer_link_text(std::string_view text);

}  // namespace v0
}  // namespace hellojohn
