// Text and secrets in buffers of a fixed size, so that a view and an idle frame allocate nothing.
#pragma once

#include <hellojohn/secret.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

/// The longest prefix of `text` of at most `limit` bytes that does not cut a UTF-8 character.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] std::size_t utf8_prefix(std::string_view text, std::size_t limit) noexcept;

/// UTF-8 text of at most N bytes; longer text is cut at a character. Not for secrets.
/// **Exceptions** none.
/// **Thread safety** one thread at a time.
/// **Lifetime** independent; refers to nothing.
template <std::size_t N>
class FixedText {
 public:
  FixedText() noexcept = default;
  /// See assign().
  explicit FixedText(std::string_view text) noexcept { assign(text); }
  /// Replaces the text.
  void assign(std::string_view text) noexcept {
    // GCC 13 does not see the bound of a function in another file, and warns of what it would write.
    const std::size_t fitting = utf8_prefix(text, N);
    size_ = fitting < N ? fitting : N;
    for (std::size_t i = 0; i < size_; ++i) bytes_[i] = text[i];
  }
  /// Adds at the end as much as fits.
  void append(std::string_view text) noexcept {
    const std::size_t n = utf8_prefix(text, N - size_);
    for (std::size_t i = 0; i < n; ++i) bytes_[size_ + i] = text[i];
    size_ += n;
  }
  /// Empties it; the bytes are not wiped.
  void clear() noexcept { size_ = 0; }
  /// **Lifetime** until the next change.
  [[nodiscard]] std::string_view view() const noexcept { return {bytes_.data(), size_}; }
  /// No text.
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

 private:
  std::array<char, N> bytes_{};
  std::size_t size_ = 0;
};

/// Bytes that a person types: at most N, wiped on change and destruction, not copyable.
///
/// Holds a NUL behind the text, so that a text widget may edit data() in place and call resized() after it.
/// **Exceptions** none.
/// **Thread safety** one thread at a time.
/// **Lifetime** independent; refers to nothing.
template <std::size_t N>
class WipedText {
 public:
  WipedText() noexcept = default;
  WipedText(const WipedText&) = delete;
  WipedText& operator=(const WipedText&) = delete;
  ~WipedText() { clear(); }

  /// Replaces the text. False if `text` is longer than N bytes: then it is empty, because a text that was cut silently
  /// would be another text.
  bool assign(std::string_view text) noexcept {
    clear();  // Counts as the change.
    if (text.size() > N) return false;
    for (std::size_t i = 0; i < text.size(); ++i) bytes_[i] = text[i];
    size_ = text.size();
    return true;
  }
  /// Wipes the whole buffer.
  void clear() noexcept {
    secure_wipe(bytes_.data(), bytes_.size());
    size_ = 0;
    ++revision_;
  }
  /// For an editor in place; call resized() after it.
  [[nodiscard]] char* data() noexcept { return bytes_.data(); }
  /// Bytes that data() may hold, the NUL included.
  [[nodiscard]] static constexpr std::size_t capacity() noexcept { return N + 1; }
  /// Takes over what an editor left in data(): the text ends at the first NUL; what lies behind it is wiped.
  void resized() noexcept {
    std::size_t n = 0;
    while (n < N && bytes_[n] != '\0') ++n;
    size_ = n;
    ++revision_;
    secure_wipe(bytes_.data() + n, bytes_.size() - n);
  }
  /// **Lifetime** until the next change.
  [[nodiscard]] SecretView view() const noexcept {
    return SecretView(std::string_view(bytes_.data(), size_));
  }
  ///@{
  /// Size in bytes, the NUL not counted.
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  ///@}
  /// Counts changes, so that a component sees that something was typed. Not every number means another text.
  [[nodiscard]] std::uint32_t revision() const noexcept { return revision_; }

 private:
  std::array<char, N + 1> bytes_{};
  std::size_t size_ = 0;
  std::uint32_t revision_ = 0;
};

/// What text fields of every component edit: an address, a password, a recovery link or token. Wiped on change and
/// destruction, not copyable; never cut, because a text that was cut silently would be another text.
///
/// **Exceptions** the constructor: std::bad_alloc; else none.
/// **Thread safety** one thread at a time.
/// **Lifetime** independent; refers to nothing.
class TextInput {
 public:
  /// Room for an address or a password.
  static constexpr std::size_t usual = 2048;
  /// Room for a whole mail, out of which a link is read.
  static constexpr std::size_t mail = 64 * 1024;

  /// Room for `most` bytes.
  explicit TextInput(std::size_t most = usual);
  TextInput(const TextInput&) = delete;
  TextInput& operator=(const TextInput&) = delete;
  ~TextInput();

  /// Replaces the text. False if it does not fit: then the field is empty, and overflowed() says so.
  bool assign(std::string_view text) noexcept;
  /// Empties and wipes it.
  void clear() noexcept;
  /// Says that more was pasted than fits, and empties it. For who draws the field.
  void overflow() noexcept;
  /// The last change did not fit.
  [[nodiscard]] bool overflowed() const noexcept { return overflowed_; }
  /// For an editor in place; call resized() after it.
  [[nodiscard]] char* data() noexcept { return bytes_.get(); }
  /// Bytes that data() may hold, the NUL included.
  [[nodiscard]] std::size_t capacity() const noexcept { return most_ + 1; }
  /// Takes over what an editor left in data(): the text ends at the first NUL; what lies behind it is wiped.
  void resized() noexcept;
  /// **Lifetime** until the next change.
  [[nodiscard]] SecretView view() const noexcept {
    return SecretView(std::string_view(bytes_.get(), size_));
  }
  ///@{
  /// Size in bytes, the NUL not counted.
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  ///@}
  /// Counts changes, so that a component sees that something was typed. Not every number means another text.
  [[nodiscard]] std::uint32_t revision() const noexcept { return revision_; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t most_;
  std::size_t size_ = 0;
  std::uint32_t revision_ = 0;
  bool overflowed_ = false;
};

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
