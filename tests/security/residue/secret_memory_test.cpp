// The scanner finds a planted copy in each form; a Secret leaves none, and none in a core file.
#include "worlds/catch.hpp"

#include "security/residue/scanner.hpp"

#include <hellojohn/secret.hpp>

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

using namespace hellojohn;
using tests::Scrambled;

namespace {

/// Random-looking and different for each seed; never in memory unscrambled.
Scrambled make_needle(std::uint32_t seed) {
  Scrambled needle;
  for (int i = 0; i < 12; ++i) {
    seed = seed * 1664525U + 1013904223U;
    needle.push_back(static_cast<unsigned char>(('A' + (seed >> 24) % 26) ^ tests::scramble));
  }
  return needle;
}

void reveal_into(Secret& out, const Scrambled& needle) {
  for (const unsigned char c : needle) {
    const char symbol = static_cast<char>(c ^ tests::scramble);
    out.append({&symbol, 1});
  }
}

struct Wiped {
  explicit Wiped(std::size_t size) : bytes(size) {}
  ~Wiped() { secure_wipe(bytes.data(), bytes.size()); }
  std::vector<char> bytes;
};

}  // namespace

TEST_CASE("the scanner finds a planted copy in each form, and a fragment of six") {
  const Scrambled needle = make_needle(1);
  REQUIRE(tests::count_fragments(needle) == 0);
  for (const std::size_t width : {1U, 2U, 4U}) {
    Wiped planted(needle.size() * width);
    for (std::size_t i = 0; i < needle.size(); ++i)
      planted.bytes[i * width] = static_cast<char>(needle[i] ^ tests::scramble);
    CHECK(tests::count_fragments(needle) == 7);
  }
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (const std::size_t shift : {0U, 1U, 2U}) {
    // base64 of `shift` foreign bytes and the needle: the alignments of a secret inside a larger text.
    Wiped planted(20);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 15; ++i) {
      const bool inside = i >= shift && i < shift + needle.size();
      const unsigned symbol = inside ? needle[i - shift] ^ tests::scramble : unsigned{'.'};
      group = group << 8 | symbol;
      if (i % 3 != 2) continue;
      for (std::size_t k = 0; k < 4; ++k)
        planted.bytes[i / 3 * 4 + k] = digits[group >> (18 - 6 * k) & 63];
    }
    CHECK(tests::count_fragments(needle) >= 2);
  }
  Wiped fragment(6);
  for (std::size_t i = 0; i < 6; ++i)
    fragment.bytes[i] = static_cast<char>(needle[i + 3] ^ tests::scramble);
  CHECK(tests::count_fragments(needle) == 1);
  secure_wipe(fragment.bytes.data(), fragment.bytes.size());
  CHECK(tests::count_fragments(needle) == 0);
}

TEST_CASE("the scanner finds a planted copy escaped as in JSON and in an address") {
  const Scrambled needle = make_needle(2);
  REQUIRE(tests::count_fragments(needle) == 0);
  for (const char* format : {"\\u%04x", "\\u%04X", "%%%02x", "%%%02X"}) {
    Wiped planted(needle.size() * 6 + 1);
    std::size_t used = 0;
    for (const unsigned char c : needle) {
      const auto symbol = static_cast<unsigned>(c ^ tests::scramble);
      char* const at = planted.bytes.data() + used;
      const std::size_t room = planted.bytes.size() - used;
      if (format[0] == '\\')
        used += static_cast<std::size_t>(
            std::snprintf(at, room, format[5] == 'x' ? "\\u%04x" : "\\u%04X", symbol));
      else
        used += static_cast<std::size_t>(
            std::snprintf(at, room, format[5] == 'x' ? "%%%02x" : "%%%02X", symbol));
    }
    CHECK(tests::count_fragments(needle) >= 7);
  }
  CHECK(tests::count_fragments(needle) == 0);
}

TEST_CASE("secrets held are not in a core file, secrets gone are nowhere") {
  std::size_t in_core = 0, held = 0, after = 0;
  constexpr std::uint32_t rounds = 8;
  for (std::uint32_t seed = 100; seed < 100 + rounds; ++seed) {
    const Scrambled needle = make_needle(seed);
    {
      Secret secret;
      reveal_into(secret, needle);  // Grows byte by byte: old storage is wiped each time.
      Secret moved = std::move(secret);
      const Secret copy = moved.clone();
      moved.append(moved.reveal());
      in_core += tests::count_fragments(needle, true);
      held += tests::count_fragments(needle);
    }
    after += tests::count_fragments(needle);
  }
  CHECK(in_core == 0);
  CHECK(held >= 3 * 7 * rounds);
  CHECK(after == 0);
  std::printf("residue: %u secrets, %zu fragments in dumped memory, %zu after they went\n", rounds,
              in_core, after);
}

TEST_CASE("more secrets than the region has room for, and large ones") {
  std::vector<Secret> many;
  for (int i = 0; i < 5000; ++i) many.emplace_back(std::to_string(i));
  many.emplace_back(std::string(100'000, 'x'));
  for (int i = 0; i < 5000; ++i)
    REQUIRE(many[static_cast<std::size_t>(i)].reveal() == std::to_string(i));
  CHECK(many.back().size() == 100'000);
  many.clear();
  const Secret again("again");
  CHECK(again.reveal() == "again");
}
