// One pass finds every form of every secret: four bytes are hashed into a bit field that is nearly empty.
#include "security/residue/needles.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace hellojohn::tests {

namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);
constexpr unsigned hash_bits = 20;
constexpr std::uint32_t word_scramble = 0x01010101U * scramble;

std::uint32_t hash_of(std::uint32_t scrambled_word) noexcept {
  return scrambled_word * 2654435761U >> (32 - hash_bits);
}

std::uint32_t word_at(const unsigned char* bytes) noexcept {
  std::uint32_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

bool is_at(const Scrambled& form, const unsigned char* at) noexcept {
  return std::equal(form.begin(), form.end(), at, [](unsigned char f, unsigned char m) {
    return static_cast<unsigned char>(f ^ scramble) == m;
  });
}

}  // namespace

Scrambled scrambled(std::string_view plain) {
  Scrambled out;
  for (const char c : plain)
    out.push_back(static_cast<unsigned char>(static_cast<unsigned char>(c) ^ scramble));
  return out;
}

Needles::Needles()
    : filter_((std::size_t{1} << hash_bits) / 64), first_(std::size_t{1} << hash_bits, none) {}

void Needles::add(const Scrambled& secret) {
  for (std::size_t i = 0; i + fragment <= secret.size(); ++i) {
    const auto from = secret.begin() + static_cast<std::ptrdiff_t>(i);
    const Scrambled piece(from, from + static_cast<std::ptrdiff_t>(fragment));
    add_wide(piece, 1);
    add_wide(piece, 2);
    add_wide(piece, 4);
    add_base64(piece);
    for (const char* prefix : {"\\u00", "%"})
      for (const char* hex : {"0123456789abcdef", "0123456789ABCDEF"})
        add_escaped(piece, prefix, hex);
  }
  ++count_;
}

void Needles::add_form(Scrambled&& bytes) {
  // A secret may repeat a fragment, and one without letters has one escaped form, not two.
  const std::uint32_t hash = hash_of(word_at(bytes.data()));
  for (std::size_t i = first_[hash]; i != none; i = forms_[i].next)
    if (forms_[i].secret == count_ && forms_[i].bytes == bytes) return;
  forms_.push_back({std::move(bytes), count_, first_[hash]});
  first_[hash] = forms_.size() - 1;
  filter_[hash / 64] |= std::uint64_t{1} << hash % 64;
}

void Needles::add_wide(const Scrambled& piece, std::size_t width) {
  Scrambled bytes;
  for (const unsigned char c : piece) {
    bytes.push_back(c);
    bytes.insert(bytes.end(), width - 1, scramble);  // A zero, scrambled.
  }
  add_form(std::move(bytes));
}

/// The whole base64 groups of a piece that begins at any alignment.
void Needles::add_base64(const Scrambled& piece) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  Scrambled bytes;
  for (std::size_t i = 0; i + 3 <= piece.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | static_cast<unsigned char>(piece[i + k] ^ scramble);
    for (int shift = 18; shift >= 0; shift -= 6)
      bytes.push_back(static_cast<unsigned char>(digits[group >> shift & 63] ^ scramble));
  }
  add_form(std::move(bytes));
}

/// Each symbol as `prefix` and two hex digits: \u00XX in JSON, %XX in a form or an address.
void Needles::add_escaped(const Scrambled& piece, const char* prefix, const char* hex) {
  Scrambled bytes;
  const auto put = [&](char c) {
    bytes.push_back(static_cast<unsigned char>(static_cast<unsigned char>(c) ^ scramble));
  };
  for (const unsigned char c : piece) {
    const unsigned symbol = static_cast<unsigned>(c ^ scramble);
    for (const char* at = prefix; *at != 0; ++at) put(*at);
    put(hex[symbol >> 4 & 15]);
    put(hex[symbol & 15]);
  }
  add_form(std::move(bytes));
}

void Needles::count(const unsigned char* bytes, std::size_t size, std::size_t begin_below,
                    std::vector<std::size_t>& found) const {
  found.resize(std::max(found.size(), count_));
  for (std::size_t at = 0; at + sizeof(std::uint32_t) <= size && at < begin_below; ++at) {
    const std::uint32_t word = word_at(bytes + at);
    if (word == 0) continue;  // No form begins with four zeros.
    const std::uint32_t hash = hash_of(word ^ word_scramble);
    if ((filter_[hash / 64] >> hash % 64 & 1) == 0) continue;
    for (std::size_t i = first_[hash]; i != none; i = forms_[i].next)
      if (forms_[i].bytes.size() <= size - at && is_at(forms_[i].bytes, bytes + at))
        ++found[forms_[i].secret];
  }
}

}  // namespace hellojohn::tests
