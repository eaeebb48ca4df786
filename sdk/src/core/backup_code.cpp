// See backup_code.hpp.
#include "core/backup_code.hpp"

#include "core/ascii.hpp"

#include <cstddef>
#include <utility>

namespace hellojohn::inline v0 {

namespace {

/// One character of UTF-8 input: its bytes, and the code point (0xfffd where the bytes are not valid).
struct Character {
  std::size_t length = 1;
  char32_t point = 0xfffd;
};

Character first_character(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {1, lead};
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || text.size() < length) return {};
  char32_t point = lead & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    point = (point << 6) | (byte(i) & 0x3fU);
  }
  return {length, point};
}

bool is_dash(char32_t c) noexcept {
  return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xfe58 || c == 0xfe63 ||
         c == 0xff0d;
}

bool is_blank(char32_t c) noexcept {
  return c == ' ' || (c >= 0x09 && c <= 0x0d) || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200d) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
         c == 0x2060 || c == 0x3000 || c == 0xfeff;
}

std::string_view trimmed(std::string_view text) noexcept {
  const auto blank = [](char c) { return c == ' ' || (c >= 0x09 && c <= 0x0d); };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

bool fits(char c, BackupCodeFormat::Alphabet alphabet) noexcept {
  switch (alphabet) {
    case BackupCodeFormat::Alphabet::upper_alnum: return ascii::is_upper(c) || ascii::is_digit(c);
    case BackupCodeFormat::Alphabet::mixed_alnum: return ascii::is_alnum(c);
    case BackupCodeFormat::Alphabet::digits: return ascii::is_digit(c);
    case BackupCodeFormat::Alphabet::exact: return false;
  }
  return false;
}

}  // namespace

Secret normalise_backup_code(std::string_view typed, const BackupCodeFormat& format) {
  Secret original(trimmed(typed));
  if (format.alphabet == BackupCodeFormat::Alphabet::exact) return original;
  const auto group = static_cast<std::size_t>(format.group_size);
  const std::size_t wanted = group * static_cast<std::size_t>(format.groups);
  Secret folded;
  folded.reserve(wanted * 2);
  std::size_t count = 0;
  for (std::string_view rest = typed; !rest.empty();) {
    const Character character = first_character(rest);
    rest.remove_prefix(character.length);
    char32_t point = character.point;
    if (is_blank(point) || is_dash(point)) continue;
    // Full-width forms stand 0xfee0 above ASCII.
    if (point >= 0xff01 && point <= 0xff5e) point -= 0xfee0;
    if (point > 0x7e) return original;
    char c = static_cast<char>(point);
    if (format.alphabet == BackupCodeFormat::Alphabet::upper_alnum) c = ascii::upper(c);
    if (!fits(c, format.alphabet) || count == wanted) return original;
    if (count > 0 && count % group == 0 && format.separator != '\0')
      folded.append({&format.separator, 1});
    folded.append({&c, 1});
    ++count;
  }
  return count == wanted ? std::move(folded) : std::move(original);
}

}  // namespace hellojohn::inline v0
