// Typing and pasting one code. The sdk's reader says what a paste holds; here are the caret and the buffer.
#include "base/text.hpp"
#include "rules/backup_code.hpp"

#include <hellojohn/widgets/code_field.hpp>

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

namespace {

constexpr std::string_view upper_alnum = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::string_view mixed_alnum =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view digits = "0123456789";

bool is_authenticators(const BackupCodeFormat& format) noexcept {
  return format.alphabet == BackupCodeFormat::Alphabet::digits && format.groups == 1 &&
         format.separator == '\0' && format.group_size >= 6 && format.group_size <= 8;
}

std::size_t length_of(const BackupCodeFormat& format) noexcept {
  return static_cast<std::size_t>(format.groups) * static_cast<std::size_t>(format.group_size);
}

}  // namespace

BackupCodeFormat CodeField::totp_format(int how_many) noexcept {
  return authenticator_format(how_many);
}

void CodeField::set_format(const BackupCodeFormat& format, const BackupCodeFormat& other) noexcept {
  format_ = format;
  other_format_ = other;
  clear();
}

void CodeField::set_format(const BackupCodeFormat& format) noexcept {
  set_format(format, is_authenticators(format) ? BackupCodeFormat{} : totp_format());
}

std::string_view CodeField::alphabet() const noexcept {
  switch (format_.alphabet) {
    case BackupCodeFormat::Alphabet::digits: return digits;
    case BackupCodeFormat::Alphabet::upper_alnum: return upper_alnum;
    default: return mixed_alnum;
  }
}

bool CodeField::accepts(char32_t c) const noexcept {
  c = text::fold(c);
  if (format_.alphabet == BackupCodeFormat::Alphabet::exact) return c > 0x20 && c < 0x7F;
  if (format_.alphabet == BackupCodeFormat::Alphabet::upper_alnum && c >= 'a' && c <= 'z') {
    return true;
  }
  return c < 0x7F && alphabet().find(static_cast<char>(c)) != std::string_view::npos;
}

bool CodeField::insert(char32_t c) noexcept {
  const bool exact = format_.alphabet == BackupCodeFormat::Alphabet::exact;
  if (!exact && (text::is_nothing(c) || text::is_dash(c))) return true;
  if (!accepts(c)) return false;
  if (selected_) replace({});
  if (text_.size() >= longest) return false;
  c = text::fold(c);
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

Pasted CodeField::paste(std::string_view pasted) noexcept {
  forget_candidates();
  const CodeReading read = read_code(pasted, format_, other_format_);
  switch (read.kind) {
    case CodeReading::Kind::recovery_token: return Pasted::link;
    case CodeReading::Kind::code: replace(read.code(0)); return Pasted::code;
    case CodeReading::Kind::incomplete:
      if (read.length > longest) return Pasted::nothing;
      replace(read.code(0));
      return Pasted::incomplete;
    case CodeReading::Kind::sheet:
      for (std::size_t i = 0; i < read.count; ++i) keep(read.code(i), format_);
      return Pasted::sheet;
    case CodeReading::Kind::other:
      for (std::size_t i = 0; i < read.count; ++i) keep(read.code(i), other_format_);
      other_ = true;
      return Pasted::other;
    case CodeReading::Kind::nothing: break;
  }
  return Pasted::nothing;
}

/// Adds a candidate as it was issued, if there is room for it.
void CodeField::keep(std::string_view code, const BackupCodeFormat& format) noexcept {
  const std::size_t used =
      candidate_count_ == 0
          ? 0
          : spans_[candidate_count_ - 1].begin + std::size_t{spans_[candidate_count_ - 1].size};
  const bool exact = format.alphabet == BackupCodeFormat::Alphabet::exact;
  const auto group = static_cast<std::size_t>(format.group_size);
  const std::size_t separators =
      exact || format.separator == '\0' || code.empty() ? 0 : (code.size() - 1) / group;
  if (candidate_count_ == most_candidates) return;
  if (used + code.size() + separators >= sheet_.capacity()) return;
  char* const bytes = sheet_.data() + used;
  std::size_t size = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (separators > 0 && i > 0 && i % group == 0) bytes[size++] = format.separator;
    bytes[size++] = code[i];
  }
  spans_[candidate_count_++] = {static_cast<std::uint16_t>(used), static_cast<std::uint16_t>(size)};
}

/// The text becomes `code`, which holds only characters of the alphabet.
void CodeField::replace(std::string_view code) noexcept {
  text_.assign(code);
  caret_ = text_.size();
  selected_ = false;
  ++revision_;
}

SecretView CodeField::candidate(std::size_t index) const noexcept {
  if (index >= candidates()) return {};
  // The buffer is managed by spans: WipedText's own size plays no part here.
  const char* bytes = sheet_.view().reveal().data();
  return SecretView(std::string_view(bytes + spans_[index].begin, spans_[index].size));
}

void CodeField::take_candidate(std::size_t index) noexcept {
  if (index >= candidates()) return;
  std::string_view code = candidate(index).reveal();
  replace({});
  while (!code.empty()) insert(utf8::take(code));
  forget_candidates();
}

void CodeField::use_other() noexcept {
  if (!other_) return;
  std::swap(format_, other_format_);
  other_ = false;
  replace({});
  if (candidate_count_ == 1) take_candidate(0);  // Several: the screen lets the person pick one.
}

void CodeField::forget_candidates() noexcept {
  sheet_.clear();
  candidate_count_ = 0;
  other_ = false;
  ++revision_;
}

void CodeField::backspace() noexcept {
  if (selected_) return replace({});
  if (caret_ == 0) return;
  --caret_;
  erase();
}

void CodeField::erase() noexcept {
  if (selected_) return replace({});
  if (caret_ >= text_.size()) return;
  char* bytes = text_.data();
  for (std::size_t i = caret_; i + 1 <= text_.size(); ++i) bytes[i] = bytes[i + 1];
  text_.resized();
  ++revision_;
}

void CodeField::move(int by) noexcept {
  selected_ = false;
  const auto target = static_cast<long>(caret_) + by;
  caret_ = static_cast<std::size_t>(std::clamp(target, 0L, static_cast<long>(text_.size())));
}

void CodeField::home() noexcept {
  selected_ = false;
  caret_ = 0;
}

void CodeField::end() noexcept {
  selected_ = false;
  caret_ = text_.size();
}

void CodeField::clear() noexcept {
  replace({});
  forget_candidates();
}

std::size_t CodeField::expected() const noexcept { return length_of(format_); }

CodeState CodeField::state() const noexcept {
  if (text_.empty()) return CodeState::empty;
  if (format_.alphabet == BackupCodeFormat::Alphabet::exact || text_.size() == expected())
    return CodeState::complete;
  return text_.size() < expected() ? CodeState::too_short : CodeState::too_long;
}

std::size_t CodeField::missing() const noexcept {
  const CodeState now = state();
  if (now != CodeState::empty && now != CodeState::too_short) return 0;
  return expected() - text_.size();
}

std::size_t CodeField::group_size() const noexcept {
  return format_.groups > 1 ? static_cast<std::size_t>(format_.group_size) : 0;
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
