// The one filter for text that a server sent and that a screen or a log may show. Depends on base/text.hpp only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {

/// How many characters of a text are shown, the ellipsis of a cut text included.
inline constexpr std::size_t longest_name = 128;
inline constexpr std::size_t longest_address = 254;
inline constexpr std::size_t longest_message = 256;
inline constexpr std::size_t longest_detail = 1024;

/// What becomes of a character that shows nothing or turns the text around it.
enum class Hidden : unsigned char {
  drop,  ///< For names and sentences.
  mark,  ///< Becomes U+FFFD: for ids and types, which must not look like another one afterwards.
};

/// Returns `text` as it may be shown: no control, zero-width, bidirectional or tag characters, and no ends of lines. A run
/// of blanks becomes one space, broken UTF-8 and noncharacters become U+FFFD.
///
/// Text of more than `most` characters is cut and ends in an ellipsis; a combining mark stays with its letter. At most
/// eight marks stay on a letter. The result is empty only if `text` is: a text that shows nothing becomes U+FFFD.
[[nodiscard]] std::string display_text(std::string_view text, std::size_t most = longest_name,
                                       Hidden hidden = Hidden::drop);

}  // namespace v0
}  // namespace hellojohn
