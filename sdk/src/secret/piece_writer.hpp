// Adds many short pieces of text to a Secret in few steps: public ones are gathered first.
// Knows nothing of what the text means.
#pragma once

#include <hellojohn/secret.hpp>

#include <array>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace detail {

/// What goes in with `<<` waits in a buffer that nobody wipes, so it must be public; secret() copies straight into the
/// Secret. Call flush() at the end.
/// **Exceptions** as Secret::append(). **Lifetime** no longer than the Secret's.
class PieceWriter {
 public:
  explicit PieceWriter(Secret& out) noexcept : out_(out) {}

  PieceWriter& operator<<(std::string_view text) {
    if (text.size() <= room_.size() - size_) {
      add(text.data(), text.size());
      return *this;
    }
    flush();
    out_.append(text);
    return *this;
  }
  /// A literal: the compiler knows its length, so that no function is called for it.
  template <std::size_t N>
  PieceWriter& operator<<(const char (&text)[N]) {
    static_assert(N <= longest_literal);
    if (N - 1 > room_.size() - size_) flush();
    add(text, N - 1);
    return *this;
  }
  PieceWriter& operator<<(std::size_t number) {
    char digits[24];
    const char* const end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    return *this << std::string_view(digits, static_cast<std::size_t>(end - digits));
  }
  PieceWriter& secret(std::string_view bytes) {
    flush();
    out_.append(bytes);
    return *this;
  }
  void flush() {
    out_.append({room_.data(), size_});
    size_ = 0;
  }

 private:
  static constexpr std::size_t longest_literal = 128;

  void add(const char* text, std::size_t size) noexcept {
    if (size == 0) return;
    std::memcpy(room_.data() + size_, text, size);
    size_ += size;
  }

  Secret& out_;
  std::size_t size_ = 0;
  std::array<char, 512> room_;
};

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
