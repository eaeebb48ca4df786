// Shapes of codes and tokens.
#include "shapes.hpp"

#include "base/base64.hpp"
#include "base/hex.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

namespace {

struct Kinds {
  bool upper = false, lower = false, digit = false, other = false, beyond_hex = false;
};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) { return is_upper(c) || is_lower(c) || is_digit(c); }
char lowered(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

void look_at(char c, Kinds& kinds) {
  kinds.upper = kinds.upper || is_upper(c);
  kinds.lower = kinds.lower || is_lower(c);
  kinds.digit = kinds.digit || is_digit(c);
  kinds.other = kinds.other || !is_alnum(c);
  kinds.beyond_hex = kinds.beyond_hex || hex::value(c) < 0;
}

/// Sets groups, group_size and separator; false if the code is not made of equal groups.
bool read_groups(std::string_view code, BackupCodeFormat& format) {
  const auto mark = std::find_if_not(code.begin(), code.end(), is_alnum);
  format.separator = mark == code.end() ? '\0' : *mark;
  format.group_size = static_cast<int>(mark - code.begin());
  format.groups = 1;
  if (format.group_size < 1 || format.group_size > 32) return false;
  const std::size_t step = static_cast<std::size_t>(format.group_size) + 1;
  if (format.separator == '\0') return true;
  if ((code.size() + 1) % step != 0) return false;
  format.groups = static_cast<int>((code.size() + 1) / step);
  for (std::size_t i = 0; i < code.size(); ++i) {
    const bool at_mark = i % step == step - 1;
    if (at_mark ? code[i] != format.separator : !is_alnum(code[i])) return false;
  }
  return format.groups <= 16;
}

bool same_groups(const BackupCodeFormat& a, const BackupCodeFormat& b) {
  return a.groups == b.groups && a.group_size == b.group_size && a.separator == b.separator;
}

double alphabet_size(const Kinds& kinds) {
  const bool one_case = kinds.upper != kinds.lower;
  if (kinds.digit && !kinds.beyond_hex && (one_case || (!kinds.upper && !kinds.lower)))
    return kinds.upper || kinds.lower ? 16 : 10;
  return (kinds.upper ? 26 : 0) + (kinds.lower ? 26 : 0) + (kinds.digit ? 10 : 0) +
         (kinds.other ? 33 : 0);
}

const char* alphabet_name(BackupCodeFormat::Alphabet alphabet) {
  switch (alphabet) {
    case BackupCodeFormat::Alphabet::upper_alnum: return "upper_alnum";
    case BackupCodeFormat::Alphabet::mixed_alnum: return "mixed_alnum";
    case BackupCodeFormat::Alphabet::digits: return "digits";
    case BackupCodeFormat::Alphabet::exact: break;
  }
  return "exact";
}

}  // namespace

bool is_code(std::string_view code) {
  return code.size() >= 4 && code.size() <= 128 &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

CodeShape shape_of(const std::vector<Secret>& codes) {
  CodeShape out;
  Kinds kinds;
  bool regular = !codes.empty();
  std::size_t shortest = codes.empty() ? 0 : codes.front().size();
  for (const Secret& code : codes) {
    BackupCodeFormat one;
    regular = regular && read_groups(code.reveal(), one);
    if (&code == &codes.front()) out.format = one;
    regular = regular && same_groups(out.format, one);
    for (const char c : code.reveal())
      if (!regular || c != out.format.separator) look_at(c, kinds);
    shortest = std::min(shortest, code.size());
  }
  using Alphabet = BackupCodeFormat::Alphabet;
  if (!regular)
    out.format.alphabet = Alphabet::exact;
  else if (kinds.lower)
    out.format.alphabet = Alphabet::mixed_alnum;
  else
    out.format.alphabet = kinds.upper ? Alphabet::upper_alnum : Alphabet::digits;
  const auto drawn =
      regular ? static_cast<std::size_t>(out.format.groups * out.format.group_size) : shortest;
  if (drawn > 0)
    out.bits = static_cast<int>(static_cast<double>(drawn) * std::log2(alphabet_size(kinds)));
  return out;
}

std::string option_of(const BackupCodeFormat& format) {
  const std::string name = "options.backup_code_format";
  const std::string alphabet =
      name + ".alphabet = hellojohn::BackupCodeFormat::Alphabet::" + alphabet_name(format.alphabet);
  if (format.alphabet == BackupCodeFormat::Alphabet::exact) return alphabet + ";";
  const std::string separator =
      format.separator == '\0' ? "'\\0'" : std::string("'") + format.separator + "'";
  return name + " = {hellojohn::BackupCodeFormat::Alphabet::" + alphabet_name(format.alphabet) +
         ", " + std::to_string(format.groups) + ", " + std::to_string(format.group_size) + ", " +
         separator + "};";
}

Secret wrong_code(const Secret& like, std::string_view never) {
  std::random_device random;
  Secret out;
  for (const char c : like.reveal()) {
    char drawn = c;
    do {
      if (is_digit(c)) drawn = static_cast<char>('0' + random() % 10);
      if (is_upper(c)) drawn = static_cast<char>('A' + random() % 26);
      if (is_lower(c)) drawn = static_cast<char>('a' + random() % 26);
    } while (drawn != c && never.find(drawn) != std::string_view::npos);
    out.append({&drawn, 1});
  }
  return out;
}

bool is_usable_id(std::string_view id) {
  if (id.empty() || id == "." || id == "..") return false;
  return std::none_of(id.begin(), id.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '/' || c == '\\';
  });
}

Secret typed(const Secret& code, const BackupCodeFormat& format) {
  if (format.alphabet == BackupCodeFormat::Alphabet::exact) return code.clone();
  const bool one_case = format.alphabet == BackupCodeFormat::Alphabet::upper_alnum;
  Secret out;
  for (const char c : code.reveal()) {
    const char now = c == format.separator ? ' ' : one_case ? lowered(c) : c;
    out.append({&now, 1});
  }
  return out;
}

std::optional<boost::json::object> claims_of(std::string_view token) {
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  Secret text;
  if (!base64::decode_url(token.substr(first + 1, second - first - 1), text)) return std::nullopt;
  boost::json::error_code failed;
  boost::json::value value = boost::json::parse(text.reveal(), failed);
  if (failed || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

std::string random_name() {
  std::random_device random;
  std::string out;
  for (int i = 0; i < 20; ++i) out += static_cast<char>('a' + random() % 26);
  return out;
}

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
