// Reads /proc/self/mem map by map into one static buffer, which is itself passed over.
#include "residue/scanner.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>

#include <fcntl.h>
#include <unistd.h>

namespace hellojohn::tests {

namespace {

constexpr std::size_t symbols = 6;
constexpr std::size_t overlap = 64;
alignas(4096) unsigned char window[1 << 20];

struct Map {
  std::uintptr_t from, to;
  bool dumped;
};

std::vector<Map> writable_maps() {
  std::vector<Map> maps;
  std::ifstream smaps("/proc/self/smaps");
  bool wanted = false;
  for (std::string line; std::getline(smaps, line);) {
    unsigned long from = 0, to = 0;
    char rights[5] = {};
    if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &to, rights) == 3) {
      wanted = rights[0] == 'r' && rights[1] == 'w';
      if (wanted) maps.push_back({from, to, true});
    } else if (wanted && line.rfind("VmFlags:", 0) == 0) {
      maps.back().dumped = line.find(" dd") == std::string::npos;
    }
  }
  return maps;
}

void wide(std::vector<Scrambled>& out, const Scrambled& piece, std::size_t width) {
  Scrambled bytes;
  for (const unsigned char c : piece) {
    bytes.push_back(c);
    bytes.insert(bytes.end(), width - 1, scramble);  // A zero, scrambled.
  }
  out.push_back(std::move(bytes));
}

/// The whole base64 groups of a piece that begins at any alignment.
void base64(std::vector<Scrambled>& out, const Scrambled& piece) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  Scrambled bytes;
  for (std::size_t i = 0; i + 3 <= piece.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | static_cast<unsigned char>(piece[i + k] ^ scramble);
    for (int shift = 18; shift >= 0; shift -= 6)
      bytes.push_back(static_cast<unsigned char>(digits[group >> shift & 63] ^ scramble));
  }
  out.push_back(std::move(bytes));
}

/// Each symbol as `prefix` and two hex digits: \u00XX in JSON, %XX in a form or an address.
void escaped(std::vector<Scrambled>& out, const Scrambled& piece, const char* prefix,
             const char* hex) {
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
  if (out.back() != bytes) out.push_back(std::move(bytes));  // No letter: one form, not two.
}

std::vector<Scrambled> forms_of(const Scrambled& secret) {
  std::vector<Scrambled> forms;
  for (std::size_t i = 0; i + symbols <= secret.size(); ++i) {
    const Scrambled piece(secret.begin() + static_cast<long>(i),
                          secret.begin() + static_cast<long>(i + symbols));
    forms.push_back(piece);
    wide(forms, piece, 2);
    wide(forms, piece, 4);
    base64(forms, piece);
    for (const char* prefix : {"\\u00", "%"})
      for (const char* hex : {"0123456789abcdef", "0123456789ABCDEF"})
        escaped(forms, piece, prefix, hex);
  }
  return forms;
}

std::size_t hits_in(std::size_t size, std::size_t begin_below,
                    const std::vector<Scrambled>& forms) {
  std::size_t hits = 0;
  for (const Scrambled& form : forms) {
    const auto first = static_cast<unsigned char>(form[0] ^ scramble);
    const unsigned char* at = window;
    const unsigned char* const end = window + size;
    while ((at = static_cast<const unsigned char*>(
                std::memchr(at, first, static_cast<std::size_t>(end - at)))) != nullptr) {
      if (static_cast<std::size_t>(at - window) >= begin_below) break;
      const bool fits = static_cast<std::size_t>(end - at) >= form.size();
      if (fits && std::equal(form.begin(), form.end(), at, [](unsigned char f, unsigned char m) {
            return static_cast<unsigned char>(f ^ scramble) == m;
          }))
        ++hits;
      ++at;
    }
  }
  return hits;
}

}  // namespace

std::size_t count_fragments(const Scrambled& secret, bool without_dump) {
  const auto forms = forms_of(secret);
  const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  const auto own = reinterpret_cast<std::uintptr_t>(window);
  constexpr std::size_t step = sizeof window - overlap;
  std::size_t hits = 0;
  const auto scan = [&](std::uintptr_t from, std::uintptr_t to) {
    for (; from < to; from += step) {
      const auto n =
          ::pread(memory, window, std::min(sizeof window, to - from), static_cast<off_t>(from));
      if (n <= 0) break;
      hits += hits_in(static_cast<std::size_t>(n), step, forms);
    }
  };
  for (const Map& map : writable_maps()) {
    if (without_dump && !map.dumped) continue;
    if (own >= map.from && own < map.to) {
      scan(map.from, own);
      scan(own + sizeof window, map.to);
    } else {
      scan(map.from, map.to);
    }
  }
  std::memset(window, 0, sizeof window);
  ::close(memory);
  return hits;
}

}  // namespace hellojohn::tests
