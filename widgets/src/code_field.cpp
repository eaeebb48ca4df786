// Typing and pasting one code. Folds to the format's alphabet; guesses nothing: O and 0, I and 1 stay what they are.
#include <hellojohn/widgets/code_field.hpp>

#include <algorithm>

namespace hellojohn::inline v0::widgets {

namespace {

constexpr std::string_view upper_alnum = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::string_view mixed_alnum =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view digits = "0123456789";

/// One UTF-8 character from the front; U+FFFD for a malformed one, which is skipped byte by byte.
char32_t next_character(std::string_view& text) noexcept {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t value = lead < 0x80 ? lead : lead & (0xFFU >> (length + 1));
  if (length > text.size() || (lead >= 0x80 && lead < 0xC2)) {
    text.remove_prefix(1);
    return 0xFFFD;
  }
  for (std::size_t i = 1; i < length; ++i) {
    value = value << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  text.remove_prefix(length);
  return value;
}

char32_t fold_width(char32_t c) noexcept { return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c; }

bool is_filler(char32_t c) noexcept {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '-' || c == 0xA0 ||
         (c >= 0x2000 && c <= 0x200D) || (c >= 0x2010 && c <= 0x2015) || c == 0x202F ||
         c == 0x2060 || c == 0x2212 || c == 0x3000 || c == 0xFE58 || c == 0xFE63 || c == 0xFEFF;
}

bool has_word(std::string_view text, std::string_view word) noexcept {
  return text.find(word) != std::string_view::npos;
}

/// A line of a sheet without its number or bullet: "1. ABCD", "2) ABCD", "- ABCD", "[ ] ABCD".
std::string_view without_number(std::string_view line) noexcept {
  const auto trim = [&line] {
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r')) {
      line.remove_suffix(1);
    }
  };
  trim();
  for (const std::string_view bullet : {"[ ]", "[]", "*", "- ", "\xE2\x80\xA2", "\xE2\x98\x90"}) {
    if (line.starts_with(bullet)) line.remove_prefix(bullet.size());
  }
  trim();
  const std::size_t number = line.find_first_not_of("0123456789");
  if (number != std::string_view::npos && number > 0 && number <= 2 &&
      (line[number] == '.' || line[number] == ')' || line[number] == ':')) {
    line.remove_prefix(number + 1);
  }
  trim();
  return line;
}

}  // namespace

BackupCodeFormat CodeField::totp_format() noexcept {
  BackupCodeFormat format;
  format.alphabet = BackupCodeFormat::Alphabet::digits;
  format.groups = 1;
  format.group_size = 6;
  format.separator = '\0';
  return format;
}

void CodeField::set_format(const BackupCodeFormat& format) noexcept {
  format_ = format;
  clear();
}

std::string_view CodeField::alphabet() const noexcept {
  switch (format_.alphabet) {
    case BackupCodeFormat::Alphabet::digits: return digits;
    case BackupCodeFormat::Alphabet::upper_alnum: return upper_alnum;
    default: return mixed_alnum;
  }
}

bool CodeField::accepts(char32_t c) const noexcept {
  c = fold_width(c);
  if (format_.alphabet == BackupCodeFormat::Alphabet::exact) return c > 0x20 && c < 0x7F;
  if (format_.alphabet == BackupCodeFormat::Alphabet::upper_alnum && c >= 'a' && c <= 'z') {
    return true;
  }
  return c < 0x7F && alphabet().find(static_cast<char>(c)) != std::string_view::npos;
}

bool CodeField::insert(char32_t c) noexcept {
  const bool exact = format_.alphabet == BackupCodeFormat::Alphabet::exact;
  c = fold_width(c);
  if (!exact && is_filler(c)) return true;
  if (!accepts(c) || text_.size() >= longest) return false;
  if (format_.alphabet == BackupCodeFormat::Alphabet::upper_alnum && c >= 'a' && c <= 'z') {
    c -= 'a' - 'A';
  }
  char* bytes = text_.data();
  for (std::size_t i = text_.size(); i > caret_; --i) bytes[i] = bytes[i - 1];
  bytes[caret_] = static_cast<char>(c);
  bytes[text_.size() + 1] = '\0';
  text_.resized();
  ++caret_;
  ++revision_;
  return true;
}

Pasted CodeField::paste(std::string_view text) noexcept {
  forget_candidates();
  if (has_word(text, "://") || has_word(text, "rec_tok_")) return Pasted::link;
  collect_candidates(text);
  if (candidate_count_ > 1) return Pasted::sheet;
  if (candidate_count_ == 1) {
    take_candidate(0);
    return Pasted::code;
  }
  clear();
  while (!text.empty()) insert(next_character(text));
  return empty() ? Pasted::nothing : Pasted::code;
}

void CodeField::collect_candidates(std::string_view text) noexcept {
  std::size_t used = 0;
  while (!text.empty() && candidate_count_ < most_candidates) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = without_number(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    std::size_t characters = 0;
    bool clean = true;
    for (std::string_view rest = line; !rest.empty();) {
      const char32_t c = next_character(rest);
      if (is_filler(fold_width(c))) continue;
      clean = clean && accepts(c);
      ++characters;
    }
    if (!clean || characters != expected() || used + line.size() > 4096) continue;
    std::copy(line.begin(), line.end(), sheet_.data() + used);
    spans_[candidate_count_++] = {static_cast<std::uint16_t>(used),
                                  static_cast<std::uint16_t>(line.size())};
    used += line.size();
  }
}

SecretView CodeField::candidate(std::size_t index) const noexcept {
  if (index >= candidate_count_) return {};
  // The buffer is managed by spans: WipedText's own size plays no part here.
  const char* bytes = const_cast<CodeField*>(this)->sheet_.data();
  return SecretView(std::string_view(bytes + spans_[index].begin, spans_[index].size));
}

void CodeField::take_candidate(std::size_t index) noexcept {
  if (index >= candidate_count_) return;
  std::string_view text = candidate(index).reveal();
  text_.clear();
  caret_ = 0;
  while (!text.empty()) insert(next_character(text));
  forget_candidates();
}

void CodeField::forget_candidates() noexcept {
  sheet_.clear();
  candidate_count_ = 0;
  ++revision_;
}

void CodeField::backspace() noexcept {
  if (caret_ == 0) return;
  --caret_;
  erase();
}

void CodeField::erase() noexcept {
  if (caret_ >= text_.size()) return;
  char* bytes = text_.data();
  for (std::size_t i = caret_; i + 1 <= text_.size(); ++i) bytes[i] = bytes[i + 1];
  text_.resized();
  ++revision_;
}

void CodeField::move(int by) noexcept {
  const auto target = static_cast<long>(caret_) + by;
  caret_ = static_cast<std::size_t>(std::clamp(target, 0L, static_cast<long>(text_.size())));
}

void CodeField::clear() noexcept {
  text_.clear();
  caret_ = 0;
  forget_candidates();
}

std::size_t CodeField::expected() const noexcept {
  return static_cast<std::size_t>(format_.groups) * static_cast<std::size_t>(format_.group_size);
}

std::size_t CodeField::group_size() const noexcept {
  return format_.groups > 1 ? static_cast<std::size_t>(format_.group_size) : 0;
}

}  // namespace hellojohn::inline v0::widgets
