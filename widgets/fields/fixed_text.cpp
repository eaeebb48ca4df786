// Cutting UTF-8 at a character, and the text that a field edits.
#include "base/utf8.hpp"

#include <hellojohn/widgets/fixed_text.hpp>

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

std::size_t utf8_prefix(std::string_view text, std::size_t limit) noexcept {
  return utf8::prefix(text, limit);
}

TextInput::TextInput(std::size_t most) : bytes_(std::make_unique<char[]>(most + 1)), most_(most) {}

TextInput::~TextInput() { secure_wipe(bytes_.get(), capacity()); }

bool TextInput::assign(std::string_view text) noexcept {
  clear();
  overflowed_ = text.size() > most_;
  if (overflowed_) return false;
  std::copy(text.begin(), text.end(), bytes_.get());
  size_ = text.size();
  return true;
}

void TextInput::clear() noexcept {
  secure_wipe(bytes_.get(), capacity());
  size_ = 0;
  ++revision_;
  overflowed_ = false;
}

void TextInput::overflow() noexcept {
  clear();
  overflowed_ = true;
}

void TextInput::resized() noexcept {
  const bool was_empty = size_ == 0;
  size_ =
      static_cast<std::size_t>(std::find(bytes_.get(), bytes_.get() + most_, '\0') - bytes_.get());
  secure_wipe(bytes_.get() + size_, capacity() - size_);
  if (was_empty && size_ == 0) return;  // An editor may say that it changed what it left empty.
  ++revision_;
  overflowed_ = false;
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
