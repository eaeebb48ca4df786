// One text to be said: parts and sentences in a buffer of a fixed size that is wiped. Allocates nothing.
#pragma once

#include <hellojohn/secret.hpp>
#include <hellojohn/widgets/fixed_text.hpp>
#include <hellojohn/widgets/text.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace speech {

/// A message without values.
[[nodiscard]] widgets::Message words_of(widgets::MessageId id, std::int32_t n = 0,
                                        std::int32_t total = 0) noexcept;

/// Sentences follow each other with a stop between them, parts of a sentence with a pause. A part that does not fit is left
/// out whole.
class Utterance {
 public:
  explicit Utterance(const widgets::Text& text) noexcept : text_(text) {}

  /// Begins a new sentence with the next part.
  void sentence() noexcept { begins_ = true; }
  /// Adds the message. Times are said in words; control characters become spaces.
  void part(const widgets::Message& message) noexcept;
  void part(widgets::MessageId id) noexcept { part(words_of(id)); }
  /// Adds text that is already formatted.
  void part(std::string_view said) noexcept;
  /// Adds to the last part.
  void more(std::string_view said) noexcept;
  /// Spells a code in groups of `group` characters; 0: as its separators or its length ask for. `with_words`: "A as in Alfa".
  void spell(SecretView code, bool with_words, std::size_t group = 0) noexcept;

  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  /// **Lifetime** until the next change.
  [[nodiscard]] SecretView view() const noexcept {
    return SecretView(std::string_view(bytes_.data(), size_));
  }
  ~Utterance();
  Utterance(const Utterance&) = delete;
  Utterance& operator=(const Utterance&) = delete;

 private:
  void open_part() noexcept;
  void add(std::string_view said) noexcept;
  void add(std::int64_t number) noexcept;
  void add_time(std::chrono::seconds time) noexcept;
  void add_counted(widgets::MessageId unit, std::int64_t n) noexcept;
  void add_message(const widgets::Message& message) noexcept;
  void add_letter(char letter, bool with_words, bool both_cases) noexcept;
  [[nodiscard]] bool ends_sentence() const noexcept;

  const widgets::Text& text_;
  std::array<char, 8192> bytes_;
  std::size_t size_ = 0;
  bool begins_ = true;
};

}  // namespace speech
}  // namespace v0
}  // namespace hellojohn
