// Cutting UTF-8 at a character.
#include "base/utf8.hpp"

#include <hellojohn/widgets/fixed_text.hpp>

namespace hellojohn::inline v0::widgets {

std::size_t utf8_prefix(std::string_view text, std::size_t limit) noexcept {
  return utf8::prefix(text, limit);
}

}  // namespace hellojohn::inline v0::widgets
