// Secrets to look for, and the forms a copy of them can have. Everything is kept scrambled, so that a program that
// looks through its own memory does not find itself. Knows nothing of where is looked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace hellojohn::tests {

constexpr unsigned char scramble = 0xA5;

/// A secret as the scanner keeps it: each byte xor `scramble`.
using Scrambled = std::vector<unsigned char>;

[[nodiscard]] Scrambled scrambled(std::string_view plain);

/// Six or more following symbols of each secret as UTF-8, UTF-16, UTF-32, base64 (three alignments), or with every
/// symbol escaped as in JSON (\u00XX) or percent-escaped.
class Needles {
 public:
  static constexpr std::size_t fragment = 6;  ///< Symbols.
  static constexpr std::size_t longest =
      6 * fragment;  ///< Bytes of the longest form of a fragment.

  Needles();
  /// Shorter secrets than a fragment are not looked for.
  void add(const Scrambled& secret);
  [[nodiscard]] std::size_t size() const noexcept { return count_; }

  /// Adds to `found[secret]` the places in `bytes` that begin before `begin_below`.
  void count(const unsigned char* bytes, std::size_t size, std::size_t begin_below,
             std::vector<std::size_t>& found) const;

 private:
  struct Form {
    Scrambled bytes;
    std::size_t secret;
    std::size_t next;  ///< Form with the same first four bytes, or none.
  };
  void add_form(Scrambled&& bytes);
  void add_wide(const Scrambled& piece, std::size_t width);
  void add_base64(const Scrambled& piece);
  void add_escaped(const Scrambled& piece, const char* prefix, const char* hex);

  std::vector<Form> forms_;
  std::vector<std::uint64_t>
      filter_;  ///< One bit for each hash of four bytes that a form begins with.
  std::vector<std::size_t> first_;  ///< By the same hash: a form, or none.
  std::size_t count_ = 0;
};

}  // namespace hellojohn::tests
