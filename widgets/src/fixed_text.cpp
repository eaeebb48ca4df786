// Cutting UTF-8 at a character.
#include <hellojohn/widgets/fixed_text.hpp>

namespace hellojohn::inline v0::widgets {

std::size_t utf8_prefix(std::string_view text, std::size_t limit) noexcept {
  if (text.size() <= limit) return text.size();
  std::size_t n = limit;
  while (n > 0 && (static_cast<unsigned char>(text[n]) & 0xC0U) == 0x80U) --n;
  return n;
}

}  // namespace hellojohn::inline v0::widgets
