// Cutting UTF-8 at a character.
#include "base/utf8.hpp"

#include <hellojohn/widgets/fixed_text.hpp>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

std::size_t utf8_prefix(std::string_view text, std::size_t limit) noexcept {
  return utf8::prefix(text, limit);
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
