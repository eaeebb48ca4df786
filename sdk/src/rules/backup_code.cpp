// See backup_code.hpp.
#include "rules/backup_code.hpp"

#include "base/ascii.hpp"
#include "base/out_of_memory.hpp"
#include "base/text.hpp"
#include "rules/code_search.hpp"

#include <algorithm>
#include <utility>

namespace hellojohn {
inline namespace v0 {

namespace {

using Alphabet = BackupCodeFormat::Alphabet;
using Kind = CodeReading::Kind;

std::size_t length_of(const BackupCodeFormat& format) noexcept {
  return static_cast<std::size_t>(format.groups) * static_cast<std::size_t>(format.group_size);
}

/// Adds a code unless it is there already.
void add(CodeReading& out, std::string_view characters, Alphabet alphabet) {
  const bool folds = alphabet == Alphabet::upper_alnum;
  for (std::size_t i = 0; i < out.count; ++i)
    if (folds ? ascii::equal_ignore_case(out.code(i), characters) : out.code(i) == characters)
      return;
  out.length = characters.size();
  out.codes.reserve(out.length);
  for (char c : characters) {
    if (folds) c = ascii::upper(c);
    out.codes.append({&c, 1});
  }
  ++out.count;
}

void read_folded(const CodeWords& words, const BackupCodeFormat& format, bool strict,
                 CodeReading& out) {
  const CodeSearch search(words, format);
  for (const CodeSpan& span : search.codes(strict)) {
    const std::size_t begin = words.words[span.first].begin;
    add(out, words.characters.reveal().substr(begin, length_of(format)), format.alphabet);
  }
  if (out.count > 0) {
    out.kind = out.count == 1 ? Kind::code : Kind::sheet;
  } else if (!strict && search.is_incomplete()) {
    add(out, words.characters.reveal(), format.alphabet);
    out.kind = Kind::incomplete;
  }
}

/// Alphabet::exact: the bytes between the blanks. Several of the format's length are a sheet.
void read_exact(std::string_view text, const BackupCodeFormat& format, CodeReading& out) {
  text = text::trimmed(text);
  const std::size_t separators =
      format.separator == '\0' ? 0 : static_cast<std::size_t>(format.groups) - 1;
  std::size_t begin = 0;
  bool several = false;
  for (std::size_t at = 0; at <= text.size();) {
    const utf8::Character c = utf8::decode(text.substr(at));
    if (c.length != 0 && !text::is_nothing(c.point)) {
      at += c.length;
      continue;
    }
    const std::size_t size = at - begin;
    if (size == length_of(format) + separators || size == length_of(format))
      if (out.count == 0 || out.length == size) add(out, text.substr(begin, size), Alphabet::exact);
    several = several || c.length != 0;
    at += std::max<std::size_t>(c.length, 1);
    begin = at;
  }
  if (out.count == 0 && !text.empty() && !several) add(out, text, Alphabet::exact);
  out.kind = out.count == 0 ? Kind::nothing : out.count == 1 ? Kind::code : Kind::sheet;
}

CodeReading read(std::string_view text, const BackupCodeFormat& format,
                 const BackupCodeFormat* other) {
  CodeReading out;
  if (text.size() > text::longest_pasted) return out;
  const CodeWords words = split_into_words(text);
  if (words.has_token) {
    out.kind = Kind::recovery_token;
    return out;
  }
  if (format.alphabet == Alphabet::exact) {
    read_exact(text, format, out);
  } else {
    read_folded(words, format, false, out);
  }
  const bool found = out.kind == Kind::code || out.kind == Kind::sheet;
  if (!found && other != nullptr && other->alphabet != Alphabet::exact) {
    CodeReading second;
    read_folded(words, *other, true, second);
    if (second.count > 0) {
      second.kind = Kind::other;
      return second;
    }
  }
  if (!found && words.has_link) {
    out = {};
    out.kind = Kind::recovery_token;
  }
  return out;
}

}  // namespace

std::string_view CodeReading::code(std::size_t index) const noexcept {
  return codes.reveal().substr(index * length, length);
}

CodeReading read_code(std::string_view text, const BackupCodeFormat& format,
                      const BackupCodeFormat& other) noexcept {
  CodeReading out;
  if (!detail::completes([&] { out = read(text, format, &other); })) out = {};
  return out;
}

BackupCodeFormat authenticator_format(int digits) noexcept {
  BackupCodeFormat format;
  format.alphabet = Alphabet::digits;
  format.groups = 1;
  format.group_size = std::clamp(digits, 6, 8);
  format.separator = '\0';
  return format;
}

Secret issued_shape(std::string_view code, const BackupCodeFormat& format) {
  Secret out;
  out.reserve(code.size() * 2);
  const auto group = static_cast<std::size_t>(format.group_size);
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (i > 0 && i % group == 0 && format.separator != '\0' && format.alphabet != Alphabet::exact)
      out.append({&format.separator, 1});
    out.append(code.substr(i, 1));
  }
  return out;
}

namespace {

/// What a field gives: whatever a reader makes of it, the text stays what it is.
bool has_issued_shape(std::string_view typed, const BackupCodeFormat& format) noexcept {
  if (format.alphabet == Alphabet::exact || format.separator == '\0') return false;
  const auto group = static_cast<std::size_t>(format.group_size);
  if (typed.size() != length_of(format) + static_cast<std::size_t>(format.groups) - 1) return false;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const char c = typed[i];
    const bool separates = i % (group + 1) == group;
    const bool letter =
        format.alphabet != Alphabet::digits &&
        (ascii::is_upper(c) || (format.alphabet == Alphabet::mixed_alnum && ascii::is_lower(c)));
    if (separates ? c != format.separator : !ascii::is_digit(c) && !letter) return false;
  }
  return true;
}

}  // namespace

Secret normalise_backup_code(std::string_view typed, const BackupCodeFormat& format) {
  if (has_issued_shape(typed, format)) return Secret(typed);
  const CodeReading reading = read(typed, format, nullptr);
  if (reading.kind != Kind::code) return Secret(text::trimmed(typed));
  return issued_shape(reading.code(0), format);
}

}  // namespace v0
}  // namespace hellojohn
